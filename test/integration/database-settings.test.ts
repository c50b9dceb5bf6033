import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { CancelReservation, CreateReservation } from "../support/operations.ts";
import { expectHealthy, openScene, readReservation, readSlot, type Scene } from "../support/scene.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
let scene: Scene;

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await scene.close();
  await database.drop();
});

/** A server on a database with another default for a setting. */
async function openWith(setting: string, value: string): Promise<Scene> {
  await setDefault(setting, value);
  return openScene({ database });
}

async function setDefault(setting: string, value: string): Promise<void> {
  const [{ name } = { name: "" }] = await database.query<{ name: string }>(
    "select current_database() as name",
  );
  await database.query(`alter database ${name} set ${setting} = ${value}`);
}

test.each(["repeatable read", "serializable"])(
  "a driver who joins a line while the slot is being released gets the next turn, with default isolation %s",
  async (isolation) => {
    scene = await openWith("default_transaction_isolation", `'${isolation}'`);
    const { slotIds } = await scene.newSite();
    const [slotId] = slotIds as [string];
    const [holder, waiter] = [await scene.newDriver(), await scene.newDriver()];
    const held = await holder.book([slotId]);
    let answers: Promise<unknown> | undefined;
    let waiting: Awaited<ReturnType<typeof waiter.queue>> | undefined;
    await database.whileLocked("select from slots where id = $1 for update", [slotId], async () => {
      const joined = waiter.queue(slotId).then((reservation) => {
        waiting = reservation;
      });
      await eventually(async () => expect(await database.countLockWaits("slots")).toBe(1));
      const input = { reservationId: held.id };
      answers = Promise.all([joined, holder.client.request(CancelReservation, { input })]);
      await eventually(async () => expect(await database.countLockWaits("slots")).toBe(2));
    });
    await answers;
    expect(await readReservation(waiter.client, waiting?.id ?? "")).toMatchObject({ status: "YOUR_TURN" });
    expect(await readSlot(scene.anonymous, slotId)).toMatchObject({ status: "BOOKED" });
    await expectHealthy(database);
  },
);

test("times are read correctly with any DateStyle of the database", async () => {
  scene = await openWith("DateStyle", "'German, DMY'");
  const { slotIds } = await scene.newSite();
  const driver = await scene.newDriver();
  const { reservedUntil } = await driver.book(slotIds);
  expect(Date.parse(reservedUntil as string)).toBeGreaterThan(Date.now());
});

test("on a read-only database changes are SERVICE_UNAVAILABLE and reads still work", async () => {
  scene = await openScene({ database });
  const { slotIds } = await scene.newSite();
  const [slotId] = slotIds as [string];
  const driver = await scene.newDriver();
  await setDefault("default_transaction_read_only", "on");
  await database.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'slotwire'",
  );
  await eventually(async () => expect((await readSlot(scene.anonymous, slotId)).status).toBe("AVAILABLE"));
  const input = { vehicleId: driver.vehicleId, items: [{ slotId }] };
  for (const _ of [1, 2, 3]) {
    const refusal = await driver.client.refusal(CreateReservation, { input });
    expect(refusal.extensions).toMatchObject({ code: "SERVICE_UNAVAILABLE", status: 503 });
  }
  // The log has the reason, once for the three requests or for the connections that were lost before.
  const reasons = scene.logged.filter(({ msg }) => String(msg).startsWith("the database cannot be reached"));
  expect(reasons).toMatchObject([{ level: 40, err: { message: expect.any(String) } }]);
});

test("a request that waits longer than the database's lock_timeout is SERVICE_UNAVAILABLE", async () => {
  scene = await openWith("lock_timeout", "'100ms'");
  const { slotIds } = await scene.newSite(2);
  const driver = await scene.newDriver();
  const input = { vehicleId: driver.vehicleId, items: slotIds.map((slotId) => ({ slotId })) };
  await database.whileLocked("select from slots for update", [], async () => {
    const refusal = await driver.client.refusal(CreateReservation, { input });
    expect(refusal.extensions).toMatchObject({ code: "SERVICE_UNAVAILABLE", status: 503 });
  });
});
