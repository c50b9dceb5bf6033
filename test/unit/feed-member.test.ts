import { expect, test } from "vitest";
import type { FeedSource } from "../../src/live/feed-source.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { FeedGroup } from "../../src/transport/fan-out/feed-group.ts";
import { Payload } from "../../src/transport/fan-out/payload.ts";
import type { Reader } from "../../src/transport/fan-out/reader.ts";
import type { FeedEventView } from "../../src/transport/fan-out/sharing.ts";
import { eventually } from "../support/eventually.ts";

const EVENT_BYTES = 1_000;
const EVENTS = 100;

/** A snapshot of one page, after which nothing happens. */
function snapshotOf(name: string): FeedSource<FeedEventView> {
  const pages = [
    Array.from({ length: EVENTS }, (_, index) => ({ kind: "SNAPSHOT", cursor: `${name}${index}` })),
  ];
  const source = {
    prelude: { position: 0, next: async () => pages.shift() ?? null },
    live: { position: 0, listen: () => () => {}, since: () => [] },
    close: () => {},
  };
  return source as unknown as FeedSource<FeedEventView>;
}

/** A socket with several subscriptions, whose peer reads only when told to. */
class Socket {
  waitingBytes = 0;
  writtenEvents = 0;
  #whenDrained: (() => void)[] = [];

  reader(): Reader {
    const socket = this;
    return {
      get waitingBytes() {
        return socket.waitingBytes;
      },
      write: (payloads) => {
        socket.waitingBytes += payloads.length * EVENT_BYTES;
        socket.writtenEvents += payloads.length;
      },
      onceDrained: (callback) => void socket.#whenDrained.push(callback),
      interrupt: () => {},
    };
  }

  drain(): void {
    this.waitingBytes = 0;
    for (const callback of this.#whenDrained.splice(0)) callback();
  }
}

test("a socket that is not read is sent one page ahead, however many of its subscriptions begin", async () => {
  const group = new FeedGroup({
    render: async (event) => new Payload("{}", event.cursor),
    conflation: undefined,
    stats: { executions: 0, fellBehind: 0, interrupted: 0 },
    log: createLogger({ level: "silent", readable: false }),
    onEmpty: () => {},
  });
  const socket = new Socket();
  const subscriptions = 50;
  for (let each = 0; each < subscriptions; each++) group.join(snapshotOf(`${each} `), socket.reader());
  for (let written = EVENTS; written <= subscriptions * EVENTS; written += EVENTS) {
    await eventually(() => expect(socket.writtenEvents).toBeGreaterThanOrEqual(written));
    await new Promise((resolve) => setImmediate(resolve));
    expect(socket.writtenEvents).toBe(written);
    socket.drain();
  }
});
