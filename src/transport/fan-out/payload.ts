import { frameHead, toByteString } from "../websocket/text-frame.ts";

/** The end of a message, after the payload: the id, which is all that differs between subscribers. */
export type MessageEnd = string;

export function messageEnd(id: string): MessageEnd {
  return toByteString(`${JSON.stringify(id)}}`);
}

/** The result of one event, serialised once for all subscribers. */
export class Payload {
  readonly #cursor: string;
  readonly #message: MessageEnd;
  readonly #json: string;
  // The start of the frame for one length of the end, as most clients make ids of equal length.
  #framed = "";
  #framedLength = -1;
  #serverSent: string | null = null;

  /** @param cursor of the event, for clients that cannot look into the result. */
  constructor(json: string, cursor: string) {
    this.#json = json;
    this.#cursor = cursor;
    // The id comes last, so that everything before it is the same for all subscribers.
    this.#message = toByteString(`{"type":"next","payload":${json},"id":`);
  }

  /** The whole WebSocket frame, as a byte string. */
  frame(end: MessageEnd): string {
    if (end.length !== this.#framedLength) {
      this.#framedLength = end.length;
      this.#framed = frameHead(this.#message.length + end.length) + this.#message;
    }
    return this.#framed + end;
  }

  /** The whole server-sent event; JSON has no line breaks of its own. */
  get serverSent(): string {
    this.#serverSent ??= `event: next\nid: ${this.#cursor}\ndata: ${this.#json}\n\n`;
    return this.#serverSent;
  }
}
