import { once } from "node:events";
import { connect, type Socket } from "node:net";

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

interface Waiting {
  resolve(answer: HttpAnswer): void;
  reject(error: Error): void;
}

const EMPTY = Buffer.alloc(0);

/**
 * A kept-alive HTTP/1.1 connection with one request at a time. It supports only what our servers send (answers with
 * Content-Length). It costs a tenth of node:http, which leaves the cores to the measured server.
 */
export class HttpConnection {
  readonly #socket: Socket;
  #received: Buffer = EMPTY;
  #waiting: Waiting | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#receive(chunk));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error("the server closed the connection")));
  }

  static async open(url: string): Promise<HttpConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    await once(socket, "connect");
    return new HttpConnection(socket);
  }

  /** @param request the complete request, ASCII only. */
  send(request: string): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request, "latin1");
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headEnd = this.#received.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const head = this.#received.toString("latin1", 0, headEnd);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) {
      this.#fail(new Error(`an answer without Content-Length:\n${head}`));
      return;
    }
    const bodyStart = headEnd + 4;
    const bodyEnd = bodyStart + Number(length);
    if (this.#received.length < bodyEnd) return;
    const status = Number(head.slice("HTTP/1.1 ".length, "HTTP/1.1 200".length));
    const body = this.#received.toString("utf8", bodyStart, bodyEnd);
    this.#received = EMPTY;
    this.#waiting?.resolve({ status, body });
    this.#waiting = null;
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = null;
  }
}
