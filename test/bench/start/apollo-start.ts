import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ApolloServer, HeaderMap } from "@apollo/server";
import pg from "pg";

// An Apollo server with one field, on node:http, and one query to the database: the least that such a server must load.
const apollo = new ApolloServer({
  typeDefs: "type Query { ready: Boolean }",
  resolvers: { Query: { ready: () => true } },
});
await apollo.start();
const client = new pg.Client({ connectionString: process.env["DATABASE_URL"] });
await client.connect();
await client.query("select now()");

const server = createServer((request, response) => {
  if (request.url === "/ready") {
    response.end("{}");
    return;
  }
  void apollo
    .executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method ?? "GET",
        headers: new HeaderMap(),
        search: new URL(request.url ?? "/", "http://bench").search,
        body: null,
      },
      context: async () => ({}),
    })
    .then(({ body }) => response.end(body.kind === "complete" ? body.string : ""));
});
server.listen(Number(process.env["PORT"]), "127.0.0.1", () => {
  process.stdout.write(`listening on ${(server.address() as AddressInfo).port}\n`);
});
process.once("SIGTERM", () => process.exit(0));
