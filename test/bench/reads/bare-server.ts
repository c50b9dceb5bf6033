import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { answerParent } from "../processes/child-side.ts";
import { readEach, readTogether } from "./port-readers.ts";
import { readStations, readStationsTogether } from "./station-readers.ts";

// Takes the same requests as the product, byte for byte, and gives the same answers, but looks only at the variables.
// This is the least that a server on node:http and pg has to do.
const [databaseUrl, reader] = process.argv.slice(2);
// The product's pool size.
const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });
const readPort = reader === "together" ? readTogether(pool) : readEach(pool);
const readStationsAfter = reader === "together" ? readStationsTogether(pool) : readStations(pool);

/** A port's id, or the cursor of the station that a page begins after. */
interface Variables {
  readonly id?: string;
  readonly after?: string;
}

function read({ id = "", after }: Variables): Promise<string | null> {
  if (after === undefined) return readPort(id);
  const [, station] = JSON.parse(Buffer.from(after, "base64url").toString()) as [string, string];
  return readStationsAfter(station);
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
  });
  response.end(body);
}

function handle(request: IncomingMessage, response: ServerResponse): void {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => {
    body += chunk;
  });
  request.on("end", () => {
    const { variables } = JSON.parse(body) as { variables: Variables };
    read(variables).then(
      (found) => (found === null ? answer(response, 404, "{}") : answer(response, 200, found)),
      (error: unknown) => answer(response, 500, String(error)),
    );
  });
}

const server = createServer(handle);

server.listen(0, "127.0.0.1", () => {
  answerParent({}, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
