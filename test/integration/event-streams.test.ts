import { connect } from "node:net";
import { createClient } from "graphql-sse";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Collected } from "../support/api-client.ts";
import { EventSourceReader } from "../support/event-source.ts";
import { eventually } from "../support/eventually.ts";
import { CancelReservation } from "../support/operations.ts";
import { openScene, type Scene } from "../support/scene.ts";

let scene: Scene;
const open: EventSourceReader[] = [];
beforeAll(async () => {
  scene = await openScene();
});
afterEach(async () => {
  for (const stream of open.splice(0)) stream.close();
  await eventually(() => expect(scene.app.subscriberCount()).toBe(0));
});
afterAll(() => scene.close());

const WATCH = `subscription($stationId: ID!, $snapshot: Boolean, $after: String) {
  slotStatusChanged(filter: { stationId: $stationId }, snapshot: $snapshot, after: $after) { cursor kind version }
}`;
const MINE = "subscription { reservationChanged { kind } }";

async function get(parameters: Record<string, string>, headers: Record<string, string> = {}) {
  const stream = await EventSourceReader.open(
    `${scene.url}/graphql/stream?${new URLSearchParams(parameters)}`,
    {
      headers: { accept: "text/event-stream", ...headers },
    },
  );
  open.push(stream);
  return stream;
}

async function post(body: unknown, headers: Record<string, string> = {}) {
  const stream = await EventSourceReader.open(`${scene.url}/graphql/stream`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  open.push(stream);
  return stream;
}

const watch = (variables: object, headers?: Record<string, string>) =>
  get({ query: WATCH, variables: JSON.stringify(variables) }, headers);

interface SlotEvent {
  readonly cursor: string;
  readonly kind: string;
  readonly version: number;
}

const shown = (stream: EventSourceReader) =>
  stream.events.map(({ data = "" }) => {
    const { kind, version } = JSON.parse(data).data.slotStatusChanged as SlotEvent;
    return `${kind} ${version}`;
  });

async function changeTwice(slotIds: readonly string[]): Promise<void> {
  const driver = await scene.newDriver();
  const { id: reservationId } = await driver.book(slotIds);
  await driver.client.request(CancelReservation, { input: { reservationId } });
}

describe("an event stream", () => {
  test("sends the snapshot and the changes with their cursors as ids, and resumes from any of them", async () => {
    const { slotIds, stationId } = await scene.newSite();
    const stream = await watch({ stationId, snapshot: true });
    expect(stream.response.status).toBe(200);
    expect(stream.response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    await eventually(() => expect(stream.events).toHaveLength(1));
    await changeTwice(slotIds);
    await eventually(() => expect(shown(stream)).toEqual(["SNAPSHOT 1", "CHANGE 2", "CHANGE 3"]));
    for (const { event, id, data = "" } of stream.events) {
      expect([event, id]).toEqual(["next", JSON.parse(data).data.slotStatusChanged.cursor]);
    }
    stream.close();
    await changeTwice(slotIds);
    const from = (index: number) => ({ "last-event-id": stream.events[index]?.id ?? "" });
    for (const [headers, variables, expected] of [
      [from(0), {}, ["CHANGE 2", "CHANGE 3", "CHANGE 4", "CHANGE 5"]],
      [from(2), {}, ["CHANGE 4", "CHANGE 5"]],
      // A browser reconnects with its original address.
      [from(1), { snapshot: true }, ["CHANGE 3", "CHANGE 4", "CHANGE 5"]],
      [from(2), { after: stream.events[0]?.id }, ["CHANGE 4", "CHANGE 5"]],
      [{ "last-event-id": "pruned" }, { snapshot: true }, ["SNAPSHOT 5"]],
    ] as const) {
      const resumed = await watch({ stationId, ...variables }, headers);
      await eventually(() => expect(shown(resumed)).toEqual(expected));
    }
  });

  test("ends with CURSOR_EXPIRED if the cursor is unknown", async () => {
    const { stationId } = await scene.newSite();
    const stream = await watch({ stationId }, { "last-event-id": "nonsense" });
    await eventually(() => expect(stream.ended).toBe(true));
    expect(stream.events.map(({ event }) => event)).toEqual(["next", "complete"]);
    expect(JSON.parse(stream.events[0]?.data ?? "").errors[0].extensions).toMatchObject({
      code: "CURSOR_EXPIRED",
      status: 410,
    });
  });

  test("shows an error in a shared event under a logged request id of no subscriber", async () => {
    const { slotIds, stationId } = await scene.newSite();
    const query = `subscription { slotStatusChanged(filter: { stationId: "${stationId}" }) { slot { port { station { name } } } } }`;
    const streams = await Promise.all(
      ["first", "second"].map((id) => get({ query }, { "x-request-id": id })),
    );
    await eventually(() => expect(scene.app.subscriberCount()).toBe(2));
    await scene.database.query("alter table stations rename address to elsewhere");
    await changeTwice(slotIds);
    await eventually(() => expect(streams.map(({ events }) => events.length)).toEqual([2, 2]));
    await scene.database.query("alter table stations rename elsewhere to address");
    const ids = streams.flatMap(({ events }) =>
      events.map(({ data = "" }) => JSON.parse(data).errors[0].extensions.requestId as string),
    );
    expect(new Set(ids).size).toBe(1);
    expect(["first", "second"]).not.toContain(ids[0]);
    expect(
      scene.logged.some(({ requestId, msg }) => requestId === ids[0] && msg === "unexpected error"),
    ).toBe(true);
  });

  test("has the rights of its token and ends when the token expires", async () => {
    const bearer = async (subject: string, lifetime: string) => ({
      authorization: `Bearer ${await scene.app.tokens.sign({ subject, roles: ["DRIVER"] }, lifetime)}`,
    });
    const nobody = await post({ query: MINE });
    await eventually(() => expect(nobody.ended).toBe(true));
    expect(JSON.parse(nobody.events[0]?.data ?? "").errors[0].extensions.code).toBe("UNAUTHENTICATED");
    const refused = await post({ query: MINE }, { authorization: "Bearer nonsense" });
    expect(refused.response.status).toBe(401);
    const mine = await post({ query: MINE }, await bearer("stream-owner", "1h"));
    const brief = await post({ query: MINE }, await bearer("stream-brief", "2s"));
    await eventually(() => expect(scene.app.subscriberCount()).toBe(2));
    await eventually(() => expect(brief.ended).toBe(true));
    expect(brief.events).toEqual([]);
    expect(mine.ended).toBe(false);
  });

  test("answers queries and mutations with one event, and invalid GraphQL with its errors", async () => {
    const answered = await post({ query: "{ __typename }" });
    await eventually(() => expect(answered.ended).toBe(true));
    expect(answered.events).toEqual([
      { event: "next", data: '{"data":{"__typename":"Query"}}' },
      { event: "complete", data: "" },
    ]);
    for (const [query, code] of [
      ["{", "GRAPHQL_PARSE_FAILED"],
      ["{ nonsense }", "GRAPHQL_VALIDATION_FAILED"],
    ]) {
      const invalid = await post({ query });
      expect(invalid.response.status).toBe(200);
      await eventually(() => expect(invalid.ended).toBe(true));
      expect(JSON.parse(invalid.events[0]?.data ?? "").errors[0].extensions.code).toBe(code);
    }
  });

  test.each([
    ["invalid JSON", () => post("{"), 400],
    ["no query", () => post({}), 400],
    ["a list", () => post("[]"), 400],
    ["another content type", () => post({ query: "{ __typename }" }, { "content-type": "text/plain" }), 415],
    ["a body that is too long", () => post({ query: "x".repeat(1_100_000) }), 413],
    ["variables that are invalid JSON", () => get({ query: "{ __typename }", variables: "{" }), 400],
    ["a mutation by GET", () => get({ query: "mutation { expireReservations { success } }" }), 405],
    [
      "another method",
      () => EventSourceReader.open(`${scene.url}/graphql/stream`, { method: "DELETE" }),
      405,
    ],
  ])("is refused for %s", async (_what, ask, status) => {
    const { response } = await ask();
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  });

  test("queued behind another stream on the same connection ends together with the connection", async () => {
    const { slotIds, stationId } = await scene.newSite();
    const { hostname, port } = new URL(scene.url);
    const parameters = new URLSearchParams({
      query: WATCH,
      variables: JSON.stringify({ stationId, snapshot: true }),
    });
    const request = `GET /graphql/stream?${parameters} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`;
    const connection = connect(Number(port), hostname);
    connection.write(request + request);
    let text = "";
    connection.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    await eventually(() => expect(text).toContain("SNAPSHOT"));
    await changeTwice(slotIds);
    await eventually(() => expect(text.match(/CHANGE/g)).toHaveLength(2));
    connection.destroy();
    await eventually(() => expect(scene.app.subscriberCount()).toBe(0));
  });

  test("carries the same events as a WebSocket subscription", async () => {
    const { slotIds, stationId } = await scene.newSite();
    const stream = await watch({ stationId });
    const collected = new Collected<{ slotStatusChanged: SlotEvent }>(scene.url, null, WATCH, { stationId });
    await eventually(() => expect(scene.app.subscriberCount()).toBe(2));
    await changeTwice(slotIds);
    await eventually(() => expect(stream.events).toHaveLength(2));
    await eventually(() => expect(collected.results).toHaveLength(2));
    expect(stream.events.map(({ data = "" }) => JSON.parse(data).data)).toEqual(collected.results);
    collected.close();
  });

  test("ends without a complete event when the server stops, so that clients reconnect", async () => {
    const other = await openScene({ database: scene.database });
    const { stationId } = await other.newSite();
    const parameters = new URLSearchParams({
      query: WATCH,
      variables: JSON.stringify({ stationId, snapshot: true }),
    });
    const stream = await EventSourceReader.open(`${other.url}/graphql/stream?${parameters}`);
    await eventually(() => expect(stream.events).toHaveLength(1));
    const stopping = Date.now();
    await other.close();
    await eventually(() => expect(stream.ended).toBe(true));
    expect(stream.events.map(({ event }) => event)).toEqual(["next"]);
    expect(Date.now() - stopping).toBeLessThan(4_000);
  });
});

test("graphql-sse's client works with subscriptions, queries and refusals", async () => {
  const { slotIds, stationId } = await scene.newSite();
  const client = createClient({ url: `${scene.url}/graphql/stream`, retryAttempts: 0 });
  const watched = client.iterate({ query: WATCH, variables: { stationId, snapshot: true } });
  expect((await watched.next()).value).toMatchObject({ data: { slotStatusChanged: { kind: "SNAPSHOT" } } });
  await changeTwice(slotIds);
  expect((await watched.next()).value).toMatchObject({ data: { slotStatusChanged: { version: 2 } } });
  await watched.return?.();
  const results: unknown[] = [];
  for await (const result of client.iterate({ query: "{ __typename }" })) results.push(result);
  expect(results).toEqual([{ data: { __typename: "Query" } }]);
  const refused = await client.iterate({ query: MINE }).next();
  expect(refused.value).toMatchObject({ errors: [{ extensions: { code: "UNAUTHENTICATED" } }] });
  client.dispose();
});
