import { once } from "node:events";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { eventually } from "./eventually.ts";

export interface ServerMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** The payload of a message that must exist. */
export function payloadOf<Payload>(message: ServerMessage | undefined): Payload {
  if (!message) throw new Error("There is no such message");
  return message.payload as Payload;
}

/** A WebSocket on which the test itself writes and reads the protocol messages. */
export class RawSocket {
  readonly socket: WebSocket;
  readonly received: ServerMessage[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;

  constructor(url: string, protocols: string | string[] = "graphql-transport-ws") {
    this.socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, protocols);
    this.socket.on("message", (data) => this.received.push(JSON.parse(String(data))));
    this.socket.on("error", () => {});
    this.closed = new Promise((resolve) => {
      this.socket.on("close", (code, reason) => resolve({ code, reason: String(reason) }));
    });
    onTestFinished(() => this.socket.terminate());
  }

  static async open(url: string): Promise<RawSocket> {
    const raw = new RawSocket(url);
    await once(raw.socket, "open");
    return raw;
  }

  /** A socket that is ready to subscribe. */
  static async acknowledged(url: string, payload: object = {}): Promise<RawSocket> {
    const raw = await RawSocket.open(url);
    raw.send({ type: "connection_init", payload });
    await raw.receives(1);
    return raw;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables: object = {}): void {
    this.send({ id, type: "subscribe", payload: { query, variables } });
  }

  /** Waits for that many messages, and returns them. */
  receives(count: number): Promise<readonly ServerMessage[]> {
    return eventually(() => {
      if (this.received.length >= count) return this.received;
      throw new Error(`Got ${JSON.stringify(this.received)}`);
    });
  }
}
