import { largeId, OPEN } from "../size/large-tables.ts";

export const PAGE = 20;

export type Caller = "operator" | "admin" | "acme" | "driver";

/** A query of the product, with a limit on what it reads. */
export interface Question {
  readonly name: string;
  readonly caller: Caller;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** In table rows, including those that a filter removes. */
  readonly atMost: number;
}

/** The rows allowed for a page merged from several places: three times the page and one more row from each. */
const pagesOf = (places: number) => 3 * (PAGE + 1) * places;
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

const SLOTS_OF_A_STATION = 16;
/** The maximum length of each of the dashboard's lists. */
const LONGEST_LIST = 100;

const reservations = (
  name: string,
  caller: Caller,
  filter: object,
  places: number,
  order = "NEWEST",
): Question => ({
  name: `reservations, ${order === "WINDOW" ? "by window, " : ""}${name}`,
  caller,
  query: `query ($filter: ReservationFilter) { reservations(filter: $filter, first: ${PAGE}, orderBy: ${order}) { edges { node { code } } } }`,
  variables: { filter },
  atMost: pagesOf(places),
});
const sessions = (name: string, caller: Caller, filter: object, places: number): Question => ({
  name: `charging sessions, ${name}`,
  caller,
  query: `query ($filter: ChargingSessionFilter) { chargingSessions(filter: $filter, first: ${PAGE}) { edges { node { id } } } }`,
  variables: { filter },
  atMost: pagesOf(places),
});
const listOf = (name: string, caller: Caller, list: string, filter: object, places: number): Question => {
  const type = `${list === "auditLog" ? "AuditLog" : `${list[0]?.toUpperCase()}${list.slice(1)}`.replace(/ies$/, "y").replace(/s$/, "")}Filter`;
  return {
    name: `${list}, ${name}`,
    caller,
    query: `query ($filter: ${type}) { ${list}(filter: $filter, first: ${PAGE}) { edges { node { id } } } }`,
    variables: { filter },
    atMost: pagesOf(places),
  };
};
const dashboard = (
  name: string,
  caller: Caller,
  atMost: number,
  stationId: string | null = null,
): Question => ({
  name: `dashboard, ${name}`,
  caller,
  query: `query ($stationId: ID) { reservationDashboard(stationId: $stationId) {
    urgent { code } current { code } yourTurn { code } waitlisted { code } dismissible { code } } }`,
  variables: { stationId },
  atMost,
});
const analytics = (
  name: string,
  caller: Caller,
  days: number,
  stationId: string | null = null,
): Question => ({
  name: `analytics, ${name}`,
  caller,
  query: `query ($from: DateTime!, $to: DateTime!, $stationId: ID) {
    reservationAnalytics(from: $from, to: $to, stationId: $stationId) { created completed averageHoldMinutes buckets { start } } }`,
  variables: { from: daysAgo(100 + days), to: daysAgo(100), stationId },
  // 1,440 reservations a day, with four rows each: creation, end, history, release. A filter adds slot, port and
  // station.
  atMost: days * 1_441 * (stationId === null && caller === "operator" ? 4 : 20),
});

const [slotId, stationId] = [largeId("slot", 77), largeId("station", 7)];
const [vehicleId, ownerId] = [largeId("vehicle", 77), largeId("user", 77)];
const statuses = ["MISSED", "ACTIVE", "EXPIRED"];

export const questions: readonly Question[] = [
  reservations("all", "operator", {}, 1),
  reservations("a frequent status", "operator", { statuses: ["COMPLETED"] }, 2),
  reservations("a rare status", "operator", { statuses: ["MISSED"] }, 2),
  reservations("three statuses", "operator", { statuses }, 6),
  reservations("hidden", "operator", { hidden: true }, 8),
  reservations("visible", "operator", { hidden: false }, 8),
  reservations("a slot", "operator", { slotId }, 1),
  reservations("a station", "operator", { stationId }, SLOTS_OF_A_STATION),
  reservations("a vehicle", "operator", { vehicleId }, 2),
  reservations("an owner", "operator", { ownerId }, 2),
  reservations("an owner's hidden", "operator", { ownerId, hidden: true }, 8),
  reservations("created after", "operator", { createdAfter: daysAgo(100) }, 1),
  reservations("created before", "operator", { createdBefore: daysAgo(600) }, 1),
  reservations("run out before", "operator", { reservedUntilBefore: daysAgo(600) }, 1),
  reservations("a driver's", "driver", {}, 2),
  reservations("a driver's hidden", "driver", { hidden: true }, 8),
  reservations("an organisation's", "acme", {}, 1),
  reservations("an organisation's of a rare status", "acme", { statuses: ["MISSED"] }, 2),
  reservations("an organisation's hidden", "acme", { hidden: true }, 8),
  reservations("all", "operator", {}, 16, "WINDOW"),
  reservations("from a day on", "operator", { windowAfter: daysAgo(50) }, 16, "WINDOW"),
  reservations("a slot", "operator", { slotId }, 1, "WINDOW"),
  reservations("a station", "operator", { stationId }, SLOTS_OF_A_STATION, "WINDOW"),
  reservations("a driver's", "driver", {}, 16, "WINDOW"),
  reservations("an organisation's", "acme", {}, 16, "WINDOW"),
  sessions("all", "operator", {}, 3),
  sessions("a rare status", "operator", { statuses: ["CANCELLED"] }, 1),
  sessions("a slot", "operator", { slotId }, 1),
  sessions("a station", "operator", { stationId }, SLOTS_OF_A_STATION),
  sessions("a vehicle", "operator", { vehicleId }, 1),
  sessions("a driver's", "driver", {}, 2),
  sessions("an organisation's", "acme", {}, 3),
  // While there are few open reservations, PostgreSQL may read and sort all of them: that is as fast as an index.
  dashboard("everybody's", "operator", 8 * LONGEST_LIST + OPEN),
  dashboard("a driver's", "driver", 3 * LONGEST_LIST),
  dashboard("an organisation's", "acme", 8 * LONGEST_LIST),
  // Each slot has ten reservations, counted as items and as reservations.
  dashboard("a station's", "operator", SLOTS_OF_A_STATION * 2 * 15 + LONGEST_LIST, stationId),
  {
    name: "dashboard, slots of a station counted",
    caller: "operator",
    query: `{ reservationDashboard(stationId: "${stationId}") { slotCounts { available } } }`,
    atMost: SLOTS_OF_A_STATION * 2 * 15 + LONGEST_LIST,
  },
  analytics("a day", "operator", 1),
  analytics("a month", "operator", 30),
  analytics("a day of an organisation", "acme", 1),
  analytics("a day of a station", "operator", 1, stationId),
  {
    name: "a reservation by its code, with its history",
    caller: "operator",
    query: '{ reservationByCode(code: "RS500000") { code history { status } items { slot { label } } } }',
    atMost: 6,
  },
  {
    name: "a page of the history of a slot",
    caller: "operator",
    query: `{ slot(id: "${largeId("slot", 0)}") { history(first: ${PAGE}) { edges { node { version } } } } }`,
    atMost: PAGE + 2,
  },
  {
    name: "availability of a station, a day",
    caller: "driver",
    query: `{ availability(filter: { stationId: "${largeId("station", 13)}" }, from: "${daysAgo(0)}", to: "${daysAgo(-1)}") { slot { id } } }`,
    atMost: SLOTS_OF_A_STATION * 15,
  },
  listOf("all", "operator", "slots", {}, 3),
  listOf("a station's", "operator", "slots", { stationId }, 3),
  listOf("a rare status", "operator", "slots", { statuses: ["INACTIVE"] }, 3),
  listOf("a connector", "operator", "slots", { connectorType: "TYPE2" }, 3),
  {
    name: "stations",
    caller: "driver",
    query: `{ stations(first: ${PAGE}) { edges { node { name ports { slots { status } } } } } }`,
    atMost: (PAGE + 1) * 21,
  },
  listOf("all", "operator", "webhookDeliveries", {}, 3),
  listOf("a rare status", "operator", "webhookDeliveries", { statuses: ["FAILED"] }, 3),
  listOf("a webhook's", "operator", "webhookDeliveries", { webhookId: largeId("webhook", 7) }, 3),
  listOf(
    "a reservation's",
    "operator",
    "webhookDeliveries",
    { reservationId: largeId("reservation", 999_777) },
    3,
  ),
  listOf("an organisation's", "acme", "webhookDeliveries", {}, 10),
  listOf("all", "admin", "auditLog", {}, 1),
  listOf("an actor's", "admin", "auditLog", { actorId: ownerId }, 1),
  listOf("an operation's", "admin", "auditLog", { operation: "updateSlot" }, 1),
  listOf("a thing's", "admin", "auditLog", { thingId: largeId("reservation", 999_777) }, 1),
  listOf(
    "a stretch of time",
    "admin",
    "auditLog",
    { occurredAfter: daysAgo(31), occurredBefore: daysAgo(30) },
    1,
  ),
];
