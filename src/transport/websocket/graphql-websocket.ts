import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { httpStatusOf, toClientError } from "../errors.ts";
import type { BrowserOrigins } from "../http/browser-origins.ts";
import { sendOnSocket } from "../http/http-messages.ts";
import { refuseHandshake } from "../http/raw-requests.ts";
import { addressOf } from "../limits/client.ts";
import { requestIdFrom } from "../request-id.ts";
import { closeCodes } from "./close-codes.ts";
import { Connection, type ConnectionServices, SUBPROTOCOL } from "./connection.ts";
import { Heartbeat } from "./heartbeat.ts";

interface WebSocketServices extends ConnectionServices {
  readonly origins: BrowserOrigins;
}

const HEARTBEAT_SECONDS = 20;
const CLOSING_MS = 2_000;

/**
 * GraphQL over WebSocket (graphql-transport-ws): subscriptions, and queries and mutations too. The protocol is
 * implemented here, on top of `ws`. With graphql-ws's server a connection takes 29 kB, of which 7 kB are the bare
 * socket's, measured with 10,000 subscriptions that it had no work for.
 */
export class GraphqlWebSocket {
  readonly #sockets: WebSocketServer;
  readonly #services: WebSocketServices;
  readonly #heartbeat: Heartbeat;

  constructor(services: WebSocketServices, heartbeatSeconds = HEARTBEAT_SECONDS) {
    this.#services = services;
    this.#heartbeat = new Heartbeat(heartbeatSeconds);
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: services.limits.maxMessageBytes,
      // Frames are written past `ws`, which is not possible with compression.
      perMessageDeflate: false,
      handleProtocols: (offered) => offered.has(SUBPROTOCOL) && SUBPROTOCOL,
    });
    this.#sockets.on("wsClientError", (_error, stream, request) => refuseHandshake(request, stream));
  }

  /** Takes over a connection that asks to become a WebSocket. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const { socketLimits, limits } = this.#services;
    if (stream.destroyed) return;
    const address = addressOf(request, limits.trustedProxies);
    try {
      this.#services.origins.require(request);
      // Not `once`, which wraps each listener: "close" comes only once anyway.
      stream.on("close", socketLimits.acquireForAddress(address));
    } catch (error) {
      this.#refuse(request, stream, error);
      return;
    }
    this.#sockets.handleUpgrade(request, stream, head, (socket) => {
      const connection = new Connection(socket, stream, address, this.#services);
      socket.on("close", this.#heartbeat.watch(connection));
    });
  }

  // Answers in place of the handshake. The body is for people who look into it, because browsers do not show it.
  #refuse(request: IncomingMessage, stream: Duplex, refusal: unknown): void {
    const requestId = requestIdFrom(request.headers["x-request-id"]);
    const scope = this.#services.contexts.errorScope(requestId, request.headers["accept-language"]);
    const error = toClientError(refusal, scope);
    sendOnSocket(stream, httpStatusOf(error), { errors: [error] }, scope.requestId);
  }

  /** Ends every connection with 1001, so that clients reconnect elsewhere. */
  async close(): Promise<void> {
    this.#heartbeat.close();
    for (const socket of this.#sockets.clients) socket.close(closeCodes.goingAway, "The server is stopping");
    // A peer that does not answer the close is cut off.
    const cutOff = setTimeout(() => {
      for (const socket of this.#sockets.clients) socket.terminate();
    }, CLOSING_MS);
    await new Promise((resolve) => this.#sockets.close(resolve));
    clearTimeout(cutOff);
  }
}
