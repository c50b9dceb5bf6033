import { afterAll, beforeAll, expect, test } from "vitest";
import type { ApiClient } from "../support/api-client.ts";
import { dataOf } from "../support/organisations.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { registerVehicle } from "../support/site.ts";

const ORGANISATION = "acme";

let scene: Scene;
let codes: readonly string[];
beforeAll(async () => {
  scene = await openScene({ manualDeadlines: true });
  codes = await makeSome();
});
afterAll(() => scene.close());

const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** Reservations whose times are not in the order of their numbers: the clock is read before a number is drawn. */
async function makeSome(): Promise<string[]> {
  const [there, elsewhere] = [await scene.newSite(9), await scene.newSite(6)];
  await scene.database.query("update stations set organisation = $1 where id = $2", [
    ORGANISATION,
    there.stationId,
  ]);
  const driver = await scene.newDriver();
  const own = { ...driver, client: await both(), vehicleId: await registerVehicle(await both()) };
  const made: string[] = [];
  for (const [index, slotId] of there.slotIds.entries()) {
    const isOwn = index % 3 === 1;
    made.push(isOwn ? await book(own.client, own.vehicleId, slotId) : (await driver.book([slotId])).code);
    const other = elsewhere.slotIds[index];
    if (other) made.push(await book(own.client, own.vehicleId, other));
  }
  await scene.database.query(
    "update reservations set created_at = slotwire_now() - ((number + 2 * (number % 3)) % 7) * interval '1 minute'",
  );
  return made.toSorted();
}

const both = () => scene.asMember(ORGANISATION, "operator-who-drives", "OPERATOR", "DRIVER");

async function book(client: ApiClient, vehicleId: string, slotId: string): Promise<string> {
  const input = { vehicleId, items: [{ slotId }] };
  const query =
    "mutation ($input: CreateReservationInput!) { createReservation(input: $input) { reservation { code } } }";
  const { createReservation } = await dataOf<{ createReservation: { reservation: { code: string } } }>(
    client,
    query,
    { input },
  );
  return createReservation.reservation.code;
}

interface Listed {
  reservations: {
    totalCount: number;
    edges: { node: { code: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

async function readAll(client: ApiClient, filter: object, first: number): Promise<string[]> {
  const query = `query ($filter: ReservationFilter, $first: Int, $after: String) {
    reservations(filter: $filter, first: $first, after: $after) {
      totalCount edges { node { code } } pageInfo { hasNextPage endCursor } } }`;
  const read = async (after: string | null, pages = 1): Promise<string[]> => {
    const { reservations } = await dataOf<Listed>(client, query, { filter, first, after });
    const { hasNextPage, endCursor } = reservations.pageInfo;
    expect(reservations.totalCount).toBe(codes.length);
    expect(pages).toBeLessThanOrEqual(codes.length);
    const page = reservations.edges.map(({ node }) => node.code);
    return [...page, ...(hasNextPage ? await read(endCursor, pages + 1) : [])];
  };
  return read(null);
}

test.each([
  ["no filter", {}],
  ["createdAfter", { createdAfter: daysFromNow(-1) }],
  ["createdBefore", { createdBefore: daysFromNow(1) }],
  ["reservedUntilBefore", { reservedUntilBefore: daysFromNow(1) }],
  ["createdAfter and a status", { createdAfter: daysFromNow(-1), statuses: ["ACTIVE"] }],
  ["createdAfter and not hidden", { createdAfter: daysFromNow(-1), hidden: false }],
])(
  "an operator who is also a driver lists each reservation exactly once, at any page size: %s",
  async (_, filter) => {
    const client = await both();
    const inOrder = await readAll(client, filter, 100);
    expect(inOrder.toSorted()).toEqual(codes);
    for (const first of [1, 2, 4]) expect(await readAll(client, filter, first)).toEqual(inOrder);
  },
);
