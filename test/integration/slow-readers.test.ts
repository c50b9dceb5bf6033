import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { readMetric } from "../support/metrics.ts";
import { ActivateSlot, CancelReservation, DeactivateSlot } from "../support/operations.ts";
import { payloadOf, RawSocket } from "../support/raw-socket.ts";
import { openScene, readSlot, type Scene } from "../support/scene.ts";

let scene: Scene;
const sockets: RawSocket[] = [];
beforeAll(async () => {
  scene = await openScene({ limits: { maxAliases: 150, maxTokens: 10_000, maxCost: 1_000_000 } });
});
afterEach(async () => {
  for (const raw of sockets.splice(0)) raw.socket.terminate();
  await eventually(() => expect(scene.app.subscriberCount()).toBe(0));
});
afterAll(() => scene.close());

interface SlotEvent {
  readonly cursor: string;
  readonly kind: string;
  readonly version: number;
  readonly conflated: boolean;
  readonly slot: { readonly id: string };
}

// The kernel buffers some megabytes. Large events fill its buffers sooner.
const heavy = (field: string) => Array.from({ length: 150 }, (_, n) => `a${n}: ${field}`).join(" ");
const NAME = "A station with a name that is as long as it may be".padEnd(200, ".");

const slowReaders = () => readMetric(scene.url, "slotwire_feed_slow_readers");

async function open(query: string, variables: object = {}, token?: string): Promise<RawSocket> {
  const raw = await RawSocket.acknowledged(scene.url, token ? { authorization: `Bearer ${token}` } : {});
  sockets.push(raw);
  const before = scene.app.subscriberCount();
  raw.subscribe("1", query, variables);
  await eventually(() => expect(scene.app.subscriberCount()).toBe(before + 1));
  return raw;
}

function eventsOf<Event>(raw: RawSocket, field: string): Event[] {
  return raw.received
    .slice(1)
    .map((message) => payloadOf<{ data: Record<string, Event> }>(message).data[field] as Event);
}

/** Creates a site whose station has the long name. */
async function newSite(slotCount: number) {
  const site = await scene.newSite(slotCount);
  const rename = "mutation($input: UpdateStationInput!) { updateStation(input: $input) { station { id } } }";
  await scene.operator.sendText(rename, { input: { stationId: site.stationId, name: NAME } });
  return site;
}

describe("a subscriber to slot status that stops reading", () => {
  const WATCH = `subscription($stationId: ID!) { slotStatusChanged(filter: { stationId: $stationId }) {
    cursor kind version conflated slot { id ${heavy("port { station { name } }")} }
  } }`;

  test("gets each slot's newest version when it reads again, and never delays other subscribers", async () => {
    const { slotIds, stationId } = await newSite(4);
    const [quiet = "", ...busy] = slotIds;
    const slow = await open(WATCH, { stationId });
    const fast = await open(WATCH, { stationId });
    slow.socket.pause();
    let rounds = 0;
    const toggle = async (slotId: string) => {
      await scene.operator.request(DeactivateSlot, { input: { slotId } });
      await scene.operator.request(ActivateSlot, { id: slotId });
    };
    await eventually(async () => {
      await Promise.all(busy.map(toggle));
      rounds++;
      expect(await slowReaders()).toBe(1);
    });
    // The reader is behind. The busy slots change twice more and the quiet one once, without being sent to it.
    await Promise.all(busy.map(toggle));
    await scene.operator.request(DeactivateSlot, { input: { slotId: quiet } });
    const expected = busy.length * 2 * (rounds + 1) + 1;
    await eventually(() => expect(fast.received).toHaveLength(expected + 1));
    expect(eventsOf<SlotEvent>(fast, "slotStatusChanged").some(({ conflated }) => conflated)).toBe(false);

    slow.socket.resume();
    await eventually(async () => expect(await slowReaders()).toBe(0));
    await scene.operator.request(ActivateSlot, { id: quiet });
    await toggle(busy[0] ?? "");
    await eventually(() => expect(fast.received).toHaveLength(expected + 4));
    await eventually(() =>
      expect(eventsOf<SlotEvent>(slow, "slotStatusChanged").slice(-3)).toEqual(
        eventsOf<SlotEvent>(fast, "slotStatusChanged").slice(-3),
      ),
    );
    const seen = eventsOf<SlotEvent>(slow, "slotStatusChanged");
    expect(seen.length).toBeLessThan(expected + 3);
    for (const slotId of slotIds) {
      const events = seen.filter(({ slot }) => slot.id === slotId);
      const { version } = await readSlot(scene.anonymous, slotId);
      expect(events.at(-1)?.version).toBe(version);
      let last = 1;
      for (const event of events) {
        // An event is marked as conflated exactly if versions were left out.
        expect([slotId, event.version, event.conflated]).toEqual([
          slotId,
          event.conflated ? expect.any(Number) : last + 1,
          event.version > last + 1,
        ]);
        last = event.version;
      }
      expect(events.filter(({ conflated }) => conflated)).toHaveLength(slotId === quiet ? 0 : 1);
    }
    expect(seen.map(({ cursor }) => cursor)).toEqual([...new Set(seen.map(({ cursor }) => cursor))]);
  });

  test("of an event stream gets each slot's newest version, too", async () => {
    const { slotIds, stationId } = await newSite(3);
    const parameters = new URLSearchParams({ query: WATCH, variables: JSON.stringify({ stationId }) });
    const request = get(`${scene.url}/graphql/stream?${parameters}`);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    response.pause();
    let rounds = 0;
    await eventually(async () => {
      await Promise.all(
        slotIds.map(async (slotId) => {
          await scene.operator.request(DeactivateSlot, { input: { slotId } });
          await scene.operator.request(ActivateSlot, { id: slotId });
        }),
      );
      rounds++;
      expect(await slowReaders()).toBe(1);
    });
    let text = "";
    response.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    response.resume();
    await eventually(() => {
      const events = text.split("\n\n").flatMap((block) => {
        const [, data] = /^data: (.+)$/m.exec(block) ?? [];
        return data ? [JSON.parse(data).data.slotStatusChanged as SlotEvent] : [];
      });
      for (const slotId of slotIds) {
        expect(events.findLast(({ slot }) => slot.id === slotId)?.version).toBe(1 + 2 * rounds);
      }
    });
    request.destroy();
  });

  test("leaves no group and no listener behind if it disconnects", async () => {
    const { slotIds, stationId } = await newSite(3);
    const slow = await open(WATCH, { stationId });
    slow.socket.pause();
    await eventually(async () => {
      await Promise.all(
        slotIds.map(async (slotId) => {
          await scene.operator.request(DeactivateSlot, { input: { slotId } });
          await scene.operator.request(ActivateSlot, { id: slotId });
        }),
      );
      expect(await slowReaders()).toBe(1);
    });
    slow.socket.terminate();
    await eventually(async () => expect(await slowReaders()).toBe(0));
    expect(await readMetric(scene.url, "slotwire_feed_groups")).toBe(0);
    expect(await readMetric(scene.url, "slotwire_feed_listeners")).toBe(0);
  });
});

test("a slow subscriber to reservations is closed with 1013 and resumes from its last cursor", async () => {
  const watch = `subscription($after: String) { reservationChanged(after: $after) {
    cursor kind reservation { id code ${heavy("items { slot { port { station { name } } } }")} }
  } }`;
  const { slotIds } = await newSite(1);
  const driver = await scene.newDriver();
  const token = await scene.app.tokens.sign({ subject: "operator", roles: ["OPERATOR"] }, "1h");
  const slow = await open(watch, {}, token);
  const fast = await open(watch, {}, token);
  slow.socket.pause();
  await eventually(async () => {
    const { id: reservationId } = await driver.book(slotIds);
    await driver.client.request(CancelReservation, { input: { reservationId } });
    expect(scene.app.subscriberCount()).toBe(1);
  });
  const missed = await driver.book(slotIds);
  slow.socket.resume();
  const { code, reason } = await slow.closed;
  expect([code, reason]).toEqual([1013, "Reading too slowly: subscribe again with the last cursor"]);
  interface Event {
    cursor: string;
    kind: string;
    reservation: { id: string };
  }
  const before = eventsOf<Event>(slow, "reservationChanged");
  const resumed = await open(watch, { after: before.at(-1)?.cursor }, token);
  await eventually(() => {
    const events = [...before, ...eventsOf<Event>(resumed, "reservationChanged")];
    expect(events.at(-1)?.reservation.id).toBe(missed.id);
    const all = eventsOf<Event>(fast, "reservationChanged");
    expect(events.map(({ cursor, kind }) => [cursor, kind])).toEqual(
      all.map(({ cursor, kind }) => [cursor, kind]),
    );
  });
});

describe("an answer that the client does not read", () => {
  const ALL = `{ slots(first: 100) { edges { node { ${heavy("port { station { name } }")} } } } }`;
  let server: Scene;
  beforeAll(async () => {
    for (let count = 0; count < 5; count++) await newSite(20);
    server = await openScene({
      database: scene.database,
      heartbeatSeconds: 1,
      limits: { maxAliases: 150, maxTokens: 10_000, maxMessageBytes: 30_000_000, requestTimeoutSeconds: 4 },
    });
  });
  afterAll(() => server.close());

  /** Requests more than the kernel buffers, and reads nothing. */
  function ask(times: number): Socket {
    const { hostname, port } = new URL(server.url);
    const body = JSON.stringify({ query: ALL });
    const connection = connect(Number(port), hostname).pause();
    const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    connection.write(`${head}${body}`.repeat(times));
    return connection;
  }
  const answered = (complete: boolean) =>
    server.logged.filter((line) => line["msg"] === "answered" && line["complete"] === complete).length;

  test("is aborted after a while, as are the answers behind it", async () => {
    const connection = ask(6);
    await eventually(() => expect(answered(true) + answered(false)).toBe(6));
    expect(answered(false)).toBeGreaterThan(1);
    connection.destroy();
  });

  test("is aborted after a while, too, if the client read earlier answers", async () => {
    const before = answered(false);
    const connection = ask(8);
    // Sent after the others, and answered after all of them.
    await fetch(`${server.url}/graphql`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ query: ALL }),
    }).then((response) => response.arrayBuffer());
    let text = "";
    connection.setEncoding("latin1").on("data", (chunk: string) => {
      text += chunk;
      if (text.split("HTTP/1.1 200").length > 4) connection.pause();
    });
    connection.resume();
    await eventually(() => expect(answered(false)).toBeGreaterThan(before));
    connection.destroy();
  });

  test("is not aborted while the client reads it bit by bit", async () => {
    const before = [answered(true), answered(false)];
    const connection = ask(4);
    connection.on("data", () => {
      connection.pause();
      setTimeout(() => connection.resume(), 30);
    });
    connection.resume();
    await eventually(() => expect([answered(true) - 4, answered(false)]).toEqual(before));
    connection.destroy();
  });

  test("ends a WebSocket, too, even if the client keeps sending", async () => {
    const raw = await RawSocket.acknowledged(server.url);
    raw.subscribe("watch", "subscription { slotStatusChanged { version } }");
    await eventually(() => expect(server.app.subscriberCount()).toBe(1));
    raw.socket.pause();
    raw.send({ type: "ping", payload: { text: "x".repeat(20_000_000) } });
    const talking = setInterval(() => {
      raw.send({ type: "pong" });
      raw.socket.pong("guessed");
    }, 50);
    await eventually(() => expect(server.app.subscriberCount()).toBe(0));
    clearInterval(talking);
    raw.socket.terminate();
  });
});
