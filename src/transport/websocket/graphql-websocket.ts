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
 * GraphQL over WebSocket (graphql-transport-ws): subscriptions, and queries and mutations too. The protocol is our own
 * on top of `ws`: with graphql-ws's server a connection took 29 kB, measured with ten thousand subscriptions that it
 * did nothing for, and 7 kB of it are the bare socket's.
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
      // Frames are written past it, which compression would not survive.
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
      // Not "once", which wraps each listener: a "close" comes but once.
      stream.on("close", socketLimits.takeForAddress(address));
    } catch (error) {
      this.#refuse(request, stream, error);
      return;
    }
    this.#sockets.handleUpgrade(request, stream, head, (socket) => {
      const connection = new Connection(socket, stream, address, this.#services);
      socket.on("close", this.#heartbeat.watch(connection));
    });
  }

  // In the place of the handshake's answer, whose body is for people who look into it: browsers show nothing of it.
  #refuse(request: IncomingMessage, stream: Duplex, refusal: unknown): void {
    const requestId = requestIdFrom(request.headers["x-request-id"]);
    const scope = this.#services.contexts.errorScope(requestId, request.headers["accept-language"]);
    const error = toClientError(refusal, scope);
    sendOnSocket(stream, httpStatusOf(error), { errors: [error] }, scope.requestId);
  }

  /** Ends every connection with 1001, so that clients go elsewhere. */
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
