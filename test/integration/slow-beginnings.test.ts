import { afterAll, beforeAll, expect, test } from "vitest";
import type { SlotStatusChanged } from "../../src/outbox/outbox-events.ts";
import { eventually } from "../support/eventually.ts";
import { slotEvent } from "../support/feed-events.ts";
import { readMetric } from "../support/metrics.ts";
import { payloadOf, RawSocket } from "../support/raw-socket.ts";
import { openScene, type Scene } from "../support/scene.ts";

let scene: Scene;
beforeAll(async () => {
  // Many aliases make its events large.
  scene = await openScene({ limits: { maxAliases: 200, maxTokens: 10_000 } });
});
afterAll(() => scene.close());

// The kernel buffers some megabytes. Large events fill its buffers sooner.
const HEAVY = Array.from({ length: 150 }, (_, n) => `a${n}: label`).join(" ");
const LABEL = "A slot with a label that is as long as it may be".padEnd(200, ".");
const HEAVY_WATCH = `subscription($stationId: ID!, $after: String) {
  slotStatusChanged(filter: { stationId: $stationId }, after: $after) {
    cursor version slot { port { label } ${HEAVY} }
  }
}`;
const WATCH = HEAVY_WATCH.replace(HEAVY, "");
const HEAVY_SITE = HEAVY_WATCH.replace("version", "version conflated").replace("slot {", "slot { id");
const SITE = HEAVY_SITE.replace(HEAVY, "");

interface SlotEvent {
  readonly cursor: string;
  readonly version: number;
  readonly conflated: boolean;
  readonly slot: { readonly id: string; readonly port: { readonly label: string } };
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

/**
 * Commits many events at once, as if the slots had changed in turn up to a version. Each later slot has three times
 * more changes than the one before it.
 */
async function commitEvents(changes: readonly SlotStatusChanged[], from: number, to: number): Promise<void> {
  await scene.database.query(
    `insert into outbox (id, kind, payload, occurred_at)
       select nextval('outbox_id_seq'), 'slot.status_changed', payload, now() from (
         select change || jsonb_build_object('version', version) as payload
           from unnest($1::jsonb[]) with ordinality as slot (change, number),
             generate_series($2::integer, $3::integer + (number - 1) * 3) version
           order by version, number) event`,
    [changes.map((change) => JSON.stringify(change)), from, to],
  );
}

async function newSite(slotCount = 1) {
  const { stationId, slotIds } = await scene.newSite(slotCount);
  const { data } = await scene.anonymous.sendText<{ slot: { port: { id: string } } }>(
    `{ slot(id: "${slotIds[0]}") { port { id } } }`,
  );
  const portId = data?.slot.port.id ?? "";
  const changes = slotIds.map((slotId) => {
    const { payload } = slotEvent(0, stationId, slotId);
    return { ...payload, portId, label: LABEL } as SlotStatusChanged;
  });
  return { stationId, slotIds, portId, changes };
}

const versions = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

/** A subscriber that reads, and another one that resumes after the first event and does not read. */
async function openBoth() {
  const { stationId, portId, changes } = await newSite();
  const watching = await subscribe(WATCH, { stationId });
  await commitEvents(changes, 2, 400);
  await eventually(() => expect(eventsOf(watching)).toHaveLength(399));
  const variables = { stationId, after: eventsOf(watching)[0]?.cursor };
  const executed = await readMetric(scene.url, "slotwire_feed_executions_total");
  const slow = await subscribe(HEAVY_WATCH, variables, { paused: true });
  await eventually(async () =>
    expect(await readMetric(scene.url, "slotwire_feed_executions_total")).toBeGreaterThan(executed),
  );
  return { watching, slow, variables, portId, changes };
}

test("a slow reader whose replay turns into the live feed gets each event once, however many arrive", async () => {
  const { watching, slow, changes } = await openBoth();
  await commitEvents(changes, 401, 1_400);
  await eventually(() => expect(eventsOf(watching)).toHaveLength(1_399));
  slow.socket.resume();
  await eventually(() => expect(eventsOf(slow).at(-1)?.version).toBe(1_400));
  expect(eventsOf(slow).map(({ version }) => version)).toEqual(versions(3, 1_400));
});

/** Resumes like the slow subscriber, and returns the labels of the port that the replayed events show. */
async function replayedPortLabels(variables: object): Promise<Set<string>> {
  const resumed = await subscribe(HEAVY_WATCH, variables);
  await eventually(() => expect(eventsOf(resumed)).toHaveLength(398));
  return new Set(eventsOf(resumed).map(({ slot }) => slot.port.label));
}

async function renamePort(portId: string): Promise<void> {
  const rename = "mutation($input: UpdatePortInput!) { updatePort(input: $input) { port { id } } }";
  await scene.operator.sendText(rename, { input: { portId, label: "renamed" } });
}

test("a subscriber that disconnects during its replay leaves nothing behind for the next one", async () => {
  const { slow, variables, portId } = await openBoth();
  await subscribe(HEAVY_WATCH, { stationId: variables.stationId });
  slow.socket.terminate();
  await eventually(() => expect(scene.app.subscriberCount()).toBe(2));
  await renamePort(portId);
  expect(await replayedPortLabels(variables)).toEqual(new Set(["renamed"]));
});

test("a subscriber whose replay lasts does not make others see for long how things were when it began", async () => {
  const { variables, portId } = await openBoth();
  await replayedPortLabels(variables);
  await renamePort(portId);
  await eventually(
    async () => expect(await replayedPortLabels(variables)).toEqual(new Set(["renamed"])),
    10_000,
  );
});

/** Each version follows the previous one, or the event says that some were left out. */
function expectInOrder(events: readonly SlotEvent[]): void {
  const last = new Map<string, number>();
  for (const { slot, version, conflated } of events) {
    const before = last.get(slot.id) ?? 1;
    expect(version).toBeGreaterThan(before);
    expect([slot.id, version, conflated]).toEqual([slot.id, version, version > before + 1]);
    last.set(slot.id, version);
  }
}

test("a slow reader that disconnects among conflated events gets the left-out slots after resuming", async () => {
  const { stationId, slotIds, changes } = await newSite(5);
  const slow = await subscribe(HEAVY_SITE, { stationId }, { paused: true });
  const last = changes.map((_, index) => 150 + index * 3);
  const executions = () => readMetric(scene.url, "slotwire_feed_executions_total");
  const all = (await executions()) + last.reduce((sum, version) => sum + version - 1, 0);
  await commitEvents(changes, 2, 150);
  await eventually(async () => expect(await executions()).toBe(all));
  expect(await readMetric(scene.url, "slotwire_feed_slow_readers")).toBe(1);
  slow.socket.resume();
  const newest = (events: readonly SlotEvent[]) =>
    slotIds.map((slotId) => events.findLast(({ slot }) => slot.id === slotId)?.version);
  await eventually(() => expect(newest(eventsOf(slow))).toEqual(last));
  const told = eventsOf(slow);
  expectInOrder(told);
  expect(told.filter(({ conflated }) => conflated).length).toBeGreaterThan(1);

  const firstConflated = told.findIndex(({ conflated }) => conflated);
  for (let count = firstConflated + 1; count < told.length; count++) {
    const resumed = await subscribe(SITE, { stationId, after: told[count - 1]?.cursor });
    const both = () => [...told.slice(0, count), ...eventsOf(resumed)];
    await eventually(() => expect(newest(both())).toEqual(last));
    expectInOrder(both());
    const again = eventsOf(resumed).length;
    for (let more = 1; more < again; more++) {
      const resumedAgain = await subscribe(SITE, { stationId, after: eventsOf(resumed)[more - 1]?.cursor });
      const whole = () => [
        ...told.slice(0, count),
        ...eventsOf(resumed).slice(0, more),
        ...eventsOf(resumedAgain),
      ];
      await eventually(() => expect(newest(whole())).toEqual(last));
      expectInOrder(whole());
      resumedAgain.socket.terminate();
      await eventually(() => expect(scene.app.subscriberCount()).toBe(2));
    }
    resumed.socket.terminate();
    await eventually(() => expect(scene.app.subscriberCount()).toBe(1));
  }
});
