// The first query a visitor sees: it works on the sample that `make demo` loads.
const firstQuery = `# Nhấn Ctrl-Enter để chạy truy vấn.
# Press Ctrl-Enter to run the query.
query Parcels {
  parcels(commune: "09616", first: 3) {
    totalCount
    nodes {
      code
      number
      sheet { number scale srid }
      commune { name province { name } }
      legalArea
      measuredArea
      purposes { type { code name } area }
      centroid(srid: 4326)
    }
    pageInfo { hasNextPage endCursor }
  }
}
`;

// Who acts, and for which office; only mutations ask for it.
const firstHeaders = JSON.stringify({ "X-Actor": "can-bo-1", "X-Office": "vpdk-1" }, null, 2);

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
    defaultQuery: firstQuery,
    defaultHeaders: firstHeaders,
  }),
);
