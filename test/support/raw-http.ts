import { connect } from "node:net";

/** A response as received. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends bytes unchanged, and reads until the server closes the connection. */
export async function sendRaw(url: string, bytes: string | Buffer): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    socket.setTimeout(10_000, () => socket.destroy(new Error("The server keeps the connection open")));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", resolve);
    // If the server refuses a request before reading all of it, a reset may follow the response.
    socket.on("error", (error) => (chunks.length > 0 ? resolve() : reject(error)));
    socket.write(typeof bytes === "string" ? Buffer.from(bytes, "utf8") : bytes);
  });
  socket.destroy();
  return parseAnswer(Buffer.concat(chunks).toString("utf8"));
}

function parseAnswer(text: string): RawAnswer {
  const [head = "", body = ""] = splitOnce(text, "\r\n\r\n");
  const [statusLine = "", ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const [name = "", value = ""] = splitOnce(line, ": ");
      return [name.toLowerCase(), value];
    }),
  );
  const isChunked = headers["transfer-encoding"] === "chunked";
  return { status: Number(statusLine.split(" ")[1]), headers, body: isChunked ? unchunk(body) : body };
}

function unchunk(text: string): string {
  const [size = "", rest = ""] = splitOnce(text, "\r\n");
  const length = Number.parseInt(size, 16);
  return length > 0 ? rest.slice(0, length) + unchunk(rest.slice(length + 2)) : "";
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + separator.length)];
}

/** By name. Null removes a header. */
export type RawHeaders = Readonly<Record<string, string | null>>;

/** A request with Content-Length, which asks the server to close the connection afterwards. */
export function rawRequest(
  target: string,
  {
    method = "POST",
    headers = {},
    body = "",
  }: { method?: string; headers?: RawHeaders; body?: string | Buffer } = {},
): Buffer {
  const content = typeof body === "string" ? Buffer.from(body) : body;
  const all = {
    Host: "slotwire",
    Connection: "close",
    ...(content.length > 0 && { "Content-Length": String(content.length) }),
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}\r\n`],
  );
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`), content]);
}
