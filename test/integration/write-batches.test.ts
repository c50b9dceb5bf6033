import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CreateReservation } from "../../src/reservations/creation/reservation-creator.ts";
import type { ReservationView } from "../../src/reservations/reservation.queries.ts";
import { newId } from "../../src/shared/ids.ts";
import { expectHealthy } from "../support/scene.ts";
import { namer, openTwins, settle, type Twins, type World } from "../support/write-twins.ts";

let twins: Twins;
beforeAll(async () => {
  twins = await openTwins();
});
afterAll(async () => {
  await expectHealthy(twins.together.database);
  await twins.close();
});

const driver = fc.nat(3);
const LATER = new Date("2099-01-01T00:00:00Z");
const BEFORE = new Date("2020-01-01T00:00:00Z");

const wanted = fc.record({
  driver,
  vehicle: fc.oneof(
    { weight: 10, arbitrary: fc.constant("own" as const) },
    { weight: 1, arbitrary: fc.constantFrom("removed" as const, "other" as const, "unknown" as const) },
  ),
  // One of the eight slots of a world. The ninth does not exist.
  slot: fc.nat(8),
  status: fc.constantFrom("ACTIVE" as const, "PENDING" as const),
  until: fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom(LATER, BEFORE) },
  ),
  notes: fc.option(fc.constantFrom("by the door", 'ünïcode \\ " {,}')),
  key: fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.constant("new" as const) },
    { weight: 1, arbitrary: fc.record({ again: fc.nat(5), changed: fc.boolean() }) },
  ),
});
type Wanted = typeof wanted extends fc.Arbitrary<infer Value> ? Value : never;

const step = fc.oneof(
  { weight: 4, arbitrary: fc.array(wanted, { minLength: 1, maxLength: 12 }).map((create) => ({ create })) },
  {
    weight: 4,
    arbitrary: fc
      .array(fc.record({ recent: fc.nat(9), driver: fc.option(driver) }), { minLength: 1, maxLength: 8 })
      .map((cancel) => ({ cancel })),
  },
  { weight: 1, arbitrary: fc.record({ driver, slot: fc.nat(5) }).map((queue) => ({ queue })) },
);

interface Sent {
  readonly driver: number;
  readonly request: CreateReservation;
  readonly key: string | null;
}

/** The requests to send. Those with a key are remembered, so that they can be repeated. */
function toSent(world: World, requests: readonly Wanted[], keyed: Sent[]): Sent[] {
  return requests.map(({ driver, vehicle, slot, status, until, notes, key }) => {
    const own = world.drivers[driver];
    const vehicles = {
      own: own?.vehicleId,
      removed: own?.removedVehicleId,
      other: world.drivers[(driver + 1) % 4]?.vehicleId,
      unknown: newId("vehicle"),
    };
    const first = typeof key === "object" && key ? keyed.at(-1 - key.again) : undefined;
    if (first && typeof key === "object" && key) {
      // For the same slot, so that both twins decide the two in the same order.
      return key.changed ? { ...first, request: { ...first.request, notes: "another" } } : first;
    }
    const slotId = world.slotIds[slot] ?? newId("slot");
    const request = {
      vehicleId: vehicles[vehicle] ?? "",
      items: [{ slotId, startAt: null, endAt: null }],
      ...{ status, reservedUntil: until, joinWaitlist: false, notes },
    };
    const sent = { driver, request, key: key === "new" ? newId("audit") : null };
    if (sent.key !== null) keyed.push(sent);
    return sent;
  });
}

test("concurrent requests have the same answers and rows as if they came one after the other", async () => {
  const property = fc.asyncProperty(
    fc.array(step, { minLength: 1, maxLength: 10, size: "max" }),
    async (steps) => {
      const world = await twins.newWorld();
      const made: [together: ReservationView, byItself: ReservationView][] = [];
      const keyed: Sent[] = [];
      const by = (driver: number) => ({
        caller: (world.drivers[driver] as World["drivers"][number]).caller,
        requestId: "r",
      });
      for (const each of steps) {
        if ("create" in each) {
          const sent = toSent(world, each.create, keyed);
          await compare(made, sent, ({ reservations }, { driver, request, key }) =>
            reservations.create(by(driver), request, key),
          );
        } else if ("queue" in each) {
          const { driver, slot } = each.queue;
          const items = [{ slotId: world.slotIds[slot] ?? "", startAt: null, endAt: null }];
          const vehicleId = world.drivers[driver]?.vehicleId ?? "";
          const request = {
            vehicleId,
            items,
            status: "ACTIVE",
            reservedUntil: null,
            joinWaitlist: true,
            notes: null,
          } as const;
          await compare(made, [request], ({ reservations }) =>
            reservations.create(by(driver), request, null),
          );
        } else {
          const chosen = each.cancel.flatMap(({ recent, driver }) => {
            const pair = made.at(-1 - recent);
            if (!pair) return [];
            const owner = world.drivers.findIndex(({ caller }) => caller.userId === pair[0].ownerId);
            return [{ pair, by: driver ?? owner, isOwn: driver === null || driver === owner }];
          });
          await compare([], inOrder(chosen), (twin, { pair, by: driver }) => {
            const reservation = twin === twins.together ? pair[0] : pair[1];
            return twin.reservations.cancel(by(driver), reservation.id, "no longer");
          });
        }
      }
      const { together, byThemselves } = await twins.rows();
      expect(together).toEqual(byThemselves);
    },
  );
  await fc.assert(property, { numRuns: 30 });
  const transactions = "select count(distinct xid)::int as count from outbox";
  const [together] = await twins.together.database.query<{ count: number }>(transactions);
  const [byThemselves] = await twins.byThemselves.database.query<{ count: number }>(transactions);
  expect(together?.count).toBeLessThan(byThemselves?.count ?? 0);
});

/**
 * An order that both twins decide alike: the last of a waitlist first, so that no reservation is promoted that is about
 * to be cancelled, and then the cancellations that come too late or are not by the owner.
 */
function inOrder<Cancelling extends { pair: [ReservationView, ReservationView]; isOwn: boolean }>(
  chosen: readonly Cancelling[],
): Cancelling[] {
  const first = new Map(
    chosen
      .filter(({ isOwn }) => isOwn)
      .map((each) => [each.pair, each] as const)
      .toReversed(),
  );
  const effective = new Set(first.values());
  const lastFirst = [...effective].toSorted((a, b) => b.pair[0].number - a.pair[0].number);
  return [...lastFirst, ...chosen.filter((each) => !effective.has(each))];
}

/** Sends the same requests to both, concurrently to one and one by one to the other, and compares the answers. */
async function compare<Request>(
  made: [ReservationView, ReservationView][],
  requests: readonly Request[],
  send: (twin: Twins["together"], request: Request) => Promise<ReservationView>,
): Promise<void> {
  const together = await Promise.all(requests.map((request) => settle(send(twins.together, request))));
  const byThemselves: unknown[] = [];
  for (const request of requests) byThemselves.push(await settle(send(twins.byThemselves, request)));
  const nameOne = await namer(twins.together.database);
  const nameOther = await namer(twins.byThemselves.database);
  expect(together.map((each) => nameOne(JSON.stringify(each)))).toEqual(
    byThemselves.map((each) => nameOther(JSON.stringify(each))),
  );
  for (const [index, answer] of together.entries()) {
    const pair = [answer, byThemselves[index]] as [ReservationView, ReservationView];
    if (pair[0].number !== undefined && made.every(([known]) => known.id !== pair[0].id)) made.push(pair);
  }
}
