import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, Server as NetServer, type Socket } from "node:net";
import type { Translator } from "../../languages/translator.ts";
import type { Limits } from "../../limits.ts";
import type { Logger } from "../../shared/logger.ts";
import { requestIdFrom } from "../request-id.ts";
import type { GraphqlSse } from "../sse/graphql-sse.ts";
import type { GraphqlWebSocket } from "../websocket/graphql-websocket.ts";
import { type BrowserOrigins, isPreflight } from "./browser-origins.ts";
import type { GraphqlHttp } from "./graphql-http.ts";
import type { Health } from "./health.ts";
import { isRead, READS, refusalBody, refuseMethod, sendJson, sendOnSocket } from "./http-messages.ts";
import { HttpResponse } from "./http-response.ts";
import type { Metrics } from "./metrics.ts";
import { sendNotFound } from "./not-found.ts";
import { asksForWebSocket, refuseUnread, serveWithoutUpgrade } from "./raw-requests.ts";
import type { StaticBundle } from "./static-bundle.ts";

export interface HttpServerOptions {
  readonly graphql: GraphqlHttp;
  readonly streams: GraphqlSse;
  readonly sockets: GraphqlWebSocket;
  readonly health: Health;
  readonly metrics: Metrics;
  /** Null if they are switched off. */
  readonly dashboard: StaticBundle | null;
  readonly playground: StaticBundle | null;
  readonly translator: Translator;
  readonly origins: BrowserOrigins;
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
  readonly #options: HttpServerOptions;
  readonly #server: Server<typeof IncomingMessage, typeof HttpResponse>;
  readonly #connections = new Set<Socket>();
  /**
   * The answers in progress, by connection: Node does not tell an answer that waits behind another one that the
   * connection has died.
   */
  readonly #running = new Map<Socket, Set<ServerResponse>>();
  readonly #forgetAnswer: (this: HttpResponse) => void;
  readonly #limitUnread: (this: HttpResponse) => void;
  readonly #bundles: readonly StaticBundle[];
  /** The handlers of single, read-only addresses. */
  readonly #getRoutes: ReadonlyMap<string, Route>;
  #closing = false;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    const { health, metrics, dashboard, playground } = options;
    this.#bundles = [dashboard, playground].filter((bundle) => bundle !== null);
    this.#getRoutes = new Map<string, Route>([
      ["/health", (_request, response) => sendJson(response, 200, health.live())],
      [
        "/ready",
        async (_request, response) => {
          const { ready, body } = await health.ready();
          sendJson(response, ready ? 200 : 503, body);
        },
      ],
      ["/metrics", (request, response) => metrics.handle(request, response)],
      // A bundle that has a page at this address takes precedence.
      ...(playground ? [["/", toPlayground] as const] : []),
    ]);
    const { maxUrlBytes, requestTimeoutSeconds } = options.limits;
    const requestMs = requestTimeoutSeconds * 1000;
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
      const { requestId } = response;
      this.#keepTrack(request.socket, response);
      this.#logAnswer(request, response, requestId);
      void this.#answer(request, response);
    });
    const connections = this.#connections;
    const running = this.#running;
    const isClosing = () => this.#closing;
    // One function for all connections, and one for all answers, without the wrapper that `once` puts around each.
    function forget(this: Socket): void {
      connections.delete(this);
      const left = running.get(this);
      running.delete(this);
      if (left) for (const response of left) if (isWaiting(response)) closeUnsent(response);
    }
    this.#forgetAnswer = function forgetAnswer() {
      const connection = this.req.socket;
      running.get(connection)?.delete(this);
      if (isClosing()) connection.destroySoon();
    };
    // An answer that the peer does not read is kept for this long, counted from the last part that it did read.
    this.#limitUnread = function limitUnread() {
      const connection = this.socket;
      if (!connection?.writableLength) return;
      connection.setTimeout(requestMs);
      this.once("finish", () => {
        const next = [...(running.get(connection) ?? [])].find((each) => each !== this && each.socket);
        // The next answer may take any time to be made. One that was made before its turn has set its own limit by now.
        if (next && !(next.writableEnded && connection.writableLength)) connection.setTimeout(0);
      });
    };
    this.#server.on("connection", (connection) => {
      connections.add(connection);
      connection.on("close", forget);
    });
    this.#server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
      const begun = [...this.#runningOn(socket as Socket)].some((response) => response.headersSent);
      if (begun || !socket.writable || error.code === "ECONNRESET") socket.destroy();
      else refuseUnread(error.code, socket);
    });
    this.#server.on("upgrade", (request, socket, head) => {
      // Nobody else listens to a raw socket, and an unhandled error event ends the process.
      socket.on("error", () => socket.destroy());
      if (!asksForWebSocket(request)) serveWithoutUpgrade(this.#server, request, socket, head);
      else if (pathOf(request) === "/graphql") options.sockets.upgrade(request, socket, head);
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
    this.#closing = true;
    // Not http's own close(), which cuts off answers that are written but not yet fully read.
    const closed = new Promise<void>((resolve) => {
      NetServer.prototype.close.call(this.#server, () => resolve());
    });
    for (const running of this.#running.values()) for (const response of running) announceClose(response);
    const endIdle = setTimeout(() => this.#endIdle(), ON_ITS_WAY_MS);
    const cutOff = setTimeout(() => this.#server.closeAllConnections(), CLOSING_MS);
    await closed;
    clearTimeout(endIdle);
    clearTimeout(cutOff);
  }

  #endIdle(): void {
    for (const connection of this.#connections)
      if (this.#runningOn(connection).size === 0) connection.destroy();
  }

  // While the server closes, a connection ends with the answer that it waits for.
  #keepTrack(connection: Socket, response: HttpResponse): void {
    if (this.#closing) announceClose(response);
    const running = this.#running.get(connection);
    // Kept for as long as the connection, because most connections bring another request.
    if (running) running.add(response);
    else this.#running.set(connection, new Set([response]));
    response.on("close", this.#forgetAnswer);
    // Emitted when the whole answer has been written.
    response.on("prefinish", this.#limitUnread);
  }

  #runningOn(connection: Socket): ReadonlySet<ServerResponse> {
    return this.#running.get(connection) ?? new Set();
  }

  // Logs the route and not the address, which may contain what must not be logged.
  #logAnswer({ method, url }: IncomingMessage, response: ServerResponse, requestId: string): void {
    if (!this.#options.log.isLevelEnabled("debug")) return;
    const begin = performance.now();
    response.once("close", () => {
      const { statusCode: status, writableFinished: complete } = response;
      const ms = Math.round(performance.now() - begin);
      this.#options.log.debug(
        { requestId, method, route: this.#routeOf(pathOf({ url })), status, complete, ms },
        "answered",
      );
    });
  }

  #routeOf(path: string): string {
    const page = this.#bundleAt(path)?.routeOf(path);
    if (page) return page;
    return path === "/graphql" || path === "/graphql/stream" || this.#getRoutes.has(path) ? path : "unknown";
  }

  async #answer(request: IncomingMessage, response: HttpResponse): Promise<void> {
    try {
      await this.#route(request, response);
    } catch (error) {
      const { requestId } = response;
      this.#options.log.error({ err: error, requestId }, "a request failed outside GraphQL");
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, refusalBody(500));
    }
  }

  #route(request: IncomingMessage, response: HttpResponse): Promise<void> | void {
    const { graphql, streams, origins } = this.#options;
    const path = pathOf(request);
    if (request.httpVersion === "1.1" && request.headers.host === undefined) {
      response.setHeader("Connection", "close");
      return sendJson(response, 400, refusalBody(400, "A request needs the header Host"));
    }
    if (path === "/graphql" || path === "/graphql/stream") {
      origins.describe(request, response);
      if (isPreflight(request)) {
        response.writeHead(204).end();
        return;
      }
      return (path === "/graphql" ? graphql : streams).handle(request, response);
    }
    const bundle = this.#bundleAt(path);
    if (bundle) return bundle.handle(path, request, response);
    const read = this.#getRoutes.get(path);
    if (!read) return sendNotFound(request, response, this.#options);
    if (!isRead(request)) return refuseMethod(response);
    return read(request, response);
  }

  #bundleAt(path: string): StaticBundle | undefined {
    return this.#bundles.find((bundle) => bundle.routeOf(path) !== null);
  }
}

type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

const toPlayground: Route = (_request, response) =>
  void response.writeHead(302, { Location: "/playground" }).end();

/** Whether an answer's turn on its connection has not come yet. */
function isWaiting({ socket, writableFinished }: ServerResponse): boolean {
  return !socket && !writableFinished;
}

/** Tells an answer that its turn will not come, by the events that Node emits for the answer whose turn it is. */
function closeUnsent(response: ServerResponse): void {
  response.destroy();
  response.emit("close");
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

/** The path of a target, even of one that contains the host, as targets for proxies do. */
function pathOf({ url = "/" }: Pick<IncomingMessage, "url">): string {
  const target = url.startsWith("/") ? url : url.replace(/^https?:\/\/[^/?]*/i, "");
  const end = target.indexOf("?");
  return (end < 0 ? target : target.slice(0, end)) || "/";
}
