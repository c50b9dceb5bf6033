import type { ServerResponse } from "node:http";
import type { Payload } from "../fan-out/payload.ts";
import type { Reader } from "../fan-out/reader.ts";

/** One answer of server-sent events, to one operation. */
export class EventStream implements Reader {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.writeHead(200, {
      "Content-Type": "text/event-stream; charset=utf-8",
      // Tells proxies not to hold an answer back until there is more of it.
      "X-Accel-Buffering": "no",
    });
    this.keepAlive();
  }

  get waitingBytes(): number {
    return this.#response.writableLength;
  }

  write(payloads: readonly Payload[]): void {
    if (this.#isOpen) this.#response.write(payloads.map((payload) => payload.serverSent).join(""));
  }

  onceDrained(callback: () => void): void {
    this.#response.once("drain", callback);
  }

  /** Gives no reason. The client reconnects with the id of the last event that it received. */
  interrupt(): void {
    this.#response.destroy();
  }

  /** Sends the only result of an operation. */
  answer(result: object): void {
    if (!this.#isOpen) return;
    // EventSource drops events that have no data.
    this.#response.end(`event: next\ndata: ${JSON.stringify(result)}\n\nevent: complete\ndata: \n\n`);
  }

  /** Sends a comment, so that no proxy takes the connection for dead. */
  keepAlive(): void {
    if (this.#isOpen) this.#response.write(":\n\n");
  }

  /** Ends the stream without a completion, because there would be more events. */
  end(): void {
    if (this.#isOpen) this.#response.end();
  }

  get #isOpen(): boolean {
    return !this.#response.destroyed && !this.#response.writableEnded;
  }
}
