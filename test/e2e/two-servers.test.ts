import { afterAll, beforeAll, expect, test } from "vitest";
import type { Collected } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import { MEASURED } from "../support/measured.ts";
import { CancelReservation, CreateReservation, WatchSlots } from "../support/operations.ts";
import { type OwnRedisServer, startOwnRedis } from "../support/redis-server.ts";
import { createEmptyDatabase, type ServerProcess, startServer } from "../support/server-process.ts";
import { registerVehicle } from "../support/site.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
let redis: OwnRedisServer;
beforeAll(async () => {
  database = await createTestDatabase();
  redis = await startOwnRedis({ log: { info: (line) => void process.stderr.write(`${line}\n`) } });
});
afterAll(async () => {
  await redis.close();
  await database.drop();
});

function start(): Promise<ServerProcess> {
  return startServer({ env: { DATABASE_URL: database.url, REDIS_URL: redis.url } });
}

/** Watches one slot through `server`, beginning with a snapshot. */
async function watch(server: ServerProcess, slotId: string) {
  const events = server.anonymous.subscribe(WatchSlots, { filter: { slotIds: [slotId] }, snapshot: true });
  await eventually(() => expect(events.results).toHaveLength(1));
  return events;
}

function versions({ results }: Collected<{ slotStatusChanged: { version: number } }>): number[] {
  return results.map(({ slotStatusChanged }) => slotStatusChanged.version);
}

/** A driver at one server, who books a slot and cancels. */
async function driverAt(server: ServerProcess, slotId: string) {
  const client = await server.as(`driver-${server.pid}`, "DRIVER");
  const vehicleId = await registerVehicle(client);
  return {
    book: async () => {
      const input = { vehicleId, items: [{ slotId }] };
      return (await client.request(CreateReservation, { input })).createReservation.reservation.id;
    },
    cancel: (reservationId: string) => client.request(CancelReservation, { input: { reservationId } }),
  };
}

async function newSlot(server: ServerProcess): Promise<string> {
  const [slotId = ""] = await server.newSlots(1);
  return slotId;
}

test(
  "two servers send each other's changes to their subscribers once, in order and within 100 ms",
  MEASURED,
  async () => {
    const servers = await Promise.all([start(), start()]);
    const slotId = await newSlot(servers[0]);
    const watching = await Promise.all(servers.map((server) => watch(server, slotId)));
    const drivers = await Promise.all(servers.map((server) => driverAt(server, slotId)));

    let version = 1;
    const arrived = async (committedAt: number) => {
      version++;
      const upToNow = Array.from({ length: version }, (_, index) => index + 1);
      await eventually(() => expect(watching.map(versions)).toEqual([upToNow, upToNow]));
      return Date.now() - committedAt;
    };
    for (const driver of drivers) {
      const delays: number[] = [];
      for (let round = 0; round < 5; round++) {
        const id = await driver.book();
        delays.push(await arrived(Date.now()));
        await driver.cancel(id);
        delays.push(await arrived(Date.now()));
      }
      // Far less than without a wake-up of the relay by the other server.
      expect(median(delays)).toBeLessThan(100);
    }
  },
);

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

test("servers that share a Redis but not a database do not receive each other's events", async () => {
  const databases = await Promise.all([createEmptyDatabase(), createEmptyDatabase()]);
  const [server, stranger] = await Promise.all(
    databases.map((DATABASE_URL) => startServer({ env: { DATABASE_URL, REDIS_URL: redis.url } })),
  );
  if (!server || !stranger) throw new Error("Two were started");
  const [strangersSlot = ""] = await stranger.newSlots(1);
  const strangers = await watch(stranger, strangersSlot);
  // At the same positions, but of its own feed, as the followers at the stranger's.
  const [slotId = ""] = await server.newSlots(1);
  const seen = server.anonymous.subscribe(WatchSlots, { snapshot: true });
  await eventually(() => expect(versions(seen)).toEqual([1]));

  const { book } = await driverAt(stranger, strangersSlot);
  await book();
  await eventually(() => expect(versions(strangers)).toEqual([1, 2]));
  const own = await driverAt(server, slotId);
  await own.book();
  await eventually(() => expect(versions(seen)).toEqual([1, 2]));
  expect(seen.results.map(({ slotStatusChanged }) => slotStatusChanged.slot.id)).toEqual([slotId, slotId]);
  expect(seen.errors).toEqual([]);
});

const UNPUBLISHED = "select from outbox, feed where position is null or position > published_position";

test("a change committed before a kill -9 reaches another server's subscribers exactly once", async () => {
  const [server, other] = await Promise.all([start(), start()]);
  const slotId = await newSlot(server);
  const watching = await watch(other, slotId);
  const { book } = await driverAt(server, slotId);
  // Without Redis, nobody can publish.
  await redis.stop();
  await book();
  await server.kill("SIGKILL");
  expect(await database.query(UNPUBLISHED)).not.toEqual([]);

  await redis.start();
  const again = await start();
  await eventually(() => expect(versions(watching)).toEqual([1, 2]));
  // A repetition of the second would arrive before the third.
  const operator = await again.as("operator", "OPERATOR");
  await operator.sendText(
    `mutation { deactivateSlot(input: { slotId: "${slotId}", cancelReservations: true }) { slot { id } } }`,
  );
  await eventually(() => expect(versions(watching)).toEqual([1, 2, 3]));
});

test("a change that the only server committed before a kill -9 is published after its restart", async () => {
  const server = await start();
  const { book } = await driverAt(server, await newSlot(server));
  await eventually(async () => expect(await database.query(UNPUBLISHED)).toEqual([]));
  await redis.stop();
  await book();
  await server.kill("SIGKILL");
  expect(await database.query(UNPUBLISHED)).not.toEqual([]);

  await redis.start();
  await start();
  await eventually(async () => expect(await database.query(UNPUBLISHED)).toEqual([]));
});
