import { afterAll, beforeAll, expect, test } from "vitest";
import { createServices } from "../../src/composition/services.ts";
import { readConfig } from "../../src/config.ts";
import { createDataSource } from "../../src/database/data-source.ts";
import { Database } from "../../src/database/database.ts";
import { itemsByReservations, reservationsByIds } from "../../src/reservations/reservation.queries.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { portsWithSlots } from "../../src/slots/port-slots.queries.ts";
import { slotsByIds, slotsByPorts } from "../../src/slots/slot.queries.ts";
import { vehiclesByIds } from "../../src/vehicles/vehicle.queries.ts";
import { type Driver, openScene, type Scene } from "../support/scene.ts";
import type { Site } from "../support/site.ts";

let scene: Scene;
let site: Site;
let driver: Driver;
beforeAll(async () => {
  scene = await openScene();
  site = await scene.newSite();
  driver = await scene.newDriver();
});
afterAll(() => scene.close());

// PostgreSQL makes five custom plans for a statement before it compares their cost with a generic plan's.
const TIMES = 8;

interface Prepared {
  readonly name: string;
  readonly kept: number;
  readonly made: number;
}

/** Repeats `work` over one connection. @returns statements with list parameters, and how often each was planned. */
async function plansOf(
  writeBatchSize: number,
  work: (services: ReturnType<typeof createServices>, db: Database) => Promise<unknown>,
): Promise<Prepared[]> {
  const log = createLogger({ level: "silent", readable: false });
  const { url } = scene.database;
  const dataSource = await createDataSource({ url, log, poolSize: 1 }).initialize();
  try {
    const db = new Database(dataSource);
    const config = { ...readConfig({ DATABASE_URL: url }), writeBatchSize };
    const services = createServices(config, db, { onCommitted: () => {}, log });
    for (let time = 0; time < TIMES; time++) await work(services, db);
    return await db.query<Prepared>({
      text: `select name, generic_plans as kept, custom_plans as made from pg_prepared_statements
        where 'text[]' = any(parameter_types::text[]) and generic_plans + custom_plans >= ${TIMES}`,
    });
  } finally {
    await dataSource.destroy();
  }
}

function expectKept(prepared: readonly Prepared[]): void {
  expect(prepared.filter(({ made, kept }) => made > 5 || kept === 0)).toEqual([]);
}

test("reads by one key use a generic plan that PostgreSQL keeps", async () => {
  const [slotId = ""] = site.slotIds;
  const { id } = await driver.book([slotId]);
  const prepared = await plansOf(256, async (_, db) => {
    await portsWithSlots(db, [site.portId]);
    await slotsByIds(db, [slotId]);
    await slotsByPorts(db, [site.portId]);
    await vehiclesByIds(db, [driver.vehicleId]);
    await reservationsByIds(db, [id]);
    await itemsByReservations(db, [id]);
  });
  expect(prepared.length).toBeGreaterThanOrEqual(5);
  expectKept(prepared);
});

test.each([
  ["by one driver", 256, 1],
  ["by three drivers at once", 256, 3],
  ["without batches", 1, 1],
] as const)(
  "creating and cancelling reservations %s uses generic plans that PostgreSQL keeps",
  async (_, size, together) => {
    const { slotIds } = await scene.newSite(together);
    const requests = await Promise.all(slotIds.map(newRequest));
    const prepared = await plansOf(size, async ({ reservations }) => {
      const made = await Promise.all(
        requests.map(async ({ by, request }) => {
          const { id } = await reservations.create(by, request, null);
          return { by, id };
        }),
      );
      await Promise.all(made.map(({ by, id }) => reservations.cancel(by, id, null)));
    });
    expect(prepared.length).toBeGreaterThanOrEqual(8);
    // Reservations that are requested together are written together.
    const insert = prepared.find(({ name }) => name === "reservations.insert");
    expect((insert?.kept ?? 0) + (insert?.made ?? 0)).toBe(TIMES);
    expectKept(prepared);
  },
);

/** A driver's request for a slot. */
async function newRequest(slotId: string) {
  const { vehicleId } = await scene.newDriver();
  const [vehicle] = await scene.database.query<{ userId: string }>(
    'select owner_id as "userId" from vehicles where id = $1',
    [vehicleId],
  );
  const userId = vehicle?.userId ?? "";
  const caller = { userId, roles: new Set(["DRIVER" as const]), organisation: null, expiresAt: null };
  const request = {
    vehicleId,
    items: [{ slotId, startAt: null, endAt: null }],
    status: "ACTIVE",
    reservedUntil: null,
    joinWaitlist: false,
    notes: null,
  } as const;
  return { by: { caller, requestId: "1" }, request };
}
