import { getIntrospectionQuery } from "graphql";
import { createClient } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { eventually } from "../support/eventually.ts";
import { readMetric } from "../support/metrics.ts";
import { payloadOf, RawSocket } from "../support/raw-socket.ts";
import { openScene, type Scene } from "../support/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ limits: { maxAliases: 200, maxTokens: 10_000 } });
});
afterAll(() => scene.close());

const WATCH = "subscription { slotStatusChanged(snapshot: true) { kind version } }";
const QUIET = "subscription { slotStatusChanged { kind version } }";
const ASK = "{ __typename }";
const answer = (id: string) => [
  { id, type: "next", payload: { data: { __typename: "Query" } } },
  { id, type: "complete" },
];

describe("a WebSocket", () => {
  test.each([
    ["invalid JSON", "nonsense"],
    ["a string", '"subscribe"'],
    ["no message", "null"],
    ["a list", "[]"],
    ["an object without a type", "{}"],
    ["an object of an unknown type", '{"type":"start"}'],
    ["an object of a type that only servers send", '{"type":"connection_ack"}'],
    ["a connection_init whose payload is a string", '{"type":"connection_init","payload":"x"}'],
    ["a ping whose payload is a list", '{"type":"ping","payload":[]}'],
    ["a subscribe without an id", '{"type":"subscribe","payload":{"query":"{ __typename }"}}'],
    ["a subscribe with an empty id", '{"id":"","type":"subscribe","payload":{"query":"{ __typename }"}}'],
    ["a subscribe without a payload", '{"id":"1","type":"subscribe"}'],
    ["a subscribe without a query", '{"id":"1","type":"subscribe","payload":{}}'],
    [
      "a subscribe whose variables are a list",
      '{"id":"1","type":"subscribe","payload":{"query":"{ __typename }","variables":[]}}',
    ],
    [
      "a subscribe whose operationName is a number",
      '{"id":"1","type":"subscribe","payload":{"query":"{ __typename }","operationName":1}}',
    ],
    ["a complete without an id", '{"type":"complete"}'],
  ])("is closed with 4400 for a message that is %s", async (_what, message) => {
    const raw = await RawSocket.acknowledged(scene.url);
    raw.send(message);
    expect(await raw.closed).toEqual({ code: 4400, reason: "Invalid message received" });
  });

  test("is closed with 4401 for an operation before the acknowledgement", async () => {
    const raw = await RawSocket.open(scene.url);
    raw.subscribe("1", ASK);
    expect(await raw.closed).toEqual({
      code: 4401,
      reason: "Unauthorized: send connection_init, and wait for connection_ack first",
    });
  });

  test("is closed with 4401 for an operation while its token is verified", async () => {
    const token = await scene.app.tokens.sign({ subject: "hasty", roles: [] }, "1h");
    const raw = await RawSocket.open(scene.url);
    raw.send({ type: "connection_init", payload: { authorization: `Bearer ${token}` } });
    raw.subscribe("1", ASK);
    expect((await raw.closed).code).toBe(4401);
  });

  test("is closed with 4406 without the subprotocol", async () => {
    const raw = new RawSocket(scene.url, []);
    expect(await raw.closed).toEqual({ code: 4406, reason: "Subprotocol not acceptable" });
  });

  test("is closed with 4408 if it is not initialised in time", async () => {
    const raw = await RawSocket.open(scene.url);
    expect(await raw.closed).toEqual({ code: 4408, reason: "Connection initialisation timeout" });
  });

  test("is closed with 4409 for a second operation with the same id", async () => {
    const raw = await RawSocket.acknowledged(scene.url);
    raw.subscribe("twice", QUIET);
    raw.subscribe("twice", QUIET);
    expect(await raw.closed).toEqual({ code: 4409, reason: "Subscriber for twice already exists" });
    await eventually(() => expect(scene.app.subscriberCount()).toBe(0));
  });

  test("is closed with 4429 for a second initialisation", async () => {
    const raw = await RawSocket.acknowledged(scene.url);
    raw.send({ type: "connection_init" });
    expect(await raw.closed).toEqual({ code: 4429, reason: "Too many initialisation requests" });
  });

  test("answers a ping with the same payload, even before it is initialised", async () => {
    const raw = await RawSocket.open(scene.url);
    raw.send({ type: "ping" });
    raw.send({ type: "ping", payload: { at: 1 } });
    raw.send({ type: "pong" });
    expect(await raw.receives(2)).toEqual([{ type: "pong" }, { type: "pong", payload: { at: 1 } }]);
  });

  test("accepts an id again once its operation has ended, by either side", async () => {
    const raw = await RawSocket.acknowledged(scene.url);
    raw.subscribe("1", ASK);
    expect((await raw.receives(3)).slice(1)).toEqual(answer("1"));
    raw.subscribe("1", QUIET);
    await eventually(() => expect(scene.app.subscriberCount()).toBe(1));
    raw.send({ id: "1", type: "complete" });
    raw.subscribe("1", ASK);
    expect((await raw.receives(5)).slice(3)).toEqual(answer("1"));
    expect(scene.app.subscriberCount()).toBe(0);
  });

  test("sends nothing for an operation that the client completed before it began", async () => {
    const raw = await RawSocket.acknowledged(scene.url);
    await scene.newSite();
    raw.subscribe("gone", WATCH);
    raw.send({ id: "gone", type: "complete" });
    raw.send({ id: "unknown", type: "complete" });
    raw.subscribe("next", ASK);
    expect((await raw.receives(3)).slice(1)).toEqual(answer("next"));
    await eventually(() => expect(scene.app.subscriberCount()).toBe(0));
  });

  test("refuses an invalid document with an error message and stays open", async () => {
    const raw = await RawSocket.acknowledged(scene.url);
    raw.subscribe("1", "{");
    raw.subscribe("2", "{ nonsense }");
    raw.send({ id: "3", type: "subscribe", payload: { query: ASK, operationName: "Other" } });
    await raw.receives(4);
    raw.subscribe("1", ASK);
    const messages = (await raw.receives(6)).slice(1);
    const codes = messages
      .slice(0, 3)
      .map(({ id, type, payload }) => [id, type, (payload as { extensions: object }[])[0]?.extensions]);
    expect(codes).toMatchObject([
      ["1", "error", { code: "GRAPHQL_PARSE_FAILED" }],
      ["2", "error", { code: "GRAPHQL_VALIDATION_FAILED" }],
      ["3", "error", { code: "OPERATION_RESOLUTION_FAILURE" }],
    ]);
    expect(payloadOf<object[]>(messages[1])[0]).toMatchObject({ locations: [{ line: 1, column: 3 }] });
    expect(messages.slice(3)).toEqual(answer("1"));
  });

  test("returns an operation id exactly as the client wrote it", async () => {
    const [slotId = ""] = (await scene.newSite()).slotIds;
    const raw = await RawSocket.acknowledged(scene.url);
    const id = 'Ổ "1"\n😀';
    raw.subscribe(
      id,
      `subscription { slotStatusChanged(filter: { slotIds: ["${slotId}"] }, snapshot: true) { version } }`,
    );
    expect((await raw.receives(2))[1]).toEqual({
      id,
      type: "next",
      payload: { data: { slotStatusChanged: { version: 1 } } },
    });
  });

  test("sends payloads of any length and any characters completely", async () => {
    for (const length of [1, 20, 60, 200]) {
      const name = "Trạm sạc 😀 ".padEnd(length, "ố").slice(0, length).trim();
      const create = `mutation($name: String!) { createStation(input: { name: $name }) { station { id } } }`;
      const created = await scene.operator.sendText<{ createStation: { station: { id: string } } }>(create, {
        name,
      });
      const stationId = created.data?.createStation.station.id;
      const port = await scene.operator.sendText<{ createPort: { port: { id: string } } }>(
        `mutation { createPort(input: { stationId: "${stationId}", label: "P" }) { port { id } } }`,
      );
      const addSlot = `mutation { createSlot(input: { portId: "${port.data?.createPort.port.id}", label: "S" }) { slot { id } } }`;
      await scene.operator.sendText(addSlot);
      const raw = await RawSocket.acknowledged(scene.url);
      const copies = Array.from({ length: 120 }, (_, n) => `a${n}: slot { port { station { name } } }`).join(
        " ",
      );
      for (const selection of ["slot { port { station { name } } }", copies]) {
        const before = raw.received.length;
        raw.subscribe(
          `${before}`,
          `subscription { slotStatusChanged(filter: { stationId: "${stationId}" }, snapshot: true) { ${selection} } }`,
        );
        const message = (await raw.receives(before + 1))[before];
        const { slotStatusChanged } = payloadOf<{ data: { slotStatusChanged: object } }>(message).data;
        for (const value of Object.values(slotStatusChanged)) {
          expect(value).toEqual({ port: { station: { name } } });
        }
      }
    }
  });
});

test("a client that does not answer pings is disconnected, and one that does stays connected", async () => {
  const server = await openScene({ heartbeatSeconds: 1, database: scene.database });
  try {
    const silent = new WebSocket(`${server.url.replace("http", "ws")}/graphql`, "graphql-transport-ws", {
      autoPong: false,
    });
    const pinged: string[] = [];
    silent.on("open", () => silent.send('{"type":"connection_init"}'));
    silent.on("ping", () => pinged.push("silent"));
    const ended = new Promise((resolve) => silent.on("close", resolve));
    const alive = await RawSocket.acknowledged(server.url);
    alive.socket.on("ping", () => pinged.push("alive"));
    expect(await ended).toBe(1006);
    expect(pinged.filter((who) => who === "silent")).toHaveLength(1);
    await eventually(() => expect(pinged.filter((who) => who === "alive").length).toBeGreaterThan(3));
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
  } finally {
    await server.close();
  }
});

test("graphql-ws's client works with queries, refusals, subscriptions and keep-alive pings", async () => {
  const pongs: boolean[] = [];
  const client = createClient({
    url: `${scene.url.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
    keepAlive: 50,
    on: { pong: (received) => pongs.push(received) },
  });
  const results: unknown[] = [];
  for await (const result of client.iterate({ query: ASK })) results.push(result);
  expect(results).toEqual([{ data: { __typename: "Query" } }]);
  await expect(client.iterate({ query: "{ nonsense }" }).next()).rejects.toMatchObject([
    { extensions: { code: "GRAPHQL_VALIDATION_FAILED" } },
  ]);
  const { stationId } = await scene.newSite();
  const watched = client.iterate({
    query: `subscription { slotStatusChanged(filter: { stationId: "${stationId}" }, snapshot: true) { kind } }`,
  });
  expect((await watched.next()).value).toEqual({ data: { slotStatusChanged: { kind: "SNAPSHOT" } } });
  await eventually(() => expect(pongs.filter((received) => received).length).toBeGreaterThan(1));
  await watched.return?.();
  await client.dispose();
});

test("a client that keeps asking without reading the answers is disconnected with 1013 before most are made", async () => {
  const subscribers = () => readMetric(scene.url, "slotwire_feed_subscribers");
  const before = await subscribers();
  const socket = await RawSocket.acknowledged(scene.url);
  socket.subscribe("watch", QUIET);
  await eventually(async () => expect(await subscribers()).toBe(before + 1));
  socket.socket.pause();
  // More than the network buffers.
  for (let index = 0; index < 400; index++) socket.subscribe(`ask-${index}`, getIntrospectionQuery());
  await eventually(async () => expect(await subscribers()).toBe(before));
  socket.socket.resume();
  expect(await socket.closed).toMatchObject({ code: 1013 });
  // Of the 80 MB that it asked for, at most 4 MB waited in the server, and some more in the network's buffers.
  expect(JSON.stringify(socket.received).length).toBeLessThan(40_000_000);
});
