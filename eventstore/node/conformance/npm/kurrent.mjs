import client from "@kurrent/kurrentdb-client";
import { smoke } from "./smoke.mjs";

smoke({
  client,
  connect: (url) => client.KurrentDBClient.connectionString(url.replace(/^esdb/, "kurrentdb")),
  expected: "streamState",
  filtersReads: true,
});
