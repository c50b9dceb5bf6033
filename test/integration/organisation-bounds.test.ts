import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiClient } from "../support/api-client.ts";
import { openReadCounter, type ReadCounter } from "../support/read-counter.ts";
import { openScene, type Scene } from "../support/scene.ts";
import type { TestDatabase } from "../support/test-database.ts";

const RESERVATIONS = 100_000;
/** Up to here every second reservation is acme's. All later ones are globex's: a search for acme's finds none there. */
const OLD = 20_000;
const STATIONS = 150;
const SLOTS = 3_000;
const FIRST = 20;

/**
 * The rows allowed for a page merged from several places: three times the page and one more row from each, plus
 * stations and ports, which are so few that PostgreSQL prefers to read all of them.
 */
const pagesOf = (places: number) => 3 * (FIRST + 1) * places + 2 * STATIONS;
const id = (prefix: string, number: number) => `${prefix}_${String(number).padStart(26, "0")}`;
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

let scene: Scene;
let acme: ApiClient;
let admin: ApiClient;
let reads: ReadCounter;
beforeAll(async () => {
  scene = await openScene({ manualDeadlines: true });
  acme = await scene.asMember("acme", "operator-of-acme", "OPERATOR");
  admin = await scene.as("admin", "ADMIN");
  await fill(scene.database);
  reads = await openReadCounter(scene.database);
});
afterAll(async () => {
  await reads.close();
  await scene.close();
});

/** Stations 0 to 49 are acme's, the others globex's. Nothing has happened at acme's for a long time. */
async function fill(database: TestDatabase): Promise<void> {
  const idOf = (prefix: string, number: string) => `'${prefix}_' || lpad((${number})::text, 26, '0')`;
  await database.query(`
    set session_replication_role = replica;
    insert into stations (id, name, organisation)
      select ${idOf("station", "n")}, 'S', case when n < 50 then 'acme' else 'globex' end from generate_series(0, ${STATIONS - 1}) n;
    insert into ports (id, station_id, label)
      select ${idOf("port", "n")}, ${idOf("station", "n")}, 'P' from generate_series(0, ${STATIONS - 1}) n;
    insert into slots (id, port_id, label)
      select ${idOf("slot", "n")}, ${idOf("port", `n / ${SLOTS / STATIONS}`)}, 'S' from generate_series(0, ${SLOTS - 1}) n;
    insert into users (id, subject) select ${idOf("user", "n")}, 's' || n from generate_series(0, 999) n;
    insert into vehicles (id, owner_id, plate)
      select ${idOf("vehicle", "n")}, ${idOf("user", "n")}, 'V' from generate_series(0, 999) n;
    create temp table made as
      select n, ${idOf("reservation", "n")} as id, ${idOf("vehicle", "n % 1000")} as vehicle_id, ${idOf("user", "n % 1000")} as owner_id,
          slotwire_now() - (${RESERVATIONS} - n) * interval '2 minutes' as created_at, acme,
          case when n between ${OLD - 100} and ${OLD} or n > ${RESERVATIONS - 600}
              then (array['ACTIVE','PENDING','YOUR_TURN','WAITLISTED'])[n / 2 % 4 + 1]
            when n % 5000 = 0 then 'MISSED' else (array['EXPIRED','CANCELLED','COMPLETED','COMPLETED'])[n / 2 % 4 + 1] end as status,
          ${idOf("slot", "case when acme then n % 1000 else 1000 + n % 2000 end")} as slot_id
        from generate_series(1, ${RESERVATIONS}) n, lateral (select n <= ${OLD} and n % 2 = 0 as acme) a;
    insert into reservations (id, number, vehicle_id, owner_id, status, reserved_until, turn_until, created_at, updated_at,
        hidden_at, dismissible_since, starts_at, organisation)
      select id, n, vehicle_id, owner_id, status, slotwire_now() + n * interval '1 minute',
          case when status = 'YOUR_TURN' then slotwire_now() + n * interval '1 minute' end, created_at, created_at,
          case when status in ('EXPIRED', 'CANCELLED') and n % 3 <> 0 then created_at end,
          case when status in ('EXPIRED', 'MISSED', 'CANCELLED') then created_at end,
          -- The windows of acme's come after all others.
          case when n % 3 = 0 then created_at + case when acme then interval '400 days' else interval '1 hour' end end,
          case when acme then 'acme' else 'globex' end
        from made;
    insert into reservation_items (reservation_id, slot_id, position, held_at, released_at, number)
      select id, slot_id, 1, case when status <> 'WAITLISTED' then created_at end, created_at, n from made;
    insert into charging_sessions (id, slot_id, vehicle_id, status, initial_percent, target_percent, current_percent,
        measured_at, started_at, ended_at, organisation)
      select ${idOf("session", "n")}, slot_id, vehicle_id, 'COMPLETED', 20, 80, 50, created_at, created_at, created_at,
          case when acme then 'acme' else 'globex' end from made;
    insert into webhooks (id, url, events, secret, created_at, updated_at, organisation)
      select ${idOf("webhook", "n")}, 'https://example.com/', '{EXPIRED}', 's', now(), now(), case when n > 990 then 'acme' else 'globex' end
        from generate_series(1, 1000) n;
    insert into webhook_deliveries (id, webhook_id, event, body, status, created_at, give_up_at)
      select ${idOf("delivery", "n")}, ${idOf("webhook", "case when acme then 991 + n % 10 else 1 + n % 990 end")}, 'EXPIRED', '{}', 'FAILED', created_at, created_at
        from made where n % 5 < 2;
    insert into audit_log (id, occurred_at, actor_id, operation, thing_type, thing_id, request_id, after)
      select ${idOf("audit", "n")}, created_at, case when acme then ${idOf("user", "1")} else owner_id end,
          case when n <= ${OLD} and n % 10 = 0 then 'createStation' else 'cancelReservation' end, 'Reservation', id, 'r', '{}' from made;
    drop table made;
    update reservation_counter set last_number = ${RESERVATIONS};
    set session_replication_role = default;
  `);
  await database.query("analyze");
}

interface Page {
  page: { totalCount: number; edges: { node: { key: string } }[]; pageInfo: { endCursor: string | null } };
}

const pageOf = (connection: string, type: string, key: string, more = "") =>
  `query ($filter: ${type}, $after: String) { page: ${connection}(filter: $filter, first: ${FIRST}, after: $after ${more}) {
     edges { node { key: ${key} } } pageInfo { endCursor } } }`;

async function readPages(client: ApiClient, query: string, filter: object): Promise<string[]> {
  const read = async (after: string | null) =>
    (await client.sendText<Page>(query, { filter, after })).data?.page;
  const first = await read(null);
  const second = first?.pageInfo.endCursor ? await read(first.pageInfo.endCursor) : undefined;
  return [...(first?.edges ?? []), ...(second?.edges ?? [])].map(({ node }) => node.key);
}

/** The larger cost of the first page and the second, if there is one. */
async function costOfPages(client: ApiClient, query: string, filter: object): Promise<number> {
  const { data } = await client.sendText<Page>(query, { filter });
  const after = data?.page.pageInfo.endCursor ?? null;
  return Math.max(
    await reads.ofQuery(client, query, { filter }),
    await reads.ofQuery(client, query, { filter, after }),
  );
}

const numbersOf = (condition: string, order: string) =>
  scene.database
    .query<{ key: string }>(
      `select 'RS' || lpad(number::text, 6, '0') as key from reservations r where (organisation || '') = 'acme' and ${condition} order by ${order} limit ${2 * FIRST}`,
    )
    .then((rows) => rows.map(({ key }) => key));
const atStation = (condition: string) =>
  `exists (select from reservation_items i join slots s on s.id = i.slot_id join ports p on p.id = s.port_id where i.reservation_id = r.id and ${condition})`;

describe("a page of an organisation's reservations", () => {
  const foreign = { stationId: id("station", 60), slotId: id("slot", 1205) };
  const filters: [name: string, filter: object, condition: string, places: number][] = [
    ["no filter", {}, "true", 1],
    ["a frequent status", { statuses: ["COMPLETED"] }, "status = 'COMPLETED'", 2],
    ["a rare status", { statuses: ["MISSED"] }, "status = 'MISSED'", 2],
    ["hidden reservations", { hidden: true }, "hidden_at is not null", 8],
    ["visible reservations", { hidden: false }, "hidden_at is null", 8],
    ["a slot", { slotId: id("slot", 4) }, atStation(`s.id = '${id("slot", 4)}'`), 1],
    [
      "a station",
      { stationId: id("station", 3) },
      atStation(`p.station_id = '${id("station", 3)}'`),
      SLOTS / STATIONS,
    ],
    ["another organisation's station", { stationId: foreign.stationId }, "false", 1],
    ["another organisation's slot", { slotId: foreign.slotId }, "false", 1],
    ["a vehicle", { vehicleId: id("vehicle", 76) }, `vehicle_id = '${id("vehicle", 76)}'`, 2],
    ["an owner", { ownerId: id("user", 76) }, `owner_id = '${id("user", 76)}'`, 2],
    ["created after some day", { createdAfter: daysAgo(130) }, `created_at > '${daysAgo(130)}'`, 1],
    ["created after the organisation's last reservation", { createdAfter: daysAgo(2) }, "false", 1],
    ["created before some day", { createdBefore: daysAgo(120) }, `created_at < '${daysAgo(120)}'`, 1],
  ];
  const query = pageOf("reservations", "ReservationFilter", "code");

  test.each(filters)(
    "is complete and read within the limit of rows: %s",
    async (_, filter, condition, places) => {
      expect(await readPages(acme, query, filter)).toEqual(await numbersOf(condition, "number desc"));
      expect(await costOfPages(acme, query, filter)).toBeLessThanOrEqual(pagesOf(places));
    },
  );

  test.each([
    ["created after some day", { createdAfter: daysAgo(130) }],
    ["created before some day", { createdBefore: daysAgo(120) }],
    ["reserved until some day", { reservedUntilBefore: daysAgo(-200) }],
  ])("is read within the limit of rows for an operator who is also a driver: %s", async (_, filter) => {
    const both = await scene.asMember("acme", "s76", "OPERATOR", "DRIVER");
    const own = RESERVATIONS / 1000;
    expect(await costOfPages(both, query, filter)).toBeLessThanOrEqual(pagesOf(1) + 2 * own);
  });

  test.each([
    ["no filter", {}, "starts_at is not null", 16],
    ["a status", { statuses: ["COMPLETED"] }, "starts_at is not null and status = 'COMPLETED'", 2],
    ["windows after some day", { windowAfter: daysAgo(-270) }, `starts_at > '${daysAgo(-270)}'`, 16],
    ["a period with windows of other organisations only", { windowBefore: daysAgo(1) }, "false", 16],
  ])(
    "ordered by window is complete and read within the limit of rows: %s",
    async (_, filter, condition, places) => {
      const byWindow = pageOf("reservations", "ReservationFilter", "code", "orderBy: WINDOW");
      expect(await readPages(acme, byWindow, filter)).toEqual(
        await numbersOf(condition, "starts_at, number"),
      );
      expect(await costOfPages(acme, byWindow, filter)).toBeLessThanOrEqual(pagesOf(places));
    },
  );
});

test.each([
  ["no filter", {}, 3],
  ["a status", { statuses: ["COMPLETED"] }, 1],
  ["a rare status", { statuses: ["ACTIVE"] }, 1],
  ["a station", { stationId: id("station", 3) }, SLOTS / STATIONS],
  ["another organisation's station", { stationId: id("station", 60) }, 1],
])(
  "a page of an organisation's charging sessions is read within the limit of rows: %s",
  async (_, filter, places) => {
    const query = pageOf("chargingSessions", "ChargingSessionFilter", "id");
    expect(await costOfPages(acme, query, filter)).toBeLessThanOrEqual(pagesOf(places));
  },
);

test("an organisation's dashboard is read within the limit of rows", async () => {
  const lists = "urgent { code } current { code } yourTurn { code } waitlisted { code } dismissible { code }";
  expect(await reads.ofQuery(acme, `{ reservationDashboard { ${lists} } }`)).toBeLessThanOrEqual(800);
  const elsewhere = `{ reservationDashboard(stationId: "${id("station", 60)}") { ${lists} } }`;
  expect(await reads.ofQuery(acme, elsewhere)).toBeLessThanOrEqual(2 * STATIONS);
});

test("an organisation's webhooks and their deliveries are read within the limit of rows", async () => {
  expect(await reads.ofQuery(acme, "{ webhooks { edges { node { id } } } }")).toBeLessThanOrEqual(10);
  const query = pageOf("webhookDeliveries", "WebhookDeliveryFilter", "id");
  for (const filter of [
    {},
    { statuses: ["FAILED"] },
    { statuses: ["PENDING", "DELIVERED"] },
    { webhookId: id("webhook", 995) },
    { webhookId: id("webhook", 5) },
  ])
    expect([filter, await costOfPages(acme, query, filter)]).toEqual([
      filter,
      expect.toSatisfy((cost) => cost <= pagesOf(10)),
    ]);
});

test.each([
  ["a webhook with old deliveries only", { webhookId: id("webhook", 993) }],
  ["a rare status", { statuses: ["PENDING"] }],
  ["a rare status of a webhook", { webhookId: id("webhook", 993), statuses: ["FAILED"] }],
])(
  "a page of all webhook deliveries is complete and read within the limit of rows: %s",
  async (_, filter) => {
    const query = pageOf("webhookDeliveries", "WebhookDeliveryFilter", "id");
    const matching = await scene.database.query<{ key: string }>(
      `select id as key from webhook_deliveries where ${"webhookId" in filter ? `webhook_id = '${filter.webhookId}'` : "true"}
      and ${"statuses" in filter ? `status = '${filter.statuses[0]}'` : "true"} order by id desc limit ${2 * FIRST}`,
    );
    expect(await readPages(admin, query, filter)).toEqual(matching.map(({ key }) => key));
    expect(await costOfPages(admin, query, filter)).toBeLessThanOrEqual(pagesOf(1));
  },
);

test.each([
  ["no filter", {}],
  ["a rare operation of long ago", { operation: "createStation" }],
  ["an actor of long ago", { actorId: id("user", 1), occurredBefore: daysAgo(110) }],
  ["an actor's rare operation", { actorId: id("user", 1), operation: "createStation" }],
  ["an operation that the actor never did", { actorId: id("user", 7), operation: "createStation" }],
  ["an object", { thingId: id("reservation", 77), operation: "cancelReservation" }],
  ["a period of time", { occurredAfter: daysAgo(101), occurredBefore: daysAgo(100) }],
])("a page of the audit log is read within the limit of rows: %s", async (_, filter) => {
  const query = pageOf("auditLog", "AuditLogFilter", "id");
  expect(await costOfPages(admin, query, filter)).toBeLessThanOrEqual(pagesOf(1));
});
