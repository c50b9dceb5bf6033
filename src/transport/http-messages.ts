import type { IncomingMessage, ServerResponse } from "node:http";
import { DomainError } from "../shared/domain-error.ts";
import { say } from "../shared/message.ts";

/** @throws DomainError PAYLOAD_TOO_LARGE where the body has more than `limit` bytes; the rest is not read. */
export async function readBody(request: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit)
      throw new DomainError("PAYLOAD_TOO_LARGE", say`The request body must have at most ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.setHeader("Cache-Control", "no-store");
  response.end(JSON.stringify(body));
}
