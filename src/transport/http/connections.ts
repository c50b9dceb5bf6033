import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { HttpResponse } from "./http-response.ts";

/**
 * The open connections of the server and the answers in progress on each. Node does not tell an answer that waits behind
 * another one of its connection that the connection has died, and has no limit for answers that nobody reads.
 */
export class Connections {
  readonly #running = new Map<Socket, Set<ServerResponse>>();
  readonly #forgetConnection: (this: Socket) => void;
  readonly #forgetAnswer: (this: HttpResponse) => void;
  readonly #limitUnread: (this: HttpResponse) => void;
  #closing = false;

  /** @param unreadMs how long an answer of which the peer reads nothing is kept. */
  constructor({ unreadMs }: { unreadMs: number }) {
    const running = this.#running;
    const isClosing = () => this.#closing;
    // One function for all connections, and one for all answers, without the wrapper that `once` puts around each.
    this.#forgetConnection = function forgetConnection() {
      const left = running.get(this);
      running.delete(this);
      if (left) for (const response of left) if (isWaiting(response)) closeUnsent(response);
    };
    this.#forgetAnswer = function forgetAnswer() {
      const connection = this.req.socket;
      running.get(connection)?.delete(this);
      if (isClosing()) connection.destroySoon();
    };
    // The time counts from the last part that the peer did read.
    this.#limitUnread = function limitUnread() {
      const connection = this.socket;
      if (!connection?.writableLength) return;
      connection.setTimeout(unreadMs);
      this.once("finish", () => {
        const next = [...(running.get(connection) ?? [])].find((each) => each !== this && each.socket);
        // The next answer may take any time to be made. One that was made before its turn has set its own limit by now.
        if (next && !(next.writableEnded && connection.writableLength)) connection.setTimeout(0);
      });
    };
  }

  add(connection: Socket): void {
    // A connection that is served without the upgrade it asked for comes a second time.
    if (this.#running.has(connection)) return;
    this.#running.set(connection, new Set());
    connection.on("close", this.#forgetConnection);
  }

  addAnswer(connection: Socket, response: HttpResponse): void {
    if (this.#closing) announceClose(response);
    this.#running.get(connection)?.add(response);
    response.on("close", this.#forgetAnswer);
    // Emitted when the whole answer has been written.
    response.on("prefinish", this.#limitUnread);
  }

  /** The answers in progress on a connection. */
  answersOn(connection: Socket): ReadonlySet<ServerResponse> {
    return this.#running.get(connection) ?? new Set();
  }

  /** From now on a connection ends with the answer that it waits for. */
  beginClosing(): void {
    this.#closing = true;
    for (const answers of this.#running.values()) for (const response of answers) announceClose(response);
  }

  /** Ends the connections that wait for no answer. */
  endIdle(): void {
    for (const [connection, answers] of this.#running) if (answers.size === 0) connection.destroy();
  }
}

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
