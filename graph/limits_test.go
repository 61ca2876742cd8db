package graph_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/diachinh/diachinh/projections/read"
)

// bare is an API that is asked for nothing but what it refuses.
func bare(t *testing.T) *registry {
	t.Helper()
	return &registry{api: newAPI(t, configOf(read.New(nil)))}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	r := bare(t)

	for name, query := range map[string]string{
		"an operation too deep":              `{ parcels { nodes ` + strings.Repeat(`{ neighbours { nodes `, 8) + `{ id }` + strings.Repeat(`} }`, 8) + `} }`,
		"too many root fields":               repeat(11, func(i int) string { return fmt.Sprintf("...{ communes%d: __typename }", i) }),
		"too many aliases":                   `{ parcels { nodes ` + repeat(31, func(i int) string { return fmt.Sprintf("a%d: id", i) }) + ` } }`,
		"too many directives":                `{ parcels { nodes ` + repeat(31, func(int) string { return "id @include(if: true)" }) + ` } }`,
		"fragments that double at each step": doubling(20),
		"a deferred fragment":                `{ parcels { nodes { ... @defer { id } } } }`,
		"a list of lists of lists":           `{ parcels(first: 100) { nodes { neighbours(first: 100) { nodes { id code number } } } } }`,
		"the families of a page":             `{ parcels(first: 21) { nodes { lineageSvg } } }`,
		"lineages of lineages":               `{ parcels(first: 50) { nodes { ancestors { parent { descendants { child { id code number } } } } } } }`,
		"several reports at once":            `{ a: qualityReport(commune: "1") { parcels } b: qualityReport(commune: "2") { parcels } c: qualityReport(commune: "3") { parcels } d: qualityReport(commune: "4") { parcels } }`,
		"a long list with much in it":        `{ parcels(last: 100) { nodes { geometry history { geometry } neighbours(first: 40) { nodes { geometry } } } } }`,
	} {
		t.Run(name+" is refused", func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			got := r.ask(t, query, nil)
			if code := got.code(); code != "QUERY_TOO_COMPLEX" && code != "GRAPHQL_VALIDATION_FAILED" {
				t.Errorf("got %+v", got)
			}
			if got.Data != nil {
				t.Error("an answer all the same")
			}
			if took := time.Since(start); took > time.Second {
				t.Errorf("took %v", took)
			}
		})
	}

	t.Run("more tokens than a query needs are refused", func(t *testing.T) {
		t.Parallel()
		if got := r.ask(t, `{ parcels { nodes { `+strings.Repeat("id ", 4001)+`} } }`, nil); got.code() != "GRAPHQL_PARSE_FAILED" {
			t.Errorf("got %+v", got)
		}
	})

	t.Run("introspection as GraphiQL asks for it is answered", func(t *testing.T) {
		t.Parallel()
		if got := r.ask(t, introspection, nil); len(got.Errors) > 0 {
			t.Errorf("got %+v", got.Errors)
		}
	})
}

func TestTransport(t *testing.T) {
	t.Parallel()
	r := bare(t)

	t.Run("a body too long is refused", func(t *testing.T) {
		t.Parallel()
		got := r.ask(t, strings.Repeat(" ", 2<<20), nil)
		if got.Status != http.StatusRequestEntityTooLarge || got.code() != "REQUEST_TOO_LARGE" {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("a body that is no JSON is refused and not repeated", func(t *testing.T) {
		t.Parallel()
		got := r.send(t, post(`{"query": "012345678901"`))
		if got.Status != http.StatusBadRequest || got.code() != "BAD_REQUEST" || strings.Contains(got.Errors[0].Message, "0123") {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("a query that cannot be read says where", func(t *testing.T) {
		t.Parallel()
		if got := r.ask(t, `{ parcels( }`, nil); got.code() != "GRAPHQL_PARSE_FAILED" || !strings.HasPrefix(got.Errors[0].Message, "Không đọc được") {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("a field that is not there is invalid", func(t *testing.T) {
		t.Parallel()
		if got := r.ask(t, `{ owners }`, nil); got.code() != "GRAPHQL_VALIDATION_FAILED" || !strings.HasPrefix(got.Errors[0].Message, "Câu truy vấn không hợp lệ") {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("GET carries queries", func(t *testing.T) {
		t.Parallel()
		if got := r.send(t, httptest.NewRequest(http.MethodGet, "/graphql?query={__typename}", nil)); got.at(t, "__typename") != "Query" {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("GET carries variables", func(t *testing.T) {
		t.Parallel()
		address := "/graphql?query=" + url.QueryEscape(`query ($yes: Boolean!) { __typename @include(if: $yes) }`) + "&variables="
		if got := r.send(t, httptest.NewRequest(http.MethodGet, address+url.QueryEscape(`{"yes": true}`), nil)); got.at(t, "__typename") != "Query" {
			t.Errorf("got %+v", got)
		}
		if got := r.send(t, httptest.NewRequest(http.MethodGet, address+"yes", nil)); got.Status != http.StatusBadRequest || got.code() != "BAD_REQUEST" {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("GET carries no mutation", func(t *testing.T) {
		t.Parallel()
		got := r.send(t, httptest.NewRequest(http.MethodGet, "/graphql?query=mutation{__typename}", nil))
		if got.Status != http.StatusMethodNotAllowed || got.Data != nil || got.code() != "BAD_REQUEST" {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("neither PUT nor a form carries an operation", func(t *testing.T) {
		t.Parallel()
		form := post(`query={__typename}`)
		form.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if got := r.send(t, form); got.Status != http.StatusUnsupportedMediaType || got.code() != "BAD_REQUEST" {
			t.Errorf("got %+v", got)
		}
		put := httptest.NewRequest(http.MethodPut, "/graphql", strings.NewReader(`{"query": "{__typename}"}`))
		if got := r.send(t, put); got.Status != http.StatusMethodNotAllowed || got.code() != "BAD_REQUEST" {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("a client that knows the newer media type sees refusals in the status", func(t *testing.T) {
		t.Parallel()
		for accept, status := range map[string]int{"application/json": http.StatusOK, "application/graphql-response+json": http.StatusBadRequest} {
			request := post(`{"query": "{ owners }"}`)
			request.Header.Set("Accept", accept)
			recorder := httptest.NewRecorder()
			r.api.ServeHTTP(recorder, request)
			if recorder.Code != status || !strings.HasPrefix(recorder.Header().Get("Content-Type"), accept) || strings.Contains(recorder.Body.String(), `"data"`) {
				t.Errorf("%s: %d %s", accept, recorder.Code, recorder.Body)
			}
		}
	})
	t.Run("a browser gets the query page", func(t *testing.T) {
		t.Parallel()
		request := httptest.NewRequest(http.MethodGet, "/graphql", nil)
		request.Header.Set("Accept", "text/html,application/xhtml+xml")
		recorder := httptest.NewRecorder()
		r.api.ServeHTTP(recorder, request)
		if !strings.Contains(recorder.Body.String(), "page.js") {
			t.Errorf("got %d %s", recorder.Code, recorder.Body)
		}
	})
}

func repeat(n int, item func(i int) string) string {
	items := make([]string, n)
	for i := range items {
		items[i] = item(i)
	}
	return "{ " + strings.Join(items, " ") + " }"
}

// doubling spreads each fragment twice in the next: 2^n fields in n lines.
func doubling(n int) string {
	text := "{ parcels { nodes { ...f0 } } } "
	for i := range n {
		text += fmt.Sprintf("fragment f%d on Parcel { sheet { id } ...f%d ...f%d } ", i, i+1, i+1)
	}
	return text + fmt.Sprintf("fragment f%d on Parcel { id }", n)
}

// introspection is the query that GraphiQL begins with.
const introspection = `query IntrospectionQuery { __schema {
	queryType { name } mutationType { name } subscriptionType { name }
	types { ...FullType } directives { name description locations args { ...InputValue } } } }
fragment FullType on __Type { kind name description
	fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
	inputFields { ...InputValue } interfaces { ...TypeRef }
	enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
	possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
	ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }`
