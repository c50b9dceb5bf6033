import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { answerParent } from "../processes/child-side.ts";
import { readEach, readTogether } from "./port-readers.ts";
import { readStations, readStationsTogether } from "./station-readers.ts";

// `GET /ports/ID` and `GET /stations/ID` (the 20 after that one), and nothing that it does not take: what any server on node:http and pg has to do at the least.
const [databaseUrl, reader] = process.argv.slice(2);
// As many connections as the product has.
const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });
const readPort = reader === "together" ? readTogether(pool) : readEach(pool);
const readStationsAfter = reader === "together" ? readStationsTogether(pool) : readStations(pool);

const PORTS = "/ports/";
const STATIONS = "/stations/";

function read(url: string): Promise<string | null> {
  return url.startsWith(STATIONS)
    ? readStationsAfter(url.slice(STATIONS.length))
    : readPort(url.slice(PORTS.length));
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
  });
  response.end(body);
}

const server = createServer((request, response) => {
  read(request.url ?? "").then(
    (found) => (found === null ? answer(response, 404, "{}") : answer(response, 200, found)),
    (error: unknown) => answer(response, 500, String(error)),
  );
});

server.listen(0, "127.0.0.1", () => {
  answerParent({}, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
