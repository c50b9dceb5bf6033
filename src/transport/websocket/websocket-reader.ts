import type { Message } from "../../shared/message.ts";
import type { MessageEnd, Payload } from "../fan-out/payload.ts";
import { messageEnd } from "../fan-out/payload.ts";
import type { Reader } from "../fan-out/reader.ts";
import type { Connection } from "./connection.ts";

/** A subscription of a WebSocket's client. */
export class WebSocketReader implements Reader {
  readonly #connection: Connection;
  readonly #end: MessageEnd;

  constructor(connection: Connection, id: string) {
    this.#connection = connection;
    this.#end = messageEnd(id);
  }

  get waitingBytes(): number {
    return this.#connection.waitingBytes;
  }

  write(payloads: readonly Payload[]): void {
    const [only] = payloads;
    if (!only) return;
    const frames =
      payloads.length === 1
        ? only.frame(this.#end)
        : payloads.map((payload) => payload.frame(this.#end)).join("");
    this.#connection.writeFrames(frames);
  }

  onceDrained(callback: () => void): void {
    this.#connection.onceDrained(callback);
  }

  interrupt(reason: Message): void {
    this.#connection.tryAgainLater(reason);
  }
}
