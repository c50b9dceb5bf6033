import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { MEASURED } from "../support/measured.ts";
import { readMetrics } from "../support/metrics.ts";
import { type OwnRedisServer, startOwnRedis } from "../support/redis-server.ts";
import { type ServerProcess, startServer } from "../support/server-process.ts";
import { changeOf, SlotWatchers, snapshotOf } from "../support/slot-watcher.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
let redis: OwnRedisServer;
const watchers = new SlotWatchers();
beforeAll(async () => {
  database = await createTestDatabase();
  redis = await startOwnRedis({ log: { info: (line) => void process.stderr.write(`${line}\n`) } });
});
afterAll(async () => {
  await redis.close();
  await database.drop();
});

/** Two servers, the leading one first. */
async function startServers(): Promise<[leader: ServerProcess, other: ServerProcess]> {
  const env = { DATABASE_URL: database.url, REDIS_URL: redis.url };
  const servers = await Promise.all([startServer({ env }), startServer({ env })]);
  return eventually(async () => {
    const leading = await Promise.all(servers.map(leads));
    expect(leading.filter(Boolean)).toHaveLength(1);
    return leading[0] ? [servers[0], servers[1]] : [servers[1], servers[0]];
  });
}

async function leads({ url }: ServerProcess): Promise<boolean> {
  return (await readMetrics(url))["slotwire_relay_leading"] === 1;
}

/** A slot that is watched through one server, and changed through any. */
async function watchSlot(server: ServerProcess) {
  const [slotId = ""] = await server.newSlots(1);
  const watcher = watchers.watch(server.anonymous, { filter: { slotIds: [slotId] }, snapshot: true });
  await watcher.shows(snapshotOf(slotId, 1));
  let version = 1;
  return {
    slotId,
    watcher,
    changeThrough: async (changing: ServerProcess) => {
      const operator = await changing.as("operator", "OPERATOR");
      version++;
      const { errors } = await operator.sendText(
        version % 2 === 0
          ? `mutation { deactivateSlot(input: { slotId: "${slotId}" }) { slot { id } } }`
          : `mutation { activateSlot(slotId: "${slotId}") { slot { id } } }`,
      );
      expect(errors).toBeUndefined();
    },
    showsAll: (to = version) =>
      watcher.shows(
        snapshotOf(slotId, 1),
        ...Array.from({ length: to - 1 }, (_, index) => changeOf(slotId, index + 2)),
      ),
  };
}

async function readLeader(): Promise<string | null> {
  const [feed] = await database.query<{ leader: string | null }>("select leader from feed");
  return feed?.leader ?? null;
}

/** The time from now until the lead has changed. In the end, `server` leads. */
async function takeOverMs(server: ServerProcess, former: string | null): Promise<number> {
  const from = performance.now();
  await eventually(async () => expect([null, former]).not.toContain(await readLeader()));
  const took = performance.now() - from;
  await eventually(async () => expect(await leads(server)).toBe(true));
  return took;
}

async function expectDense(): Promise<void> {
  expect(
    await database.query(
      `select position from (select position, row_number() over (order by position) as dense from outbox) o
        where position is distinct from dense`,
    ),
  ).toEqual([]);
}

test("after a kill -9 of the leading server, another one leads within two seconds", MEASURED, async () => {
  const [leader, other] = await startServers();
  const slot = await watchSlot(other);
  await slot.changeThrough(leader);
  await slot.showsAll();
  const former = await readLeader();
  await leader.kill("SIGKILL");
  const took = takeOverMs(other, former);
  await slot.changeThrough(other);
  expect(await took).toBeLessThan(2_000);
  await slot.showsAll();
  await expectDense();
});

test("after a SIGSTOP another server leads, and the resumed one does no harm", MEASURED, async () => {
  const [leader, other] = await startServers();
  const slot = await watchSlot(other);
  const onLeader = watchers.watch(leader.anonymous, { filter: { slotIds: [slot.slotId] }, snapshot: true });
  await onLeader.shows(snapshotOf(slot.slotId, 1));
  for (let round = 0; round < 3; round++) {
    const [stopped, running] = (await leads(leader)) ? [leader, other] : [other, leader];
    const former = await readLeader();
    // Often in the middle of its work.
    const working = slot.changeThrough(running);
    process.kill(stopped.pid, "SIGSTOP");
    const took = takeOverMs(running, former);
    await working;
    expect(await took).toBeLessThan(2_000);
    await slot.changeThrough(running);
    process.kill(stopped.pid, "SIGCONT");
    await slot.changeThrough(running);
    await slot.showsAll();
    await eventually(async () => expect(await leads(stopped)).toBe(false));
    expect(await leads(running)).toBe(true);
    await eventually(() => expect(onLeader.shown.slice(1)).toEqual(slot.watcher.shown.slice(1)));
    await expectDense();
  }
});

test("a leading server that stops releases the lead at once", async () => {
  const [leader, other] = await startServers();
  const slot = await watchSlot(other);
  const former = await readLeader();
  const { code } = await leader.kill("SIGTERM");
  expect(code).toBe(0);
  // A lead that is not released stays with the old server until another one takes it.
  expect(await readLeader()).not.toBe(former);
  await takeOverMs(other, former);
  await slot.changeThrough(other);
  await slot.showsAll();
  await expectDense();
});
