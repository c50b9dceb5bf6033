import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { CancelReservation, CreateReservation } from "../support/operations.ts";
import { run, type ServerProcess, startServer } from "../support/server-process.ts";
import { registerVehicle } from "../support/site.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

async function newDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  return database;
}

function doctor(url: string) {
  return run([process.execPath, "src/launch.mjs", "commands/doctor"], { env: { DATABASE_URL: url } });
}

const HEALTHY = {
  code: 0,
  output: expect.stringMatching(/^Checking the database .+\nAll \d+ checks passed\.\n$/),
};

test("the doctor finds a healthy database healthy, during and after the server's run", async () => {
  const database = await newDatabase();
  const server = await startServer({ env: { DATABASE_URL: database.url } });
  await server.newSlots(3);
  expect(await doctor(database.url)).toEqual(HEALTHY);
  await server.kill("SIGTERM");
  expect(await doctor(database.url)).toEqual(HEALTHY);
});

test("the doctor has no time limit", async () => {
  const database = await newDatabase();
  let found: ReturnType<typeof doctor> | undefined;
  await database.whileLocked("lock reservations", [], async () => {
    found = doctor(database.url);
    await eventually(async () => expect(await database.countLockWaits("reservations")).toBe(1));
    // Longer than the statement timeout of a request.
    expect(await Promise.race([found, delay(16_000, "looks")])).toBe("looks");
  });
  expect(await found).toEqual(HEALTHY);
});

test("the doctor names each slot whose stored status differs from its claims", async () => {
  const database = await newDatabase();
  const server = await startServer({ env: { DATABASE_URL: database.url } });
  const slotIds = await server.newSlots(2);
  await database.query("update slots set status = 'BOOKED' where id = $1", [slotIds[1]]);
  const { code, output } = await doctor(database.url);
  expect(code).toBe(1);
  expect(output).toContain(
    `${slotIds[1]}: stored BOOKED, its claims say AVAILABLE\n  expected: A slot's stored status`,
  );
  expect(output).not.toContain(slotIds[0]);
});

test("the doctor reports statuses and times that do not follow each other in a slot's history", async () => {
  const database = await newDatabase();
  const server = await startServer({ env: { DATABASE_URL: database.url } });
  const [slotId = ""] = await server.newSlots(1);
  const driver = await server.as("driver", "DRIVER");
  const input = { vehicleId: await registerVehicle(driver), items: [{ slotId }] };
  const { createReservation } = await driver.request(CreateReservation, { input });
  await driver.request(CancelReservation, { input: { reservationId: createReservation.reservation.id } });
  await database.query("update slot_events set occurred_at = '2020-01-01T00:00:00Z' where version = 2");
  await database.query("update slot_events set previous_status = 'IN_USE' where version = 3");
  const { code, output } = await doctor(database.url);
  expect(code).toBe(1);
  expect(output).toMatch(/: version 2 is dated 2020-01-01 \S+, the one before 20\S+ \S+\n/);
  expect(output).toContain(`${slotId}: version 3 begins with IN_USE, the one before ended with BOOKED\n`);
});

test("the doctor names ports and slots left in a removed station or port", async () => {
  const database = await newDatabase();
  const server = await startServer({ env: { DATABASE_URL: database.url } });
  const [slotId] = await server.newSlots(1);
  await database.query("update stations set removed_at = slotwire_now()");
  const { output: ofStation } = await doctor(database.url);
  expect(ofStation).toMatch(
    /port_\w+: is at station station_\w+, which was removed\n {2}expected: A removed station or port/,
  );
  await database.query("update ports set removed_at = slotwire_now()");
  const { output } = await doctor(database.url);
  expect(output).toMatch(new RegExp(`${slotId}: belongs to port port_\\w+, which was removed\n`));
});

test.each(["in its place", "as a parameter"])(
  "the doctor names the database, but not a password given %s",
  async (place) => {
    const database = await newDatabase();
    const { hostname, port, username, pathname } = new URL(database.url);
    const url = new URL(database.url);
    url.username = username || "postgres";
    if (place === "in its place") url.password = "s3cret";
    else url.searchParams.set("password", "s3cret");
    const { output } = await doctor(url.href);
    expect(output).toContain(`Checking the database ${pathname.slice(1)} at ${hostname}:${port}\n`);
    expect(output).not.toContain("s3cret");
  },
);

test("the doctor says why it could not examine the database", async () => {
  const database = await newDatabase();
  const { code, output } = await doctor(database.url.replace(/[^/]+$/, "nowhere"));
  expect(code).toBe(2);
  expect(output).toMatch(/\nThe database could not be checked: .*database "nowhere" does not exist/);
});

/** Books and cancels in a loop until the server is gone. Returns the ids of the confirmed bookings. */
async function bookUntilTheEnd(
  server: ServerProcess,
  slotId: string,
  onBooked: () => void,
): Promise<string[]> {
  const client = await server.as(`driver-of-${slotId}`, "DRIVER");
  const vehicleId = await registerVehicle(client);
  const booked: string[] = [];
  try {
    for (;;) {
      const input = { vehicleId, items: [{ slotId }] };
      const { createReservation } = await client.request(CreateReservation, { input });
      booked.push(createReservation.reservation.id);
      onBooked();
      await client.request(CancelReservation, { input: { reservationId: createReservation.reservation.id } });
    }
  } catch (error) {
    // fetch throws a TypeError if the server does not respond. Any other error is a failure of the server.
    if (error instanceof TypeError) return booked;
    throw error;
  }
}

test("servers killed during bookings leave codes without gaps, and lose no confirmed booking", async () => {
  const database = await newDatabase();
  for (const bookings of [5, 31, 77]) {
    const server = await startServer({ env: { DATABASE_URL: database.url } });
    const slotIds = await server.newSlots(8);
    let left = bookings;
    const onBooked = () => {
      if (--left === 0) process.kill(server.pid, "SIGKILL");
    };
    const told = (await Promise.all(slotIds.map((id) => bookUntilTheEnd(server, id, onBooked)))).flat();
    expect(told.length).toBeGreaterThanOrEqual(bookings);
    const kept = await database.query("select from reservations where id = any($1)", [told]);
    expect(kept).toHaveLength(told.length);
    expect(await doctor(database.url)).toEqual(HEALTHY);
  }
  const [codes] = await database.query(
    "select count(*)::int as count, max(number)::int as last from reservations",
  );
  expect(codes).toEqual({ count: codes?.["last"], last: codes?.["count"] });
});
