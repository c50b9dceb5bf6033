import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { newId } from "../../../src/shared/ids.ts";
import { answerParent } from "../processes/child-side.ts";
import { statementWriter } from "./statement-writer.ts";

// `POST /create` and `POST /cancel`, with one statement each and nothing else.
const [databaseUrl] = process.argv.slice(2);
// The product's pool size.
const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });

const server = createServer(async (request, response) => {
  const [status, body] = await answer(request);
  const text = JSON.stringify(body);
  response.writeHead(status, { "Content-Type": "application/json", "Content-Length": text.length });
  response.end(text);
});

async function answer(request: IncomingMessage): Promise<[status: number, body: unknown]> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const input = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  const client = await pool.connect();
  try {
    if (request.url === "/cancel") return [200, await statementWriter.cancel(client, input)];
    return [200, await statementWriter.create(client, { ...input, id: newId("reservation") })];
  } catch (error) {
    // If the slot is taken, the statement returns no row.
    const isTaken = error instanceof Error && error.message.includes("returned no row");
    return isTaken ? [409, { error: "SLOT_NOT_AVAILABLE" }] : [500, { error: String(error) }];
  } finally {
    client.release();
  }
}

server.listen(0, "127.0.0.1", 1024, () => {
  answerParent({}, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
