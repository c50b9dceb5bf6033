import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { refuseHandshake } from "./raw-requests.ts";
import { closeCodes } from "./websocket/close-codes.ts";
import { Connection, type ConnectionServices, SUBPROTOCOL } from "./websocket/connection.ts";
import { Heartbeat } from "./websocket/heartbeat.ts";

const MAX_MESSAGE_BYTES = 1_000_000;
const HEARTBEAT_SECONDS = 20;
const CLOSING_MS = 2_000;

/**
 * GraphQL over WebSocket (graphql-transport-ws): subscriptions, and queries and mutations too. The protocol is our own
 * on top of `ws`: with graphql-ws's server a connection took 29 kB, measured with ten thousand subscriptions that it
 * did nothing for, and 7 kB of it are the bare socket's.
 */
export class GraphqlWebSocket {
  readonly #sockets: WebSocketServer;
  readonly #services: ConnectionServices;
  readonly #heartbeat: Heartbeat;

  constructor(services: ConnectionServices, heartbeatSeconds = HEARTBEAT_SECONDS) {
    this.#services = services;
    this.#heartbeat = new Heartbeat(heartbeatSeconds);
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: MAX_MESSAGE_BYTES,
      // Frames are written past it, which compression would not survive.
      perMessageDeflate: false,
      handleProtocols: (offered) => offered.has(SUBPROTOCOL) && SUBPROTOCOL,
    });
    this.#sockets.on("wsClientError", (_error, stream, request) => refuseHandshake(request, stream));
  }

  /** Takes over a connection that asks to become a WebSocket. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    this.#sockets.handleUpgrade(request, stream, head, (socket) => {
      const connection = new Connection(socket, stream, this.#services);
      socket.once("close", this.#heartbeat.watch(connection));
    });
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
