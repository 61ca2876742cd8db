import client from "@eventstore/db-client";
import { smoke } from "./smoke.mjs";

smoke({
  client,
  connect: (url) => client.EventStoreDBClient.connectionString(url),
  expected: "expectedRevision",
  filtersReads: false,
});
