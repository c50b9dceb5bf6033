import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Logger } from "../shared/logger.ts";
import type { GraphqlHttp } from "./graphql-http.ts";
import type { GraphqlWebSocket } from "./graphql-websocket.ts";
import type { Health } from "./health.ts";
import { sendJson } from "./http-messages.ts";
import type { Playground } from "./playground.ts";

export interface HttpServerOptions {
  readonly graphql: GraphqlHttp;
  readonly sockets: GraphqlWebSocket;
  readonly health: Health;
  /** Absent where it is switched off. */
  readonly playground: Playground | null;
  readonly log: Logger;
}

const CLOSING_MS = 5_000;
const SWEEP_MS = 20;

/** The one port that everything is served on. */
export class HttpServer {
  readonly #options: HttpServerOptions;
  readonly #server: Server;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#route(request, response).catch((error: unknown) => {
        options.log.error({ err: error }, "a request failed outside GraphQL");
        response.destroy();
      });
    });
    this.#server.on("upgrade", (request, socket, head) => {
      // A raw socket: nobody else listens to it, and an unheard error ends the process.
      socket.on("error", () => socket.destroy());
      if (pathOf(request) === "/graphql") options.sockets.upgrade(request, socket, head);
      else socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    });
  }

  /** Listens, and returns the address. @throws the system's error where the port cannot be had. */
  async listen(host: string, port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, () => {
        this.#server.off("error", reject);
        resolve();
      });
    });
    const { address, family, port: actual } = this.#server.address() as AddressInfo;
    return `http://${family === "IPv6" ? `[${address}]` : address}:${actual}`;
  }

  /** Takes no more requests, and waits for those that run; what takes too long is cut off. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    // A connection that was busy now is idle, and kept alive, once it is answered.
    const sweep = setInterval(() => this.#server.closeIdleConnections(), SWEEP_MS);
    const cutOff = setTimeout(() => this.#server.closeAllConnections(), CLOSING_MS);
    await closed;
    clearInterval(sweep);
    clearTimeout(cutOff);
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { graphql, health, playground } = this.#options;
    response.setHeader("X-Content-Type-Options", "nosniff");
    const path = pathOf(request);
    if (path === "/graphql") return graphql.handle(request, response);
    if (path === "/health") return sendJson(response, 200, health.live());
    if (path === "/ready") {
      const { ready, body } = await health.ready();
      return sendJson(response, ready ? 200 : 503, body);
    }
    if (playground && path === "/") {
      response.writeHead(302, { Location: "/playground" }).end();
      return;
    }
    if (playground && (path === "/playground" || path.startsWith("/playground/"))) {
      return playground.handle(path, request, response);
    }
    sendJson(response, 404, {
      error: "Not Found",
      message: `There is nothing at ${path}; the API is at /graphql`,
    });
  }
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?", 1)[0] ?? "/";
}
