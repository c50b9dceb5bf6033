import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, Server as NetServer, type Socket } from "node:net";
import type { Limits } from "../../limits.ts";
import type { Logger } from "../../shared/logger.ts";
import { requestIdFrom } from "../request-id.ts";
import type { GraphqlWebSocket } from "../websocket/graphql-websocket.ts";
import { Connections } from "./connections.ts";
import { READS, refusalBody, sendJson, sendOnSocket } from "./http-messages.ts";
import { HttpResponse } from "./http-response.ts";
import { asksForWebSocket, refuseUnread, serveWithoutUpgrade } from "./raw-requests.ts";
import { pathOf, Routes, type RoutesOptions } from "./routes.ts";

export interface HttpServerOptions extends RoutesOptions {
  readonly sockets: GraphqlWebSocket;
  readonly limits: Limits;
  readonly log: Logger;
}

/** Room for the headers, besides a URL of the maximum length. */
const MAX_HEADERS_BYTES = 16_384;
/** How long a peer may take to send its headers: slow peers are few, and attackers. */
const HEADERS_MS = 10_000;
const SLOW_REQUEST_CHECK_INTERVAL_MS = 1_000;
/**
 * Longer than proxies keep idle connections, usually a minute: a request sent on a connection that is being closed is
 * lost.
 */
const KEEP_ALIVE_MS = 75_000;

/** How long idle connections are kept when the server closes: requests already on their way would be lost with them. */
const ON_ITS_WAY_MS = 100;
const CLOSING_MS = 5_000;

/** The one port that everything is served on. */
export class HttpServer {
  readonly #routes: Routes;
  readonly #connections: Connections;
  readonly #server: Server<typeof IncomingMessage, typeof HttpResponse>;
  readonly #log: Logger;

  constructor(options: HttpServerOptions) {
    const { maxUrlBytes, requestTimeoutSeconds } = options.limits;
    const requestMs = requestTimeoutSeconds * 1000;
    this.#routes = new Routes(options);
    this.#connections = new Connections({ unreadMs: requestMs });
    this.#log = options.log;
    const settings = {
      ServerResponse: HttpResponse,
      // A request without a Host is refused below, as JSON.
      requireHostHeader: false,
      maxHeaderSize: maxUrlBytes + MAX_HEADERS_BYTES,
      headersTimeout: Math.min(HEADERS_MS, requestMs),
      requestTimeout: requestMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: SLOW_REQUEST_CHECK_INTERVAL_MS,
    };
    this.#server = createServer(settings, (request, response) => {
      this.#connections.addAnswer(request.socket, response);
      this.#logAnswer(request, response);
      void this.#answer(request, response);
    });
    this.#server.on("connection", (connection) => this.#connections.add(connection));
    this.#listenForUnusualRequests(options.sockets);
  }

  /** Listens, and returns the address. @throws Error with a sentence for the operator if it cannot. */
  async listen(host: string, port: number): Promise<string> {
    this.#server.listen(port, host);
    await once(this.#server, "listening").catch((error: NodeJS.ErrnoException) => {
      throw cannotListen(error, host, port);
    });
    const { address, family, port: actual } = this.#server.address() as AddressInfo;
    return `http://${family === "IPv6" ? `[${address}]` : address}:${actual}`;
  }

  /** Accepts no more requests, and waits for running ones. Those that take too long are cut off. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    // Not http's own close(), which cuts off answers that are written but not yet fully read.
    const closed = new Promise<void>((resolve) => {
      NetServer.prototype.close.call(this.#server, () => resolve());
    });
    this.#connections.beginClosing();
    const endIdle = setTimeout(() => this.#connections.endIdle(), ON_ITS_WAY_MS);
    const cutOff = setTimeout(() => this.#server.closeAllConnections(), CLOSING_MS);
    await closed;
    clearTimeout(endIdle);
    clearTimeout(cutOff);
  }

  #logAnswer(request: IncomingMessage, response: HttpResponse): void {
    if (!this.#log.isLevelEnabled("debug")) return;
    const { requestId } = response;
    const { method } = request;
    const route = this.#routes.nameOf(request);
    const begin = performance.now();
    response.once("close", () => {
      const { statusCode: status, writableFinished: complete } = response;
      const ms = Math.round(performance.now() - begin);
      this.#log.debug({ requestId, method, route, status, complete, ms }, "answered");
    });
  }

  async #answer(request: IncomingMessage, response: HttpResponse): Promise<void> {
    try {
      await this.#routes.handle(request, response);
    } catch (error) {
      const { requestId } = response;
      this.#log.error({ err: error, requestId }, "a request failed outside GraphQL");
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, refusalBody(500));
    }
  }

  // Node hands over separately what is no complete request, or asks for something else than an answer.
  #listenForUnusualRequests(sockets: GraphqlWebSocket): void {
    this.#server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
      const begun = [...this.#connections.answersOn(socket as Socket)].some(
        (response) => response.headersSent,
      );
      if (begun || !socket.writable || error.code === "ECONNRESET") socket.destroy();
      else refuseUnread(error.code, socket);
    });
    this.#server.on("upgrade", (request, socket, head) => {
      // Nobody else listens to a raw socket, and an unhandled error event ends the process.
      socket.on("error", () => socket.destroy());
      if (!asksForWebSocket(request)) serveWithoutUpgrade(this.#server, request, socket, head);
      else if (pathOf(request) === "/graphql") sockets.upgrade(request, socket, head);
      else sendOnSocket(socket, 404, refusalBody(404), requestIdFrom(request.headers["x-request-id"]));
    });
    this.#server.on("connect", (_request, socket) => {
      socket.on("error", () => socket.destroy());
      sendOnSocket(socket, 405, refusalBody(405), undefined, { Allow: READS });
    });
    this.#server.on("checkExpectation", (_request, response) => {
      response.setHeader("Connection", "close");
      sendJson(response, 417, refusalBody(417));
    });
  }
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
