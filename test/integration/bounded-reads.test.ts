import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiClient } from "../support/api-client.ts";
import { statementsOf } from "../support/plans.ts";
import { openReadCounter, type ReadCounter } from "../support/read-counter.ts";
import { type Driver, openScene, type Scene } from "../support/scene.ts";
import type { TestDatabase } from "../support/test-database.ts";

const RESERVATIONS = 200_000;
const SLOTS = 3_000;
const STATIONS = 150;
const FIRST = 20;

/** The rows allowed for a page merged from several places: three times the page and one more row from each. */
const pagesOf = (places: number) => 3 * (FIRST + 1) * places;

let scene: Scene;
let driver: Driver;
let reads: ReadCounter;
beforeAll(async () => {
  scene = await openScene({ manualDeadlines: true, config: { autoHideDays: 277 } });
  driver = await scene.newDriver();
  await fill(scene.database, driver.vehicleId);
  reads = await openReadCounter(scene.database);
});
afterAll(async () => {
  await reads.close();
  await scene.close();
});

const id = (prefix: string, number: number) => `${prefix}_${String(number).padStart(26, "0")}`;

/** Nine months of reservations, two minutes apart. The last 600 are open; all ended ones but the newest are hidden. */
async function fill(database: TestDatabase, vehicleId: string): Promise<void> {
  const idOf = (prefix: string, number: string) => `'${prefix}_' || lpad((${number})::text, 26, '0')`;
  await database.query(`
    set session_replication_role = replica;
    insert into stations (id, name) select ${idOf("station", "n")}, 'S' || n from generate_series(1, ${STATIONS}) n;
    insert into ports (id, station_id, label)
      select ${idOf("port", "n")}, ${idOf("station", "n")}, 'P' from generate_series(1, ${STATIONS}) n;
    insert into slots (id, port_id, label, version)
      select ${idOf("slot", "n")}, ${idOf("port", `n % ${STATIONS} + 1`)}, 'S', 1000 from generate_series(0, ${SLOTS - 1}) n;
    insert into users (id, subject) select ${idOf("user", "n")}, 's' || n from generate_series(0, 4999) n;
    insert into vehicles (id, owner_id, plate)
      select ${idOf("vehicle", "n")}, ${idOf("user", "n")}, 'V' from generate_series(0, 4999) n;
    create temp table made as
      select n, ${idOf("reservation", "n")} as id,
          slotwire_now() - (${RESERVATIONS} - n) * interval '2 minutes' as created_at,
          case
            when n > ${RESERVATIONS - 600} then (array['ACTIVE','ACTIVE','ACTIVE','PENDING','YOUR_TURN','WAITLISTED'])[n % 6 + 1]
            when n % 50000 = 0 then 'MISSED'
            when n % 10 = 1 then 'EXPIRED'
            when n % 10 = 2 then 'CANCELLED'
            else 'COMPLETED'
          end as status,
          case when n % 1000 = 7 then '${vehicleId}' else ${idOf("vehicle", "n % 5000")} end as vehicle_id,
          ${idOf("slot", `n % ${SLOTS}`)} as slot_id
        from generate_series(1, ${RESERVATIONS}) n;
    insert into reservations (id, number, vehicle_id, owner_id, status, reserved_until, turn_until, created_at, updated_at,
        hidden_at, dismissible_since)
      select m.id, n, vehicle_id, v.owner_id, status,
          -- Of the open ones a few are due, and the others run out within two days.
          case when n > ${RESERVATIONS - 600} then slotwire_now() + (n - ${RESERVATIONS - 600} - 10) * interval '5 minutes'
            else m.created_at + interval '30 minutes' end,
          case when status = 'YOUR_TURN' then slotwire_now() + (n - ${RESERVATIONS - 600} - 20) * interval '1 minute' end,
          m.created_at, m.created_at,
          case when status in ('EXPIRED', 'CANCELLED') and n between 30 and ${RESERVATIONS - 2_000} then m.created_at end,
          case when status in ('EXPIRED', 'MISSED', 'CANCELLED') then m.created_at + interval '1 hour' end
        from made m join vehicles v on v.id = m.vehicle_id;
    insert into reservation_items (reservation_id, slot_id, position, held_at, released_at, number)
      select id, slot_id, 1, case when status <> 'WAITLISTED' then created_at end,
          case when n <= ${RESERVATIONS - 600} then created_at + interval '30 minutes' end, n from made;
    insert into reservation_history (reservation_id, entry, status, event, at)
      select id, 1, 'ACTIVE', 'CREATED', created_at from made
      union all
      select id, 2, status, status, created_at + interval '30 minutes' from made where n <= ${RESERVATIONS - 600};
    insert into charging_sessions (id, slot_id, vehicle_id, status, initial_percent, target_percent, current_percent,
        measured_at, started_at, ended_at)
      select ${idOf("session", "n")}, slot_id, vehicle_id, case when n > 199900 and n % 1000 <> 7 then 'ACTIVE' else 'COMPLETED' end,
          20, 80, 50, created_at, created_at, case when n > 199900 and n % 1000 <> 7 then null else created_at end
        from made where n > 150000;
    insert into slot_events (slot_id, version, cause, previous_status, status, occurred_at, event_id)
      select ${idOf("slot", "s")}, v, 'SESSION_STARTED', 'AVAILABLE', 'IN_USE', slotwire_now(), 1
        from generate_series(0, 9) s, generate_series(1, 1000) v;
    drop table made;
    update reservation_counter set last_number = ${RESERVATIONS};
    set session_replication_role = default;
  `);
  await database.query("analyze");
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

describe("a page of reservations", () => {
  const List = `query ($filter: ReservationFilter, $after: String) {
    reservations(filter: $filter, first: ${FIRST}, after: $after) { edges { node { code } } pageInfo { endCursor } } }`;
  const page = async (client: ApiClient, filter: object, after: string | null = null) => {
    const { data } = await client.sendText<{
      reservations: { edges: { node: { code: string } }[]; pageInfo: { endCursor: string | null } };
    }>(List, { filter, after });
    return data?.reservations;
  };
  /** The larger cost of the first page and the second, if there is one. */
  const costOfPages = async (client: ApiClient, filter: object) => {
    const after = (await page(client, filter))?.pageInfo.endCursor ?? null;
    return Math.max(
      await reads.ofQuery(client, List, { filter }),
      await reads.ofQuery(client, List, { filter, after }),
    );
  };

  // The number is how many places the page is merged from.
  const filters: [name: string, filter: object, places: number][] = [
    ["no filter", {}, 1],
    ["a frequent status", { statuses: ["COMPLETED"] }, 2],
    ["a rare status", { statuses: ["MISSED"] }, 2],
    ["several statuses", { statuses: ["MISSED", "ACTIVE", "EXPIRED"] }, 6],
    ["hidden reservations", { hidden: true }, 8],
    ["visible reservations", { hidden: false }, 8],
    ["visible reservations of a status that is mostly hidden", { hidden: false, statuses: ["EXPIRED"] }, 1],
    ["hidden reservations of a status", { hidden: true, statuses: ["CANCELLED"] }, 1],
    ["hidden reservations of a status that cannot be hidden", { hidden: true, statuses: ["COMPLETED"] }, 1],
    ["a slot", { slotId: id("slot", 77) }, 1],
    ["a station", { stationId: id("station", 7) }, SLOTS / STATIONS],
    ["a vehicle", { vehicleId: id("vehicle", 77) }, 2],
    ["an owner", { ownerId: id("user", 77) }, 2],
    ["an owner's hidden reservations", { ownerId: id("user", 77), hidden: true }, 3],
    ["created after some day", { createdAfter: daysAgo(100) }, 1],
    ["created after a day in the future", { createdAfter: daysAgo(-1) }, 1],
    ["created before some day", { createdBefore: daysAgo(200) }, 1],
    ["created before the first reservation", { createdBefore: daysAgo(2000) }, 1],
    ["created between days", { createdAfter: daysAgo(201), createdBefore: daysAgo(200) }, 1],
    ["reserved until some day", { reservedUntilBefore: daysAgo(200) }, 1],
    ["reserved until before the first reservation", { reservedUntilBefore: daysAgo(2000) }, 1],
  ];

  test.each(filters)("is read by an operator within the limit of rows: %s", async (_, filter, places) => {
    expect(await costOfPages(scene.operator, filter)).toBeLessThanOrEqual(pagesOf(places));
  });

  test.each([
    ["no filter", {}, 1],
    ["a rare status", { statuses: ["MISSED"] }, 2],
    ["hidden reservations", { hidden: true }, 8],
    ["visible reservations", { hidden: false }, 8],
    ["another driver's reservations", { ownerId: id("user", 77) }, 2],
  ])("is read by a driver within the limit of rows: %s", async (_, filter, places) => {
    expect(await costOfPages(driver.client, filter)).toBeLessThanOrEqual(pagesOf(places));
  });

  test("has the same reservations as a query without an index, for each filter", async () => {
    const numbers = async (condition: string, limit: number) =>
      (
        await scene.database.query<{ number: string }>(
          `select number from reservations r where ${condition} order by number desc limit ${limit}`,
        )
      ).map(({ number }) => `RS${number.padStart(6, "0")}`);
    const atSlot = (condition: string) =>
      `exists (select from reservation_items i join slots s on s.id = i.slot_id join ports p on p.id = s.port_id
        where i.reservation_id = r.id and ${condition})`;
    const [before, until] = [daysAgo(200), daysAgo(-1)];
    const pairs: [filter: object, condition: string][] = [
      [{}, "true"],
      [{ statuses: ["MISSED", "EXPIRED", "MISSED"] }, "status in ('MISSED', 'EXPIRED')"],
      [{ statuses: ["EXPIRED"], hidden: true }, "status = 'EXPIRED' and hidden_at is not null"],
      [{ hidden: true }, "hidden_at is not null"],
      [{ slotId: id("slot", 77) }, atSlot(`s.id = '${id("slot", 77)}'`)],
      [
        { stationId: id("station", 7), hidden: true },
        `hidden_at is not null and ${atSlot(`p.station_id = '${id("station", 7)}'`)}`,
      ],
      [{ createdBefore: before, statuses: ["MISSED"] }, `created_at < '${before}' and status = 'MISSED'`],
      [{ reservedUntilBefore: before }, `reserved_until < '${before}'`],
      [
        { reservedUntilBefore: until, statuses: ["ACTIVE"] },
        `reserved_until < '${until}' and status = 'ACTIVE'`,
      ],
    ];
    for (const [filter, condition] of pairs) {
      const first = await page(scene.operator, filter);
      const second = await page(scene.operator, filter, first?.pageInfo.endCursor ?? null);
      const codes = [
        ...(first?.edges ?? []),
        ...(first?.edges.length === FIRST ? (second?.edges ?? []) : []),
      ];
      expect([filter, codes.map((edge) => edge.node.code)]).toEqual([
        filter,
        await numbers(condition, 2 * FIRST),
      ]);
    }
  });
});

interface SessionPage {
  chargingSessions: {
    edges: { node: { id: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

describe("a page of charging sessions", () => {
  const List = `query ($filter: ChargingSessionFilter) {
    chargingSessions(filter: $filter, first: ${FIRST}) { edges { node { id } } } }`;

  test.each([
    ["no filter", {}, 3],
    ["the active sessions", { statuses: ["ACTIVE"] }, 1],
    ["a rare status", { statuses: ["CANCELLED"] }, 1],
    ["a slot", { slotId: id("slot", 77) }, 1],
    ["a station", { stationId: id("station", 7) }, SLOTS / STATIONS],
    ["a vehicle", { vehicleId: id("vehicle", 77) }, 1],
  ])("is read by an operator within the limit of rows: %s", async (_, filter, places) => {
    expect(await reads.ofQuery(scene.operator, List, { filter })).toBeLessThanOrEqual(pagesOf(places));
  });

  test("is read by a driver within the limit of rows", async () => {
    expect(await reads.ofQuery(driver.client, List)).toBeLessThanOrEqual(pagesOf(1));
  });

  test("continues after the previous page despite sessions that are added or commit late in between", async () => {
    const filter = { slotId: id("slot", 77) };
    const query = `query ($filter: ChargingSessionFilter, $after: String) {
      chargingSessions(filter: $filter, first: 5, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
    const startedSince = (seconds: number, number: number) =>
      scene.database.query(
        `insert into charging_sessions (id, slot_id, vehicle_id, status, initial_percent, target_percent, current_percent,
           measured_at, started_at, ended_at)
         select $1, slot_id, vehicle_id, 'COMPLETED', 20, 80, 50, at, at, at from (
           select *, started_at + $2 * interval '1 second' as at from charging_sessions where slot_id = $3
             order by started_at desc limit 1) as newest`,
        [id("session", 900_000 + number), seconds, filter.slotId],
      );
    const before = await scene.database.query<{ id: string }>(
      "select id from charging_sessions where slot_id = $1 order by started_at desc, id desc",
      [filter.slotId],
    );
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 10; page++) {
      const { data }: { data?: SessionPage | null } = await scene.operator.sendText<SessionPage>(query, {
        filter,
        after,
      });
      seen.push(...(data?.chargingSessions.edges ?? []).map((edge) => edge.node.id));
      if (!data?.chargingSessions.pageInfo.hasNextPage) break;
      after = data.chargingSessions.pageInfo.endCursor;
      // A new session, and one with an earlier start that becomes visible only after the page was read.
      await startedSince(1, 2 * page);
      await startedSince(-1, 2 * page + 1);
    }
    expect(seen).toEqual(before.map((row) => row.id));
  });
});

describe("a single object", () => {
  test("is read alone: a reservation by its code, with its history", async () => {
    const query = '{ reservationByCode(code: "RS100000") { code history { status } } }';
    expect(await reads.ofQuery(scene.operator, query)).toBeLessThanOrEqual(3);
  });

  test("is read alone: a page of a slot's history", async () => {
    const query = `{ slot(id: "${id("slot", 7)}") { history(first: ${FIRST}) { edges { node { version } } } } }`;
    expect(await reads.ofQuery(scene.operator, query)).toBeLessThanOrEqual(FIRST + 2);
  });
});

describe("the reservation dashboard", () => {
  const lists = "urgent { code } current { code } yourTurn { code } waitlisted { code } dismissible { code }";

  test("of a driver or of all drivers reads a bounded number of rows", async () => {
    const query = `{ reservationDashboard { ${lists} } }`;
    // Eight branches of at most 100 rows.
    expect(await reads.ofQuery(scene.operator, query)).toBeLessThanOrEqual(800);
    expect(await reads.ofQuery(driver.client, query)).toBeLessThanOrEqual(300);
  });

  test("of a station reads only the station's slots and its newest ended reservations", async () => {
    const query = `{ reservationDashboard(stationId: "${id("station", 7)}") { ${lists} } }`;
    // Each slot had 67 reservations, counted as items and as reservations.
    expect(await reads.ofQuery(scene.operator, query)).toBeLessThanOrEqual((SLOTS / STATIONS) * 2 * 70 + 300);
  });

  test("counts the slots by reading little more than the slots", async () => {
    const query = "{ reservationDashboard { slotCounts { available } } }";
    expect(await reads.ofQuery(driver.client, query)).toBeLessThanOrEqual(SLOTS + 300);
  });
});

test("analytics read only the rows within their range", async () => {
  const range = `from: "${daysAgo(101)}", to: "${daysAgo(100)}", bucket: HOUR`;
  // 720 reservations a day, with four rows each: creation, end, history, release.
  expect(
    await reads.ofQuery(scene.operator, `{ reservationAnalytics(${range}) { created averageHoldMinutes } }`),
  ).toBeLessThanOrEqual(4 * 725);
});

test("the sweep reads only due reservations, not waiting ones", async () => {
  const statements = await statementsOf(() => scene.app.sweep());
  const names = ["expiry.take_expired", "expiry.take_missed", "expiry.remind", "expiry.take_dismissible"];
  for (const name of names) {
    const due = statements.find((statement) => statement.name === name);
    if (!due) throw new Error(`${name} was not sent`);
    expect([name, await reads.ofStatement(due)]).toEqual([name, expect.closeTo(0, -2)]);
  }
});
