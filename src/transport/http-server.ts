import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, Server as NetServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Limits } from "../limits.ts";
import { DomainError } from "../shared/domain-error.ts";
import type { Logger } from "../shared/logger.ts";
import { type BrowserOrigins, isPreflight, setSecurityHeaders } from "./browser-origins.ts";
import { httpStatusOf, toClientError } from "./errors.ts";
import type { GraphqlHttp } from "./graphql-http.ts";
import type { GraphqlSse } from "./graphql-sse.ts";
import type { GraphqlWebSocket } from "./graphql-websocket.ts";
import type { Health } from "./health.ts";
import { sendJson, sendOnSocket } from "./http-messages.ts";
import type { Metrics } from "./metrics.ts";
import type { Playground } from "./playground.ts";

export interface HttpServerOptions {
  readonly graphql: GraphqlHttp;
  readonly streams: GraphqlSse;
  readonly sockets: GraphqlWebSocket;
  readonly health: Health;
  readonly metrics: Metrics;
  /** Absent where it is switched off. */
  readonly playground: Playground | null;
  readonly origins: BrowserOrigins;
  readonly limits: Limits;
  readonly log: Logger;
}

/** For the headers beside a URL that is as long as it may be. */
const MAX_HEADERS_BYTES = 16_384;
/** How long a peer may take for its headers: slow ones are few, and attacks. */
const HEADERS_MS = 10_000;
const LOOK_FOR_SLOW_MS = 1_000;

const CLOSING_MS = 5_000;

/** The one port that everything is served on. */
export class HttpServer {
  readonly #options: HttpServerOptions;
  readonly #server: Server;
  readonly #connections = new Set<Socket>();
  readonly #running = new Set<ServerResponse>();
  #closing = false;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    const { maxUrlBytes, requestTimeoutSeconds } = options.limits;
    const requestMs = requestTimeoutSeconds * 1000;
    const limits = {
      maxHeaderSize: maxUrlBytes + MAX_HEADERS_BYTES,
      headersTimeout: Math.min(HEADERS_MS, requestMs),
      requestTimeout: requestMs,
      connectionsCheckingInterval: LOOK_FOR_SLOW_MS,
    };
    this.#server = createServer(limits, (request, response) => {
      this.#keepTrack(request.socket, response);
      this.#route(request, response).catch((error: unknown) => {
        options.log.error({ err: error }, "a request failed outside GraphQL");
        response.destroy();
      });
    });
    this.#server.on("connection", (connection) => {
      this.#connections.add(connection);
      connection.once("close", () => this.#connections.delete(connection));
    });
    this.#server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
      const begun = [...this.#running].some((response) => response.socket === socket && response.headersSent);
      if (begun || !socket.writable || error.code === "ECONNRESET") socket.destroy();
      else refuseUnread(error.code, socket);
    });
    this.#server.on("upgrade", (request, socket, head) => {
      // A raw socket: nobody else listens to it, and an unheard error ends the process.
      socket.on("error", () => socket.destroy());
      if (pathOf(request) === "/graphql") options.sockets.upgrade(request, socket, head);
      else sendOnSocket(socket, 404, nothingAt(pathOf(request)));
    });
  }

  /** Listens, and returns the address. @throws Error with a sentence for the operator where it cannot. */
  async listen(host: string, port: number): Promise<string> {
    this.#server.listen(port, host);
    await once(this.#server, "listening").catch((error: NodeJS.ErrnoException) => {
      throw cannotListen(error, host, port);
    });
    const { address, family, port: actual } = this.#server.address() as AddressInfo;
    return `http://${family === "IPv6" ? `[${address}]` : address}:${actual}`;
  }

  /** Takes no more requests, and waits for those that run; what takes too long is cut off. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#closing = true;
    // Not the close() of http, which cuts off answers that are written but not yet read to their end.
    const closed = new Promise<void>((resolve) => {
      NetServer.prototype.close.call(this.#server, () => resolve());
    });
    const busy = new Set([...this.#running].map((response) => response.socket));
    for (const connection of this.#connections) if (!busy.has(connection)) connection.destroy();
    for (const response of this.#running) announceClose(response);
    const cutOff = setTimeout(() => this.#server.closeAllConnections(), CLOSING_MS);
    await closed;
    clearTimeout(cutOff);
  }

  // Once the server closes, a connection ends with the answer it waits for.
  #keepTrack(connection: Socket, response: ServerResponse): void {
    if (this.#closing) announceClose(response);
    this.#running.add(response);
    response.once("close", () => {
      this.#running.delete(response);
      if (this.#closing) connection.destroySoon();
    });
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { graphql, streams, health, metrics, playground, origins } = this.#options;
    setSecurityHeaders(response);
    const path = pathOf(request);
    if (path === "/graphql" || path === "/graphql/stream") {
      origins.describe(request, response);
      if (isPreflight(request)) {
        response.writeHead(204).end();
        return;
      }
      return (path === "/graphql" ? graphql : streams).handle(request, response);
    }
    if (path === "/health") return sendJson(response, 200, health.live());
    if (path === "/ready") {
      const { ready, body } = await health.ready();
      return sendJson(response, ready ? 200 : 503, body);
    }
    if (path === "/metrics") return metrics.handle(request, response);
    if (playground && path === "/") {
      response.writeHead(302, { Location: "/playground" }).end();
      return;
    }
    if (playground && (path === "/playground" || path.startsWith("/playground/"))) {
      return playground.handle(path, request, response);
    }
    sendJson(response, 404, nothingAt(path));
  }
}

function nothingAt(path: string) {
  return { error: "Not Found", message: `There is nothing at ${path}; the API is at /graphql` };
}

/** What node gave up before it was a request, in the form of every other refusal. */
function refuseUnread(code: string | undefined, socket: Duplex): void {
  const refusal =
    code === "HPE_HEADER_OVERFLOW"
      ? new DomainError("PAYLOAD_TOO_LARGE", "The headers are too large", {}, { httpStatus: 431 })
      : code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? new DomainError("BAD_REQUEST", "The request did not arrive in time", {}, { httpStatus: 408 })
        : new DomainError("BAD_REQUEST", "This is not an HTTP request");
  const error = toClientError(refusal, null);
  sendOnSocket(socket, httpStatusOf(error), { errors: [error] });
}

function announceClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("Connection", "close");
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case "EADDRINUSE":
      return new Error(
        `Port ${port} on ${host} is in use: stop what listens there, or set PORT to another one.`,
      );
    case "EACCES":
      return new Error(`Port ${port} on ${host} may not be used by this user: set PORT to one above 1023.`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new Error(
        `HOST "${host}" is no address of this machine: set it to one, or to 0.0.0.0 for all of them.`,
      );
    default:
      return error;
  }
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?", 1)[0] ?? "/";
}
