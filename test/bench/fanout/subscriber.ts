import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { clientFrame, opcodes, readServerFrames } from "./websocket-frames.ts";

export interface Subscription {
  readonly id: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Receives each event's version, which is the number of the round it was published in. */
export type OnVersion = (version: number) => void;

// One buffer for all sockets: its contents are processed before the next socket is read.
const BUFFER = Buffer.allocUnsafe(1 << 16);
const VERSION = Buffer.from('"version":');
const ACK = '{"type":"connection_ack"}';
const ZERO = 48;

/**
 * One WebSocket with one subscription, on a plain TCP socket. It costs a third of `ws`, which leaves the cores to the
 * measured server.
 */
export class Subscriber {
  readonly #socket: Socket;
  readonly #onVersion: OnVersion;
  #onText: ((text: string) => void) | null = null;
  #rest: Buffer | null = null;

  private constructor(url: URL, localAddress: string, onVersion: OnVersion, onEnd: (error: Error) => void) {
    this.#onVersion = onVersion;
    this.#socket = connect({
      host: url.hostname,
      port: Number(url.port),
      localAddress,
      onread: {
        buffer: BUFFER,
        callback: (size) => {
          this.#receive(size);
          return true;
        },
      },
    });
    this.#socket.setNoDelay(true);
    this.#socket.on("error", onEnd);
    this.#socket.on("close", () => onEnd(new Error("the server closed a subscriber's connection")));
  }

  /** @param localAddress the client's address of the connection: each address has 28,000 ports. */
  static async open(options: {
    url: string;
    localAddress: string;
    subscription: Subscription;
    onVersion: OnVersion;
    onEnd: (error: Error) => void;
  }): Promise<Subscriber> {
    const { url, localAddress, subscription, onVersion, onEnd } = options;
    const { id, ...payload } = subscription;
    const subscriber = new Subscriber(new URL(url), localAddress, onVersion, onEnd);
    await once(subscriber.#socket, "connect");
    const upgraded = subscriber.#nextText();
    subscriber.#socket.write(
      "GET /graphql HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
        "Sec-WebSocket-Key: c2xvdHdpcmUgYmVuY2ggMQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n",
      "latin1",
    );
    const head = await upgraded;
    if (!head.startsWith("HTTP/1.1 101")) throw new Error(`no WebSocket: ${head}`);
    const acknowledged = subscriber.#nextText();
    subscriber.#send({ type: "connection_init" });
    const ack = await acknowledged;
    if (ack !== ACK) throw new Error(`no connection_ack: ${ack}`);
    subscriber.#send({ id, type: "subscribe", payload });
    return subscriber;
  }

  close(): void {
    this.#socket.removeAllListeners("close");
    this.#socket.destroy();
  }

  #send(message: unknown): void {
    this.#socket.write(clientFrame(opcodes.text, Buffer.from(JSON.stringify(message))));
  }

  #nextText(): Promise<string> {
    return new Promise((resolve) => {
      this.#onText = (text) => {
        this.#onText = null;
        resolve(text);
      };
    });
  }

  #receive(size: number): void {
    const rest = this.#rest;
    const bytes = rest ? Buffer.concat([rest, BUFFER.subarray(0, size)]) : BUFFER;
    const total = rest ? bytes.length : size;
    // The response to the handshake is plain text and precedes the first frame.
    if (bytes[0] === "H".charCodeAt(0)) {
      this.#onText?.(bytes.toString("latin1", 0, total));
      return;
    }
    const end = readServerFrames(bytes, total, this.#frame);
    this.#rest = end < total ? Buffer.from(bytes.subarray(end, total)) : null;
  }

  readonly #frame = (opcode: number, bytes: Buffer, start: number, end: number): void => {
    if (opcode === opcodes.ping) {
      this.#socket.write(clientFrame(opcodes.pong, Buffer.from(bytes.subarray(start, end))));
    } else if (opcode === opcodes.close) {
      const code = bytes.readUInt16BE(start);
      this.#socket.destroy(new Error(`closed with ${code}: ${bytes.toString("utf8", start + 2, end)}`));
    } else if (this.#onText) {
      this.#onText(bytes.toString("utf8", start, end));
    } else {
      this.#onVersion(versionIn(bytes, start, end));
    }
  };
}

function versionIn(bytes: Buffer, start: number, end: number): number {
  const found = bytes.indexOf(VERSION, start);
  if (found < 0 || found >= end) throw new Error(`not an event: ${bytes.toString("utf8", start, end)}`);
  let version = 0;
  for (let at = found + VERSION.length; at < end; at++) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) break;
    version = version * 10 + digit;
  }
  return version;
}
