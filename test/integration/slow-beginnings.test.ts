import { afterAll, beforeAll, expect, test } from "vitest";
import type { SlotStatusChanged } from "../../src/outbox/outbox-events.ts";
import { eventually } from "../support/eventually.ts";
import { slotEvent } from "../support/feed-events.ts";
import { readMetric } from "../support/metrics.ts";
import { payloadOf, RawSocket } from "../support/raw-socket.ts";
import { openScene, type Scene } from "../support/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

// What the kernel takes on its own is some megabytes: events that fill it sooner.
const HEAVY = Array.from({ length: 150 }, (_, n) => `a${n}: label`).join(" ");
const LABEL = "A slot with a label that is as long as it may be".padEnd(200, ".");
const HEAVY_WATCH = `subscription($stationId: ID!, $after: String) {
  slotStatusChanged(filter: { stationId: $stationId }, after: $after) {
    cursor version slot { port { label } ${HEAVY} }
  }
}`;
const WATCH = HEAVY_WATCH.replace(HEAVY, "");

interface SlotEvent {
  readonly cursor: string;
  readonly version: number;
  readonly slot: { readonly port: { readonly label: string } };
}

const eventsOf = (raw: RawSocket) =>
  raw.received
    .slice(1)
    .map((message) => payloadOf<{ data: { slotStatusChanged: SlotEvent } }>(message).data.slotStatusChanged);

async function subscribe(query: string, variables: object, { paused = false } = {}): Promise<RawSocket> {
  const raw = await RawSocket.acknowledged(scene.url);
  const before = scene.app.subscriberCount();
  if (paused) raw.socket.pause();
  raw.subscribe("1", query, variables);
  await eventually(() => expect(scene.app.subscriberCount()).toBe(before + 1));
  return raw;
}

/** Commits many events at once: as those of one slot, from a version to another. */
async function commitEvents(change: SlotStatusChanged, from: number, to: number): Promise<void> {
  await scene.database.query(
    `insert into outbox (id, kind, payload, occurred_at)
       select nextval('outbox_id_seq'), 'slot.status_changed', $1::jsonb || jsonb_build_object('version', version), now()
         from generate_series($2::integer, $3::integer) version`,
    [JSON.stringify(change), from, to],
  );
}

async function newSite() {
  const site = await scene.newSite();
  const slotId = site.slotIds[0] ?? "";
  const { data } = await scene.anonymous.sendText<{ slot: { port: { id: string } } }>(
    `{ slot(id: "${slotId}") { port { id } } }`,
  );
  const portId = data?.slot.port.id ?? "";
  const { payload } = slotEvent(0, site.stationId, slotId);
  return { ...site, portId, change: { ...payload, portId, label: LABEL } as SlotStatusChanged };
}

const versions = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

/** A reader that watches, and another one that resumes after its first event and does not read what it is told. */
async function openBoth(query: string) {
  const { stationId, portId, change } = await newSite();
  const watching = await subscribe(query, { stationId });
  await commitEvents(change, 2, 400);
  await eventually(() => expect(eventsOf(watching)).toHaveLength(399));
  const variables = { stationId, after: eventsOf(watching)[0]?.cursor };
  const executed = await readMetric(scene.url, "slotwire_feed_executions_total");
  const slow = await subscribe(HEAVY_WATCH, variables, { paused: true });
  await eventually(async () =>
    expect(await readMetric(scene.url, "slotwire_feed_executions_total")).toBeGreaterThan(executed),
  );
  return { watching, slow, variables, portId, change };
}

test("who reads slowly where the live events take over is told each of them once, however many come meanwhile", async () => {
  const { watching, slow, change } = await openBoth(WATCH);
  await commitEvents(change, 401, 1_400);
  await eventually(() => expect(eventsOf(watching)).toHaveLength(1_399), 30_000);
  slow.socket.resume();
  await eventually(() => expect(eventsOf(slow).at(-1)?.version).toBe(1_400), 30_000);
  expect(eventsOf(slow).map(({ version }) => version)).toEqual(versions(3, 1_400));
}, 90_000);

test("who goes away at its beginning leaves nothing of what it was to be told", async () => {
  const { slow, variables, portId } = await openBoth(HEAVY_WATCH);
  slow.socket.terminate();
  await eventually(() => expect(scene.app.subscriberCount()).toBe(1));
  const rename = "mutation($input: UpdatePortInput!) { updatePort(input: $input) { port { id } } }";
  await scene.operator.sendText(rename, { input: { portId, label: "renamed" } });
  const resumed = await subscribe(HEAVY_WATCH, variables);
  await eventually(() => expect(eventsOf(resumed)).toHaveLength(398), 30_000);
  expect(new Set(eventsOf(resumed).map(({ slot }) => slot.port.label))).toEqual(new Set(["renamed"]));
}, 90_000);
