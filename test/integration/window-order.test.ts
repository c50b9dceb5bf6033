import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiClient } from "../support/api-client.ts";
import { graphql } from "../support/gql/gql.ts";
import type { ReservationFilter } from "../support/gql/graphql.ts";
import { CancelReservation, HideReservation } from "../support/operations.ts";
import { openReadCounter, type ReadCounter } from "../support/read-counter.ts";
import { type Driver, openScene, type Scene } from "../support/scene.ts";
import type { TestDatabase } from "../support/test-database.ts";

const ByWindow = graphql(`
  query ByWindow($filter: ReservationFilter, $orderBy: ReservationOrder, $first: Int, $after: String) {
    reservations(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
      totalCount
      edges { node { code } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
const Reschedule = graphql(`
  mutation RescheduleInOrder($input: RescheduleReservationInput!) {
    rescheduleReservation(input: $input) { reservation { code } }
  }
`);

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ manualDeadlines: true });
});
afterAll(() => scene.close());

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const codesOf = ({ edges }: { edges: readonly { node: { code: string } }[] }) =>
  edges.map(({ node }) => node.code);

/** All items of the list, read page by page. */
async function readAll(client: ApiClient, filter: ReservationFilter, first = 2): Promise<string[]> {
  const rest = async (after: string | null): Promise<string[]> => {
    const { reservations } = await client.request(ByWindow, { filter, orderBy: "WINDOW", first, after });
    const { hasNextPage, endCursor = null } = reservations.pageInfo;
    return [...codesOf(reservations), ...(hasNextPage ? await rest(endCursor) : [])];
  };
  return rest(null);
}

describe("reservations ordered by window", () => {
  let slotIds: readonly string[];
  let stationId: string;
  beforeAll(async () => {
    ({ slotIds, stationId } = await scene.newSite(3));
    const calendar = `mutation ($id: ID!) { updateStation(input: { stationId: $id, bookingMode: CALENDAR }) { station { id } } }`;
    expect((await scene.operator.sendText(calendar, { id: stationId })).errors).toBeUndefined();
  });

  /** Books an hour of each slot, starting in that many hours. */
  async function book(driver: Driver, ...windows: [slot: number, hours: number][]) {
    const items = windows.map(([slot, hours]) => ({
      slotId: slotIds[slot] ?? "",
      startAt: inHours(hours),
      endAt: inHours(hours + 1),
    }));
    return driver.book([], { items });
  }

  test("are sorted by the start of their earliest window, and holds are left out", async () => {
    const driver = await scene.newDriver();
    const [hold = ""] = (await scene.newSite()).slotIds;
    const late = await book(driver, [0, 30]);
    const several = await book(driver, [0, 50], [1, 20]);
    await driver.book([hold]);
    const soon = await book(driver, [1, 10]);
    const latest = await book(driver, [2, 60]);
    const inOrder = [soon, several, late, latest].map(({ code }) => code);
    expect(await readAll(driver.client, {})).toEqual(inOrder);
    expect(await readAll(scene.operator, { stationId })).toEqual(inOrder);
    expect(await readAll(scene.operator, { slotId: slotIds[0] })).toEqual([several.code, late.code]);
    const { reservations } = await driver.client.request(ByWindow, { orderBy: "WINDOW", first: 1 });
    expect(reservations.totalCount).toBe(4);

    const between = { windowAfter: inHours(15), windowBefore: inHours(55) };
    expect(await readAll(driver.client, between)).toEqual([several.code, late.code]);
    expect(await readAll(scene.operator, { ...between, stationId })).toEqual([several.code, late.code]);

    await driver.client.request(CancelReservation, { input: { reservationId: several.id } });
    await driver.client.request(HideReservation, { id: several.id });
    expect(await readAll(driver.client, { hidden: false })).toEqual([soon.code, late.code, latest.code]);
    expect(await readAll(driver.client, { hidden: true })).toEqual([several.code]);
    expect(await readAll(driver.client, { statuses: ["ACTIVE"] })).toEqual([
      soon.code,
      late.code,
      latest.code,
    ]);
  });

  test("move to their new place once they are rescheduled, also in their slot's list", async () => {
    const driver = await scene.newDriver();
    const first = await book(driver, [0, 110]);
    const second = await book(driver, [0, 120]);
    const items = [{ slotId: slotIds[0] ?? "", startAt: inHours(130), endAt: inHours(131) }];
    await driver.client.request(Reschedule, { input: { reservationId: first.id, items } });
    expect(await readAll(driver.client, {})).toEqual([second.code, first.code]);
    const filter = { slotId: slotIds[0], windowAfter: inHours(100) };
    expect(await readAll(scene.operator, filter)).toEqual([second.code, first.code]);
  });

  test("that begin at the same time are sorted by number, whatever the page size", async () => {
    const driver = await scene.newDriver();
    const startAt = inHours(200);
    const codes: string[] = [];
    for (const slotId of slotIds) {
      const items = [{ slotId, startAt, endAt: inHours(201) }];
      codes.push((await driver.book([], { items })).code);
    }
    expect(await readAll(driver.client, {}, 1)).toEqual(codes);
    expect(await readAll(scene.operator, { stationId, windowAfter: inHours(199) }, 1)).toEqual(codes);
  });

  test("have cursors and filters of their own", async () => {
    const driver = await scene.newDriver();
    await book(driver, [0, 300]);
    const cursorOf = async (orderBy: "NEWEST" | "WINDOW") =>
      (await driver.client.request(ByWindow, { orderBy })).reservations.pageInfo.endCursor;
    const refusal = async (variables: object) => {
      const text = `query ($filter: ReservationFilter, $orderBy: ReservationOrder, $after: String) {
        reservations(filter: $filter, orderBy: $orderBy, after: $after) { edges { node { code } } } }`;
      const { errors } = await driver.client.sendText(text, variables);
      return errors?.map(({ message, extensions }) => [extensions?.["code"], message]);
    };
    const foreign = [["BAD_USER_INPUT", "after: must be a cursor that this list returned"]];
    const forged = (...key: unknown[]) =>
      Buffer.from(JSON.stringify(["reservations.by_window", ...key])).toString("base64url");
    expect(await refusal({ orderBy: "WINDOW", after: await cursorOf("NEWEST") })).toEqual(foreign);
    expect(await refusal({ orderBy: "NEWEST", after: await cursorOf("WINDOW") })).toEqual(foreign);
    expect(await refusal({ orderBy: "WINDOW", after: forged(1, 9e15) })).toEqual(foreign);
    expect(await refusal({ orderBy: "WINDOW", after: forged(1, "now") })).toEqual(foreign);
    expect(await refusal({ orderBy: "WINDOW", after: await cursorOf("WINDOW") })).toBeUndefined();
    expect(await refusal({ orderBy: "WINDOW", after: forged(1, -62_167_219_200_000) })).toBeUndefined();
    expect(await refusal({ filter: { windowAfter: inHours(0) } })).toEqual([
      ["BAD_USER_INPUT", "filter.windowAfter: needs orderBy: WINDOW"],
    ]);
    expect(await refusal({ orderBy: "WINDOW", filter: { createdBefore: inHours(0) } })).toEqual([
      ["BAD_USER_INPUT", "filter.createdBefore: needs orderBy: NEWEST"],
    ]);
  });
});

const FIRST = 20;
const RESERVATIONS = 120_000;
const SLOTS = 1_000;
const STATIONS = 50;
const id = (prefix: string, number: number) => `${prefix}_${String(number).padStart(26, "0")}`;

/** Reservations two minutes apart. Nine in ten have a window some days later, and most of the ended ones are hidden. */
async function fill(database: TestDatabase, vehicleId: string): Promise<void> {
  const idOf = (prefix: string, number: string) => `'${prefix}_' || lpad((${number})::text, 26, '0')`;
  await database.query(`
    set session_replication_role = replica;
    insert into stations (id, name) select ${idOf("station", "n")}, 'S' || n from generate_series(1, ${STATIONS}) n;
    insert into ports (id, station_id, label)
      select ${idOf("port", "n")}, ${idOf("station", "n")}, 'P' from generate_series(1, ${STATIONS}) n;
    insert into slots (id, port_id, label, version)
      select ${idOf("slot", "n")}, ${idOf("port", `n % ${STATIONS} + 1`)}, 'S', 1 from generate_series(0, ${SLOTS - 1}) n;
    insert into users (id, subject) select ${idOf("user", "n")}, 's' || n from generate_series(0, 4999) n;
    insert into vehicles (id, owner_id, plate)
      select ${idOf("vehicle", "n")}, ${idOf("user", "n")}, 'V' from generate_series(0, 4999) n;
    create temp table made as
      select n, case when n % 20 = 7 then '${vehicleId}' else ${idOf("vehicle", "n % 5000")} end as vehicle_id,
          slotwire_now() - (100000 - n) * interval '2 minutes' as created_at,
          case when n > 90000 and n % 11 = 0 then 'PENDING' when n > 90000 then 'ACTIVE' when n % 30000 = 1 then 'MISSED'
            when n % 10 = 1 then 'EXPIRED' when n % 10 = 2 then 'CANCELLED' else 'COMPLETED' end as status
        from generate_series(1, ${RESERVATIONS}) n;
    insert into reservations
        (id, number, vehicle_id, owner_id, status, reserved_until, created_at, updated_at, hidden_at, starts_at, dismissible_since)
      select ${idOf("reservation", "n")}, n, vehicle_id, v.owner_id, status, m.created_at + interval '9 days', m.created_at,
          m.created_at, case when status in ('EXPIRED', 'CANCELLED') and n < 85000 then m.created_at end,
          case when n % 10 > 0 then m.created_at + (n % 7) * interval '1 day' end,
          case when status in ('EXPIRED', 'MISSED', 'CANCELLED') then m.created_at end
        from made m join vehicles v on v.id = m.vehicle_id;
    insert into reservation_items (reservation_id, slot_id, position, start_at, end_at, starts_at, number)
      select id, ${idOf("slot", `number % ${SLOTS}`)}, 1, starts_at, starts_at + interval '1 hour', starts_at, number
        from reservations where number <= ${RESERVATIONS};
    drop table made;
    update reservation_counter set last_number = ${RESERVATIONS};
    set session_replication_role = default;
  `);
  await database.query("analyze");
}

describe("a page ordered by window, among many reservations", () => {
  let driver: Driver;
  let reads: ReadCounter;
  beforeAll(async () => {
    driver = await scene.newDriver();
    await scene.database.query("truncate reservations, reservation_items, reservation_history cascade");
    await fill(scene.database, driver.vehicleId);
    reads = await openReadCounter(scene.database);
  });
  afterAll(() => reads?.close());

  const List = `query ($filter: ReservationFilter, $after: String) {
    reservations(filter: $filter, orderBy: WINDOW, first: ${FIRST}, after: $after) { edges { node { code } } } }`;
  const page = async (client: ApiClient, filter: ReservationFilter, after: string | null = null) =>
    (await client.request(ByWindow, { filter, orderBy: "WINDOW", first: FIRST, after })).reservations;

  const { windowAfter, windowBefore } = { windowAfter: inHours(24), windowBefore: inHours(-2000) };
  const atSlots = (
    condition: string,
  ) => `exists (select from reservation_items i join slots s on s.id = i.slot_id
    join ports p on p.id = s.port_id where i.reservation_id = r.id and ${condition})`;
  const atStation = atSlots(`p.station_id = '${id("station", 7)}'`);
  // The number of places that the page is merged from, and the equivalent SQL condition.
  const filters: [name: string, filter: ReservationFilter, places: number, condition: string][] = [
    ["no filter", {}, 9, "true"],
    ["future windows", { windowAfter }, 9, `starts_at > '${windowAfter}'`],
    ["the oldest windows", { windowBefore }, 9, `starts_at < '${windowBefore}'`],
    ["the active reservations", { statuses: ["ACTIVE"] }, 2, "status = 'ACTIVE'"],
    ["a rare status", { statuses: ["MISSED"] }, 2, "status = 'MISSED'"],
    ["hidden reservations", { hidden: true }, 8, "hidden_at is not null"],
    [
      "visible reservations of a status that is mostly hidden",
      { hidden: false, statuses: ["EXPIRED"] },
      1,
      "hidden_at is null and status = 'EXPIRED'",
    ],
    [
      "future windows of two statuses",
      { statuses: ["PENDING", "ACTIVE"], windowAfter },
      4,
      `status in ('PENDING', 'ACTIVE') and starts_at > '${windowAfter}'`,
    ],
    ["a slot", { slotId: id("slot", 77) }, 1, atSlots(`s.id = '${id("slot", 77)}'`)],
    ["a station", { stationId: id("station", 7) }, SLOTS / STATIONS, atStation],
    [
      "future windows at a station",
      { stationId: id("station", 7), windowAfter },
      SLOTS / STATIONS,
      `starts_at > '${windowAfter}' and ${atStation}`,
    ],
    ["a vehicle", { vehicleId: id("vehicle", 77) }, 1, `vehicle_id = '${id("vehicle", 77)}'`],
    ["an owner", { ownerId: id("user", 77) }, 2, `owner_id = '${id("user", 77)}'`],
    [
      "an owner's hidden reservations",
      { ownerId: id("user", 71), hidden: true },
      2,
      `owner_id = '${id("user", 71)}' and hidden_at is not null`,
    ],
  ];

  async function expectBounded(client: ApiClient, filter: ReservationFilter, places: number) {
    const { endCursor } = (await page(client, filter)).pageInfo;
    // Three times the page and one more row from each place.
    const bound = 3 * (FIRST + 1) * places;
    for (const after of [null, endCursor])
      expect(await reads.ofQuery(client, List, { filter, after })).toBeLessThanOrEqual(bound);
  }

  test.each(filters)("is read by an operator within the limit of rows: %s", (_, filter, places) =>
    expectBounded(scene.operator, filter, places),
  );

  test.each([
    ["no filter", {}, 6],
    ["active reservations with future windows", { statuses: ["ACTIVE" as const], windowAfter }, 2],
    ["a rare status", { statuses: ["MISSED" as const] }, 1],
    ["hidden reservations", { hidden: true }, 3],
  ])("is read by a driver within the limit of rows: %s", (_, filter, places) =>
    expectBounded(driver.client, filter, places),
  );

  test.each(filters)(
    "has the same reservations as a query without an index: %s",
    async (_, filter, __, sql) => {
      const first = await page(scene.operator, filter);
      const second = first.pageInfo.hasNextPage
        ? await page(scene.operator, filter, first.pageInfo.endCursor)
        : null;
      const rows = await scene.database.query<{ number: string }>(
        `select number from reservations r where starts_at is not null and ${sql} order by starts_at, number limit ${2 * FIRST}`,
      );
      const codes = [...codesOf(first), ...(second ? codesOf(second) : [])];
      expect(codes).toEqual(rows.map(({ number }) => `RS${number.padStart(6, "0")}`));
      expect(codes.length).toBeGreaterThan(0);
    },
  );
});
