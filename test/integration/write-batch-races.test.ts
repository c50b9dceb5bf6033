import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whenServed } from "../support/calendar-race.ts";
import { eventually } from "../support/eventually.ts";
import { CancelReservation, CreateReservation } from "../support/operations.ts";
import { type Driver, expectHealthy, openScene, readReservation, type Scene } from "../support/scene.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

const DRIVERS = 24;
const SLOTS = 12;

async function newDrivers(scene: Scene, count: number): Promise<Driver[]> {
  return Promise.all(Array.from({ length: count }, () => scene.newDriver()));
}

function book({ client, vehicleId }: Driver, slotId: string, extra = {}) {
  return client.send(CreateReservation, { input: { vehicleId, items: [{ slotId }], ...extra } });
}

async function expectGaplessCodes(database: TestDatabase): Promise<void> {
  const [codes] = await database.query(
    `select count(*)::int as count, coalesce(max(number), 0)::int as last,
        (select last_number::int from reservation_counter) as counter from reservations`,
  );
  expect(codes).toEqual({ count: codes?.["count"], last: codes?.["count"], counter: codes?.["count"] });
}

describe("hundreds of concurrent requests at two servers", () => {
  let one: Scene;
  let two: Scene;
  let drivers: Driver[];
  let slotIds: readonly string[];
  beforeAll(async () => {
    one = await openScene();
    two = await openScene({ database: one.database });
    drivers = (await Promise.all([newDrivers(one, DRIVERS / 2), newDrivers(two, DRIVERS / 2)])).flat();
    ({ slotIds } = await one.newSite(SLOTS));
  });
  afterAll(async () => {
    await expectGaplessCodes(one.database);
    await expectHealthy(one.database);
    await two.close();
    await one.close();
  });

  const request = fc.record({
    driver: fc.nat(DRIVERS - 1),
    slot: fc.nat(SLOTS - 1),
    // Some requests are not batched, because they are for several slots.
    also: fc.option(fc.nat(SLOTS - 1), { freq: 8 }),
    keyed: fc.boolean(),
  });

  test("give each slot to one of the drivers who want it, and free it when that one cancels", async () => {
    const property = fc.asyncProperty(
      fc.array(request, { minLength: 100, maxLength: 200, size: "max" }),
      async (requests) => {
        const answers = await Promise.all(
          requests.map(({ driver, slot, also, keyed }) => {
            const { client, vehicleId } = drivers[driver] as Driver;
            const items = [slot, ...(also === null || also === slot ? [] : [also])];
            const input = {
              vehicleId,
              items: items.map((index) => ({ slotId: slotIds[index] ?? "" })),
              idempotencyKey: keyed ? randomUUID() : null,
            };
            return whenServed(() => client.send(CreateReservation, { input }));
          }),
        );
        const made = answers.flatMap(({ data, errors }, index) => {
          if (data)
            return [{ ...data.createReservation.reservation, ...(requests[index] as { driver: number }) }];
          expect(errors?.[0]?.extensions).toMatchObject({
            code: "SLOT_NOT_AVAILABLE",
            currentStatus: "BOOKED",
          });
          return [];
        });
        const taken = made.flatMap(({ items }) => items.map(({ slot }) => slot.id));
        expect(new Set(taken).size).toBe(taken.length);
        // Every wanted slot was given to someone: the first of the requests for it succeeds.
        const wanted = requests.filter(({ also }) => also === null).map(({ slot }) => slotIds[slot]);
        expect(wanted.filter((slotId) => slotId && !taken.includes(slotId))).toEqual([]);
        // Each reservation is cancelled by its owner, twice at the same time, and by another driver, who is refused.
        const cancelled = await Promise.all(
          made.flatMap(({ id, driver }) => {
            const input = { input: { reservationId: id } };
            const owner = drivers[driver] as Driver;
            const stranger = drivers[(driver + 1) % DRIVERS] as Driver;
            return [owner, owner, stranger].map(({ client }) =>
              whenServed(() => client.send(CancelReservation, input)),
            );
          }),
        );
        const codes = cancelled.map(({ errors }) => errors?.[0]?.extensions.code ?? "done");
        for (const code of ["done", "INVALID_STATE", "NOT_FOUND"])
          expect(codes.filter((each) => each === code)).toHaveLength(made.length);
        const free = await one.database.query("select from slots where status = 'AVAILABLE'");
        expect(free).toHaveLength(SLOTS);
      },
    );
    // Does not shrink a failure, because the slots left taken would fail every smaller case as well.
    await fc.assert(property, { numRuns: 4, endOnFailure: true });
  });

  test("with one idempotency key get the same answer at both servers", async () => {
    const { client, vehicleId } = drivers[0] as Driver;
    const [slotId = ""] = slotIds;
    const input = { vehicleId, items: [{ slotId }], idempotencyKey: randomUUID() };
    const clients = [client, client.at(two.url)];
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => clients[index % 2]?.send(CreateReservation, { input })),
    );
    expect(answers[0]?.data).toBeTruthy();
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const reservationId = answers[0]?.data?.createReservation.reservation.id ?? "";
    await client.request(CancelReservation, { input: { reservationId } });
  });

  test("in which a holder and all who wait cancel leave the slot free", async () => {
    const line = drivers.slice(0, 6);
    const [slotId = ""] = slotIds;
    const ids: string[] = [];
    for (const driver of line)
      ids.push((ids.length === 0 ? await driver.book([slotId]) : await driver.queue(slotId)).id);
    await Promise.all(
      line.map(({ client }, index) =>
        client.request(CancelReservation, { input: { reservationId: ids[index] ?? "" } }),
      ),
    );
    const [slot] = await one.database.query("select status from slots where id = $1", [slotId]);
    expect(slot).toEqual({ status: "AVAILABLE" });
    for (const [index, { client }] of line.entries())
      expect((await readReservation(client, ids[index] ?? "")).status).toBe("CANCELLED");
  });
});

describe("a batch", () => {
  let scene: Scene;
  let drivers: Driver[];
  beforeAll(async () => {
    scene = await openScene({ config: { statementTimeoutSeconds: 2 } });
    drivers = await newDrivers(scene, 16);
  });
  afterAll(async () => {
    await expectGaplessCodes(scene.database);
    await expectHealthy(scene.database);
    await scene.close();
  });

  test("that the database refuses fails only the request that caused the refusal", async () => {
    const { slotIds } = await scene.newSite(16);
    await scene.database.query(
      "alter table reservations add constraint no_such_note check (notes is distinct from 'impossible')",
    );
    const answers = await Promise.all(
      drivers.map((driver, index) =>
        book(driver, slotIds[index] ?? "", index === 7 ? { notes: "impossible" } : {}),
      ),
    );
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions.code ?? "made");
    expect(codes).toEqual(drivers.map((_, index) => (index === 7 ? "INTERNAL_SERVER_ERROR" : "made")));
    await scene.database.query("alter table reservations drop constraint no_such_note");
  });

  test("does not wait for a locked slot, vehicle or reservation: only the request that needs it waits", async () => {
    // A server whose statements may wait for a lock until the test releases it.
    const patient = await openScene({ database: scene.database, config: { statementTimeoutSeconds: 60 } });
    const { slotIds } = await scene.newSite(8);
    const callers = drivers.slice(0, 8).map((each) => ({ ...each, client: each.client.at(patient.url) }));
    const ids: string[] = [];
    const bookNth = async (index: number) => {
      const { data, errors } = await book(callers[index] as Driver, slotIds[index] ?? "");
      ids[index] = data?.createReservation.reservation.id ?? "";
      return errors;
    };
    const cancelNth = async (index: number) => {
      const input = { reservationId: ids[index] ?? "" };
      return (await (callers[index] as Driver).client.send(CancelReservation, { input })).errors;
    };
    const expectOneToWait = async (table: string, id: string, busy: number, send: typeof bookNth) => {
      let waiting: ReturnType<typeof bookNth> | undefined;
      await scene.database.whileLocked(`select from ${table} where id = $1 for update`, [id], async () => {
        const answers = callers.map((_, index) => send(index));
        waiting = answers[busy];
        expect(await Promise.all(answers.filter((answer) => answer !== waiting))).toEqual(
          Array(7).fill(undefined),
        );
        await eventually(async () => expect(await scene.database.countLockWaits(table)).toBe(1));
      });
      expect(await waiting).toBeUndefined();
    };
    await expectOneToWait("slots", slotIds[3] ?? "", 3, bookNth);
    await expectOneToWait("reservations", ids[4] ?? "", 4, cancelNth);
    await expectOneToWait("vehicles", callers[5]?.vehicleId ?? "", 5, bookNth);
    for (const index of callers.keys()) expect(await cancelNth(index)).toBeUndefined();
    await patient.close();
  });

  test("of cancellations runs alone per line: the others wait in the next batch, not separately", async () => {
    const { slotIds } = await scene.newSite(1);
    const [slotId = ""] = slotIds;
    const [holder, ...others] = drivers as [Driver, ...Driver[]];
    const held = await holder.book([slotId]);
    const waiting: { id: string }[] = [];
    for (const other of others) waiting.push(await other.queue(slotId));
    const leave = ({ client }: Driver, { id }: { id: string }) =>
      client.send(CancelReservation, { input: { reservationId: id } });
    const leaving: ReturnType<typeof leave>[] = [];
    const begun = () =>
      scene.logged.filter(({ msg, name }) => msg === "executing" && name === "CancelReservation").length;
    const before = begun();
    await scene.database.whileLocked("lock table reservation_history in share mode", [], async () => {
      const [first, ...rest] = others as [Driver, ...Driver[]];
      leaving.push(leave(first, waiting[0] as { id: string }));
      await eventually(async () => expect(await scene.database.countLockWaits()).toBe(1));
      leaving.push(...rest.map((other, index) => leave(other, waiting[index + 1] as { id: string })));
      await eventually(() => expect(begun()).toBe(before + others.length));
      // Gives their statements time to reach PostgreSQL.
      await delay(50);
      expect(await scene.database.countLockWaits()).toBe(1);
    });
    for (const { errors } of await Promise.all(leaving)) expect(errors).toBeUndefined();
    expect((await leave(holder, held)).errors).toBeUndefined();
    const [slot] = await scene.database.query("select status from slots where id = $1", [slotId]);
    expect(slot).toEqual({ status: "AVAILABLE" });
  });

  test("that cannot get its codes in time is SERVICE_UNAVAILABLE and changes nothing", async () => {
    const { slotIds } = await scene.newSite(8);
    await scene.database.whileLocked("select from reservation_counter for update", [], async () => {
      const answers = await Promise.all(
        drivers.slice(0, 8).map((driver, index) => book(driver, slotIds[index] ?? "")),
      );
      for (const { errors } of answers) expect(errors?.[0]?.extensions.code).toBe("SERVICE_UNAVAILABLE");
    });
    const taken = await scene.database.query(
      "select from slots where id = any($1) and status <> 'AVAILABLE'",
      [slotIds],
    );
    expect(taken).toEqual([]);
    await (drivers[0] as Driver).book([slotIds[0] ?? ""]);
  });
});

describe("a database that loses its connections during bookings", () => {
  test("keeps all reservations that were answered, with codes without gaps", async () => {
    const database = await createTestDatabase();
    const scene = await openScene({ database });
    const drivers = await newDrivers(scene, 16);
    const { slotIds } = await scene.newSite(100);
    const told: string[] = [];
    let isOver = false;
    const loads = drivers.map(async (driver, index) => {
      for (let next = index; !isOver; ) {
        const { data, errors } = await book(driver, slotIds[next % slotIds.length] ?? "");
        const code = errors?.[0]?.extensions.code;
        // The outcome of an unanswered commit is unknown, so its slot may be taken.
        expect([undefined, "SERVICE_UNAVAILABLE", "SLOT_NOT_AVAILABLE"]).toContain(code);
        if (!data) next += drivers.length;
        if (!data) continue;
        const { id } = data.createReservation.reservation;
        told.push(id);
        await driver.client.send(CancelReservation, { input: { reservationId: id } });
      }
    });
    for (let time = 0; time < 8; time++) {
      const enough = told.length + 5 + time;
      await eventually(() => expect(told.length).toBeGreaterThan(enough));
      await database.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name = 'slotwire'",
      );
    }
    isOver = true;
    await Promise.all(loads);
    const kept = await database.query("select from reservations where id = any($1)", [told]);
    expect(kept).toHaveLength(told.length);
    await expectGaplessCodes(database);
    await expectHealthy(database);
    await scene.close();
    await database.drop();
  });
});
