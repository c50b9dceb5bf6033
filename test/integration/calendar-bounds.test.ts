import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  Availability,
  type CalendarScene,
  type Minutes,
  openCalendar,
  Reschedule,
} from "../support/calendar-scene.ts";
import { CancelReservation, CreateReservation, StopSession } from "../support/operations.ts";
import { type Captured, type Reads, readsOf, statementsOf } from "../support/plans.ts";
import type { Driver } from "../support/scene.ts";
import type { TestDatabase } from "../support/test-database.ts";

const SLOTS = 800;
const SLOTS_OF_RESERVATION = 4;
/** Windows of each slot, one every six hours, half of them past and half future. */
const WINDOWS_OF_SLOT = 500;
const WINDOWS = SLOTS * WINDOWS_OF_SLOT;
/** Windows of a slot in the longest range of 31 days, plus one overlapping each end. */
const IN_A_MONTH = 31 * 4 + 2;
const DUE = 20;

let scene: CalendarScene;
let driver: Driver;
let explainer: pg.Client;
beforeAll(async () => {
  scene = await openCalendar();
  driver = await scene.newDriver();
  await withoutIndexes(scene.database, () => fill(scene.database));
  explainer = new pg.Client({ connectionString: scene.database.url });
  await explainer.connect();
});
afterAll(async () => {
  await explainer.end();
  await scene.close();
});

const slotId = (number: number) => `slot_${String(number).padStart(26, "0")}`;

/** Inserting rows without indexes and creating the indexes afterwards is faster. */
async function withoutIndexes(database: TestDatabase, work: () => Promise<void>): Promise<void> {
  const tables = "('reservations'::regclass, 'reservation_items'::regclass)";
  const indexes = await database.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
      where indrelid in ${tables} and not exists (select from pg_constraint where conindid = indexrelid)`,
  );
  const [exclusion] = await database.query<{ definition: string }>(
    "select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'no_overlapping_windows'",
  );
  for (const { name } of indexes) await database.query(`drop index ${name}`);
  await database.query("alter table reservation_items drop constraint no_overlapping_windows");
  await work();
  await database.query(
    `alter table reservation_items add constraint no_overlapping_windows ${exclusion?.definition}`,
  );
  await Promise.all(indexes.map(({ definition }) => database.query(definition)));
  await database.query("analyze");
}

async function fill(database: TestDatabase): Promise<void> {
  const idOf = (prefix: string, number: string) => `'${prefix}_' || lpad((${number})::text, 26, '0')`;
  await database.query(`
    set session_replication_role = replica;
    insert into stations (id, name, booking_mode)
      select ${idOf("station", "n")}, 'S' || n, 'CALENDAR' from generate_series(0, ${SLOTS / 10 - 1}) n;
    insert into ports (id, station_id, label)
      select ${idOf("port", "n")}, ${idOf("station", "n")}, 'P' from generate_series(0, ${SLOTS / 10 - 1}) n;
    insert into slots (id, port_id, label)
      select ${idOf("slot", "n")}, ${idOf("port", "n / 10")}, 'S' from generate_series(0, ${SLOTS - 1}) n;
    insert into users (id, subject) select ${idOf("user", "n")}, 's' || n from generate_series(0, 4999) n;
    insert into vehicles (id, owner_id, plate)
      select ${idOf("vehicle", "n")}, ${idOf("user", "n")}, 'V' from generate_series(0, 4999) n;
    create temp table made as
      select n, ${idOf("reservation", "n")} as id, n % ${SLOTS / SLOTS_OF_RESERVATION} as place, k >= ${WINDOWS_OF_SLOT / 2} as open, start_at
        from generate_series(0, ${WINDOWS / SLOTS_OF_RESERVATION - 1}) n,
          lateral (select n / ${SLOTS / SLOTS_OF_RESERVATION} as k) w,
          -- The holds of the first few to come are due.
          lateral (select slotwire_now() + (k - ${WINDOWS_OF_SLOT / 2}) * interval '6 hours'
            + case when k = ${WINDOWS_OF_SLOT / 2} and n % ${SLOTS / SLOTS_OF_RESERVATION} < ${DUE / SLOTS_OF_RESERVATION}
                then interval '10 minutes' else interval '1 hour' end as start_at) t;
    insert into reservations (id, number, vehicle_id, owner_id, status, reserved_until, created_at, updated_at, starts_at)
      select id, n + 1, ${idOf("vehicle", "n % 5000")}, ${idOf("user", "n % 5000")}, case when open then 'ACTIVE' else 'COMPLETED' end,
          start_at + interval '150 minutes', start_at - interval '90 days', start_at, start_at from made;
    insert into reservation_items (reservation_id, slot_id, position, start_at, end_at, hold_from, hold_due_at, held_at,
        released_at, claimed, number)
      select id, ${idOf("slot", `place * ${SLOTS_OF_RESERVATION} + position - 1`)}, position, start_at, start_at + interval '2 hours',
          start_at - interval '15 minutes', case when open then start_at - interval '15 minutes' end,
          case when not open then start_at end, case when not open then start_at + interval '2 hours' end,
          case when open then tstzrange(start_at, start_at + interval '125 minutes') end, n + 1
        from made, generate_series(1, ${SLOTS_OF_RESERVATION}) position;
    -- For those that may expire in a test.
    insert into reservation_history (reservation_id, entry, status, event, at)
      select id, 1, 'ACTIVE', 'CREATED', start_at - interval '90 days' from made where open and start_at < slotwire_now() + interval '2 days';
    drop table made;
    update reservation_counter set last_number = ${WINDOWS / SLOTS_OF_RESERVATION};
    set session_replication_role = default;
  `);
}

/** What the statements of `work` read, by name. `undo` reverts the work so that they can be executed again. */
async function readsOfWork(work: () => Promise<unknown>, undo = async () => {}): Promise<Map<string, Reads>> {
  const statements = await statementsOf(work);
  await undo();
  return explained(statements);
}

async function explained(statements: readonly Captured[]): Promise<Map<string, Reads>> {
  const reads = new Map<string, Reads>();
  for (const statement of statements) {
    if (/^(outbox|webhook|idempotency)/.test(statement.name)) continue;
    reads.set(statement.name || "availability", await readsOf(explainer, statement));
  }
  return reads;
}

/** Checks that each of the named statements was sent, and that no statement reads more than the limits. */
function expectBounded(
  reads: ReadonlyMap<string, Reads>,
  names: readonly string[],
  { claims, pages }: { claims: number; pages: number },
): void {
  expect([...reads.keys()]).toEqual(expect.arrayContaining([...names]));
  const beyond = [...reads].filter(([, read]) => read.claims > claims || read.pages > pages);
  expect(beyond).toEqual([]);
}

const DAY = 24 * 60;
/** A free window between two taken ones. */
const free = (slot: number, day: number) => ({
  slotId: slotId(slot),
  from: day * DAY + 240,
  to: day * DAY + 300,
});
const bookings = (...windows: Minutes[]) => ({
  input: { vehicleId: driver.vehicleId, items: scene.items(...windows) },
});
/** Deletes a reservation without a trace. */
const forget = (reservationId: string) =>
  scene.database.query(`
    set session_replication_role = replica;
    delete from reservation_history where reservation_id = '${reservationId}';
    delete from reservation_items where reservation_id = '${reservationId}';
    delete from reservations where id = '${reservationId}';
    set session_replication_role = default;`);

describe("with 400,000 windows", () => {
  test("availability reads only the windows of the requested slots and days", async () => {
    expect(await scene.database.query("select count(*)::int as count from reservation_items")).toEqual([
      { count: WINDOWS },
    ]);
    const slotIds = Array.from({ length: SLOTS / 2 }, (_, number) => slotId(number));
    const month = { from: scene.at(DAY), to: scene.at(32 * DAY) };
    const all = await readsOfWork(() =>
      scene.anonymous.request(Availability, { filter: { slotIds }, ...month }),
    );
    // Each window is read as an item and as a reservation. Each of these takes two or three pages, including the index.
    expectBounded(all, ["availability"], {
      claims: slotIds.length * IN_A_MONTH * 2,
      pages: slotIds.length * IN_A_MONTH * 6,
    });
    const day = { from: scene.at(DAY), to: scene.at(2 * DAY) };
    const few = await readsOfWork(() =>
      scene.anonymous.request(Availability, { filter: { slotIds: slotIds.slice(0, 3) }, ...day }),
    );
    expectBounded(few, ["availability"], { claims: 3 * 6 * 2, pages: 3 * 6 * 6 + 50 });
  });

  test("a booking and a refused booking read only windows near their own", async () => {
    const windows = [free(100, 20), free(101, 20), free(102, 20)];
    let id = "";
    const made = await readsOfWork(
      async () => {
        id = (await driver.client.request(CreateReservation, bookings(...windows))).createReservation
          .reservation.id;
      },
      async () => void (await forget(id)),
    );
    const names = ["slot_ledger.lock", "calendar.overlapping", "sessions.follow_ends"];
    expectBounded(made, [...names, "reservations.insert"], { claims: 30, pages: 300 });
    const taken = { slotId: slotId(100), from: 2 * DAY, to: 33 * DAY };
    const refused = await readsOfWork(() => driver.client.refusal(CreateReservation, bookings(taken)));
    expectBounded(refused, ["calendar.overlapping"], { claims: IN_A_MONTH * 2, pages: IN_A_MONTH * 6 });
  });

  test("rescheduling and cancelling read only the old and the new windows", async () => {
    const { createReservation } = await driver.client.request(CreateReservation, bookings(free(103, 20)));
    const { id } = createReservation.reservation;
    const items = scene.items(free(104, 21));
    const input = { reservationId: id, items };
    const undo = () => scene.database.query("delete from reservation_items where reservation_id = $1", [id]);
    const moved = await readsOfWork(
      () => driver.client.request(Reschedule, { input }),
      async () => void (await undo()),
    );
    expectBounded(moved, ["calendar.overlapping", "reservations.take_heads"], { claims: 30, pages: 300 });
    await forget(id);
    const other = await driver.client.request(CreateReservation, bookings(free(105, 20)));
    const cancel = { input: { reservationId: other.createReservation.reservation.id } };
    const cancelled = await readsOfWork(() => driver.client.request(CancelReservation, cancel));
    expectBounded(cancelled, ["reservations.release", "reservations.take_heads"], { claims: 30, pages: 300 });
  });

  test("starting or stopping a session reads only the next window of its slot", async () => {
    let id = "";
    const started = await readsOfWork(
      async () => {
        ({ id } = await driver.charge(slotId(500)));
      },
      async () => void (await scene.database.query("delete from charging_sessions where id = $1", [id])),
    );
    expectBounded(started, ["sessions.insert"], { claims: 30, pages: 300 });
    ({ id } = await driver.charge(slotId(502)));
    let booked = "";
    const followed = await readsOfWork(
      async () => {
        const { createReservation } = await driver.client.request(CreateReservation, bookings(free(502, 20)));
        booked = createReservation.reservation.id;
      },
      async () => void (await forget(booked)),
    );
    expect(followed.get("sessions.follow_ends")?.claims).toBeLessThanOrEqual(10);
    const stopped = await readsOfWork(() => driver.client.request(StopSession, { input: { sessionId: id } }));
    expectBounded(stopped, ["reservations.take_heads"], { claims: 30, pages: 300 });
  });

  test("a sweep reads what is due, and almost nothing when nothing is due", async () => {
    await scene.app.sweep();
    const idle = await readsOfWork(() => scene.app.sweep());
    expectBounded(idle, ["expiry.what_is_due"], { claims: 10, pages: 50 });
    // The next window of each slot, in two batches of at most 500, with ten rows for each, including those written.
    await scene.goTo(50);
    const due = await readsOfWork(
      () => scene.app.sweep(),
      async () =>
        void (await scene.database.query(
          "update reservation_items set held_at = null, hold_due_at = hold_from where held_at is not null and released_at is null",
        )),
    );
    const names = ["calendar.take_due_slots", "calendar.read_due_holds", "reservations.take_heads"];
    expectBounded(due, ["expiry.what_is_due", ...names], { claims: 500 * 12, pages: 500 * 70 });
  });
});
