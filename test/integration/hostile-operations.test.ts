import { readFile } from "node:fs/promises";
import { buildSchema } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operationRules } from "../../src/access/operation-rules.ts";
import { Role } from "../../src/access/roles.ts";
import { bareOperation } from "../support/bare-operation.ts";
import { dataOf, type Organisations, openOrganisations } from "../support/organisations.ts";
import { everything } from "../support/scene.ts";
import { registerVehicle } from "../support/site.ts";
import { type OperationToSend, transports } from "../support/transports.ts";

const schemaText = await readFile(new URL("../../schema/schema.graphql", import.meta.url), "utf8");
const schema = buildSchema(schemaText);
// POST refuses every subscription, whatever else is wrong with it.
const waysOf = ({ query = "" }: OperationToSend) =>
  query.startsWith("subscription")
    ? (["SSE", "WebSocket"] as const)
    : (["POST", "SSE", "WebSocket"] as const);

type Caller = "anonymous" | "driver" | "charger" | "member" | "operator" | "admin";

let world: Organisations;
let tokens: Record<Caller, string | null>;
let names: Record<string, string>;
let before: unknown;
beforeAll(async () => {
  world = await openOrganisations();
  const { scene, acme, globex, driver } = world;
  const sign = (subject: string, role?: Role, organisation?: string) =>
    scene.app.tokens.sign({ subject, roles: role ? [role] : [], name: subject, organisation }, "1h");
  tokens = {
    anonymous: null,
    driver: await sign("stranger", "DRIVER"),
    charger: await sign("charger", "CHARGER"),
    member: await sign("operator-of-acme", "OPERATOR", "acme"),
    operator: await sign("operator", "OPERATOR"),
    admin: await sign("admin", "ADMIN"),
  };
  const stranger = await scene.as("stranger", "DRIVER");
  const { slots } = await dataOf<{ slots: { edges: { cursor: string }[] } }>(
    scene.anonymous,
    "{ slots(first: 1) { edges { cursor } } }",
  );
  const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  names = {
    OWN_VEHICLE: await registerVehicle(stranger),
    OWN_STATION: acme.stationId,
    VEHICLE: driver.vehicleId,
    USER: driver.userId,
    STATION: globex.stationId,
    PORT: globex.portId,
    FREE: globex.freeSlotId,
    HELD: globex.heldSlotId,
    RESERVATION: globex.things.reservation,
    SESSION: globex.things.session,
    WEBHOOK: globex.things.webhook,
    DELIVERY: globex.things.delivery,
    MISSING: "01h455vb4pex5vsknk084sn02q",
    CURSOR: slots.edges[0]?.cursor ?? "",
    OTHER_LIST: cursorOf(["nonsense", "1", "x"]),
    HUGE: "9".repeat(40),
    LONG: "x".repeat(5_000),
  };
  before = await everything(scene.database);
});
afterAll(() => world.close());

const filledIn = (text: string) => text.replace(/<(\w+)>/g, (_, name: string) => names[name] ?? "nothing");
const book = (rest: string, items = '{ slotId: "<FREE>" }') =>
  `mutation { createReservation(input: { vehicleId: "<OWN_VEHICLE>", items: [${items}] ${rest} }) { reservation { id } } }`;
const start = (rest: string, slot = "<FREE>") =>
  `mutation { startChargingSession(input: { slotId: "${slot}", vehicleId: "<OWN_VEHICLE>" ${rest} }) { session { id } } }`;
const report = (rest: string) =>
  `mutation { reportChargingProgress(input: { sessionId: "<SESSION>" ${rest} }) { session { id } } }`;
const stop = (rest: string) =>
  `mutation { stopChargingSession(input: { sessionId: "<SESSION>" ${rest} }) { session { id } } }`;
const station = (rest: string) => `mutation { createStation(input: { ${rest} }) { station { id } } }`;
const slot = (rest: string) =>
  `mutation { createSlot(input: { portId: "<PORT>", ${rest} }) { slot { id } } }`;
const webhook = (rest: string) => `mutation { registerWebhook(input: { ${rest} }) { secret } }`;
const watch = (rest: string) => `subscription { slotStatusChanged(${rest}) { version } }`;
const on = (field: string) => `mutation { ${field} { __typename } }`;

type Row = [who: Caller, what: string, query: string, code: string, variables?: Record<string, unknown>];

const rows: Row[] = [
  // documents
  ["operator", "only a comment", "# nothing", "GRAPHQL_PARSE_FAILED"],
  ["operator", "an empty selection", "mutation { }", "GRAPHQL_PARSE_FAILED"],
  ["operator", "an unterminated string", '{ slot(id: "', "GRAPHQL_PARSE_FAILED"],
  ["operator", "a control character", "{ __typename \u0007 }", "GRAPHQL_PARSE_FAILED"],
  ["operator", "an invalid number", "{ slots(first: 01) { totalCount } }", "GRAPHQL_PARSE_FAILED"],
  ["operator", "an invalid escape", '{ slot(id: "\\x41") { id } }', "GRAPHQL_PARSE_FAILED"],
  ["operator", "a fragment named on", "fragment on on Query { __typename }", "GRAPHQL_PARSE_FAILED"],
  ["operator", "a type definition", "type Query { a: Int }", "GRAPHQL_VALIDATION_FAILED"],
  [
    "operator",
    "an extension of the schema",
    "extend type Query { a: Int } { __typename }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["operator", "a fragment only", "fragment A on Query { __typename }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "an unknown field", "{ password }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "a field of the prototype", "{ constructor }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "an internal field", "{ me { id subjectHash } }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "an unknown argument", '{ me(id: "x") { id } }', "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "an argument twice", '{ slot(id: "a", id: "b") { id } }', "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "a missing required argument", "{ slot { id } }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "fields of a scalar", "{ slots { totalCount { a } } }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "no fields of an object", "{ slots }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "two fields under one alias", "{ a: __typename a: me { id } }", "GRAPHQL_VALIDATION_FAILED"],
  [
    "operator",
    "one field with two different arguments",
    "{ slots(first: 1) { totalCount } slots(first: 2) { totalCount } }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["operator", "an unknown fragment", "{ ...A }", "GRAPHQL_VALIDATION_FAILED"],
  [
    "operator",
    "an unused fragment",
    "{ __typename } fragment A on Query { __typename }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "operator",
    "fragments that spread each other",
    "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["operator", "a fragment on another type", "{ ... on Slot { id } }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "a fragment on a scalar", "{ ... on String { id } }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "an unknown directive", "{ __typename @admin }", "GRAPHQL_VALIDATION_FAILED"],
  [
    "operator",
    "a directive at the wrong place",
    "query @include(if: true) { __typename }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["operator", "a directive without its argument", "{ __typename @skip }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "an undeclared variable", "{ slot(id: $id) { id } }", "GRAPHQL_VALIDATION_FAILED"],
  [
    "operator",
    "an unused variable",
    "query($id: ID!) { __typename }",
    "GRAPHQL_VALIDATION_FAILED",
    { id: "x" },
  ],
  [
    "operator",
    "a variable twice",
    "query($a: Int, $a: Int) { slots(first: $a) { totalCount } }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["operator", "a variable of an output type", "query($a: Slot) { __typename }", "GRAPHQL_VALIDATION_FAILED"],
  [
    "operator",
    "a variable of another type than its place",
    "query($a: String) { slots(first: $a) { totalCount } }",
    "GRAPHQL_VALIDATION_FAILED",
    { a: "1" },
  ],
  [
    "operator",
    "a default of another type",
    'query($a: Int = "x") { slots(first: $a) { totalCount } }',
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "operator",
    "two operations of one name",
    "query A { __typename } query A { __typename }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "operator",
    "two subscriptions at once",
    `subscription { a: slotStatusChanged { version } b: slotStatusChanged { version } }`,
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["operator", "introspection as a subscription", "subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"],
  [
    "operator",
    "a subscription whose only field is skipped",
    "subscription { slotStatusChanged @skip(if: true) { version } }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "operator",
    "a subscription whose only field is skipped in a fragment",
    "subscription { ...A } fragment A on Subscription { ... @include(if: false) { slotStatusChanged { version } } }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "operator",
    "a mutation as a query",
    `query { createStation(input: { name: "S" }) { station { id } } }`,
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "operator",
    "an enum as text",
    '{ slots(filter: { statuses: ["BOOKED"] }) { totalCount } }',
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "operator",
    "an unknown enum value",
    "{ slots(filter: { statuses: [STOLEN] }) { totalCount } }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "operator",
    "an unknown input field",
    "{ slots(filter: { sql: 1 }) { totalCount } }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "operator",
    "an input field twice",
    '{ slots(filter: { portId: "a", portId: "b" }) { totalCount } }',
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "operator",
    "an integer over 32 bits",
    "{ slots(first: 2147483648) { totalCount } }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "operator",
    "a fraction as an integer",
    "{ slots(first: 1.0) { totalCount } }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  // variables
  ["operator", "a variable that is missing", "query($id: ID!) { slot(id: $id) { id } }", "BAD_USER_INPUT"],
  [
    "operator",
    "a variable that is null",
    "query($id: ID!) { slot(id: $id) { id } }",
    "BAD_USER_INPUT",
    { id: null },
  ],
  [
    "operator",
    "an object as an id",
    "query($id: ID!) { slot(id: $id) { id } }",
    "BAD_USER_INPUT",
    { id: { $ne: "" } },
  ],
  [
    "operator",
    "a list as an id",
    "query($id: ID!) { slot(id: $id) { id } }",
    "BAD_USER_INPUT",
    { id: ["x"] },
  ],
  [
    "operator",
    "a boolean as an id",
    "query($id: ID!) { slot(id: $id) { id } }",
    "BAD_USER_INPUT",
    { id: true },
  ],
  [
    "operator",
    "text as a number",
    "query($n: Int) { slots(first: $n) { totalCount } }",
    "BAD_USER_INPUT",
    { n: "5" },
  ],
  [
    "operator",
    "a number as a filter",
    "query($f: SlotFilter) { slots(filter: $f) { totalCount } }",
    "BAD_USER_INPUT",
    { f: 5 },
  ],
  [
    "operator",
    "an unknown filter in a variable",
    "query($f: SlotFilter) { slots(filter: $f) { totalCount } }",
    "BAD_USER_INPUT",
    { f: { or: [] } },
  ],
  [
    "operator",
    "a field of the prototype in an input",
    "query($f: SlotFilter) { slots(filter: $f) { totalCount } }",
    "BAD_USER_INPUT",
    { f: { constructor: 1 } },
  ],
  [
    "operator",
    "null in a list",
    "query($i: [ID!]) { slots(filter: { slotIds: $i }) { totalCount } }",
    "BAD_USER_INPUT",
    { i: [null] },
  ],
  [
    "operator",
    "an unknown status in a variable",
    "query($s: [SlotStatus!]) { slots(filter: { statuses: $s }) { totalCount } }",
    "BAD_USER_INPUT",
    { s: ["booked"] },
  ],
  [
    "operator",
    "a lone surrogate in a name",
    "mutation($n: String!) { createStation(input: { name: $n }) { station { id } } }",
    "BAD_USER_INPUT",
    { n: "a\ud800" },
  ],
  [
    "operator",
    "NUL in a name",
    "mutation($n: String!) { createStation(input: { name: $n }) { station { id } } }",
    "BAD_USER_INPUT",
    { n: "a\0b" },
  ],
  // ids, cursors and pages
  ["operator", "an id of another kind", '{ slot(id: "<STATION>") { id } }', "BAD_USER_INPUT"],
  ["operator", "an empty id", '{ slot(id: "") { id } }', "BAD_USER_INPUT"],
  ["operator", "an id of 5,000 characters", '{ node(id: "slot_<LONG>") { id } }', "BAD_USER_INPUT"],
  [
    "operator",
    "an id in capitals",
    '{ node(id: "SLOT_01H455VB4PEX5VSKNK084SN02Q") { id } }',
    "BAD_USER_INPUT",
  ],
  [
    "operator",
    "an id over 128 bits",
    '{ node(id: "slot_8zzzzzzzzzzzzzzzzzzzzzzzzz") { id } }',
    "BAD_USER_INPUT",
  ],
  ["operator", "an id of an unknown kind", '{ node(id: "invoice_<MISSING>") { id } }', "BAD_USER_INPUT"],
  ["operator", "an invalid cursor", '{ slots(after: "x") { totalCount } }', "BAD_USER_INPUT"],
  [
    "operator",
    "a cursor of another list",
    '{ stations(after: "<CURSOR>") { totalCount } }',
    "BAD_USER_INPUT",
  ],
  [
    "operator",
    "a cursor of an unknown list",
    '{ stations(after: "<OTHER_LIST>") { totalCount } }',
    "BAD_USER_INPUT",
  ],
  ["operator", "an empty cursor", '{ slots(after: "") { totalCount } }', "BAD_USER_INPUT"],
  ["operator", "a page of size 0", "{ slots(first: 0) { totalCount } }", "BAD_USER_INPUT"],
  ["operator", "a page of negative size", "{ slots(first: -1) { totalCount } }", "BAD_USER_INPUT"],
  ["operator", "a page of 101", "{ slots(first: 101) { totalCount } }", "BAD_USER_INPUT"],
  [
    "operator",
    "a page of two billion",
    "{ slots(first: 2147483647) { edges { cursor } } }",
    "BAD_USER_INPUT",
  ],
  [
    "operator",
    "a nested page that is too large",
    '{ slot(id: "<FREE>") { history(first: 101) { totalCount } } }',
    "BAD_USER_INPUT",
  ],
  ["anonymous", "an invalid feed cursor", watch('after: "x"'), "CURSOR_EXPIRED"],
  ["anonymous", "a feed cursor over 64 bits", watch('after: "<HUGE>"'), "CURSOR_EXPIRED"],
  [
    "anonymous",
    "a feed filter with an id of another kind",
    watch('filter: { slotIds: ["<PORT>"] }'),
    "BAD_USER_INPUT",
  ],
  // values
  [
    "operator",
    "a range that ends before it begins",
    '{ availability(from: "2026-02-02T00:00:00Z", to: "2026-02-01T00:00:00Z") { startAt } }',
    "BAD_USER_INPUT",
  ],
  [
    "operator",
    "a range of a thousand years",
    '{ availability(from: "2026-01-01T00:00:00Z", to: "3026-01-01T00:00:00Z") { startAt } }',
    "BAD_USER_INPUT",
  ],
  [
    "operator",
    "too many buckets",
    '{ reservationAnalytics(bucket: HOUR, from: "2020-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z") { created } }',
    "BAD_USER_INPUT",
  ],
  ["operator", "a station without a name", station('name: " "'), "BAD_USER_INPUT"],
  ["operator", "a station with a name of 5,000 characters", station('name: "<LONG>"'), "BAD_USER_INPUT"],
  [
    "operator",
    "a station beyond the pole",
    station('name: "S", latitude: 90.1, longitude: 0'),
    "BAD_USER_INPUT",
  ],
  [
    "operator",
    "a station with a latitude of 1e400",
    station('name: "S", latitude: 1e400, longitude: 0'),
    "BAD_USER_INPUT",
  ],
  [
    "operator",
    "a search around an invalid point",
    "{ stations(filter: { near: { latitude: 91, longitude: 0, radiusKm: 1 } }) { totalCount } }",
    "BAD_USER_INPUT",
  ],
  [
    "operator",
    "a search within a negative radius",
    "{ stations(filter: { near: { latitude: 0, longitude: 0, radiusKm: -1 } }) { totalCount } }",
    "BAD_USER_INPUT",
  ],
  ["operator", "a slot without a label", slot('label: ""'), "BAD_USER_INPUT"],
  ["operator", "a slot of negative power", slot('label: "S", powerKw: -1'), "BAD_USER_INPUT"],
  ["operator", "a slot of 1e308 kW", slot('label: "S", powerKw: 1e308'), "BAD_USER_INPUT"],
  ["operator", "a webhook with a file URL", webhook('url: "file:///etc/passwd"'), "BAD_USER_INPUT"],
  [
    "operator",
    "a webhook with a password in its URL",
    webhook('url: "http://u:p@127.0.0.1:9/"'),
    "BAD_USER_INPUT",
  ],
  [
    "operator",
    "a webhook of an unknown station",
    webhook('url: "http://127.0.0.1:9/", stationId: "station_<MISSING>"'),
    "NOT_FOUND",
  ],
  ["driver", "a reservation without slots", book("", ""), "BAD_USER_INPUT"],
  [
    "driver",
    "a reservation of one slot twice",
    book("", '{ slotId: "<FREE>" }, { slotId: "<FREE>" }'),
    "BAD_USER_INPUT",
  ],
  [
    "driver",
    "a reservation that ends in the past",
    book(', reservedUntil: "2020-01-01T00:00:00Z"'),
    "BAD_USER_INPUT",
  ],
  [
    "driver",
    "a reservation for ten thousand years",
    book(', reservedUntil: "9999-12-31T23:59:59Z"'),
    "BAD_USER_INPUT",
  ],
  [
    "driver",
    "a reservation with a window without an end",
    book("", '{ slotId: "<FREE>", startAt: "2030-01-01T00:00:00Z" }'),
    "BAD_USER_INPUT",
  ],
  [
    "driver",
    "a new reservation with status COMPLETED",
    book(", status: COMPLETED"),
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["driver", "a reservation of an unknown slot", book("", '{ slotId: "slot_<MISSING>" }'), "NOT_FOUND"],
  ["driver", "a reservation of a slot that is taken", book("", '{ slotId: "<HELD>" }'), "SLOT_NOT_AVAILABLE"],
  [
    "driver",
    "a session whose target is below its start",
    start(", initialPercent: 50, targetPercent: 20"),
    "BAD_USER_INPUT",
  ],
  [
    "driver",
    "a session with a target over 100 percent",
    start(", initialPercent: 50, targetPercent: 100.5"),
    "BAD_USER_INPUT",
  ],
  [
    "driver",
    "a session with a negative start",
    start(", initialPercent: -0.1, targetPercent: 50"),
    "BAD_USER_INPUT",
  ],
  [
    "driver",
    "a session on a slot that another driver holds",
    start(", initialPercent: 5, targetPercent: 50", "<HELD>"),
    "SLOT_BOOKED",
  ],
  [
    "driver",
    "a session with another driver's reservation",
    start(', initialPercent: 5, targetPercent: 50, reservationId: "<RESERVATION>"', "<HELD>"),
    "NOT_FOUND",
  ],
  ["charger", "a report of over 100 percent", report(", percent: 101"), "BAD_USER_INPUT"],
  ["charger", "a report of negative energy", report(", percent: 50, energyKwh: -1"), "BAD_USER_INPUT"],
  ["charger", "a report of 1e308 kWh", report(", percent: 50, energyKwh: 1e308"), "BAD_USER_INPUT"],
  [
    "charger",
    "a report of an unknown session",
    on('reportChargingProgress(input: { sessionId: "session_<MISSING>", percent: 5 })'),
    "NOT_FOUND",
  ],
  ["charger", "a stop at over 100 percent", stop(", finalPercent: 100.1"), "BAD_USER_INPUT"],
  ["driver", "a vehicle without a plate", on('registerVehicle(input: { plate: "" })'), "BAD_USER_INPUT"],
  [
    "driver",
    "a vehicle with a negative battery capacity",
    on('registerVehicle(input: { plate: "P", batteryKwh: -1 })'),
    "BAD_USER_INPUT",
  ],
  [
    "admin",
    "disabling a user without a reason",
    on('disableUser(input: { userId: "<USER>", reason: "" })'),
    "BAD_USER_INPUT",
  ],
  [
    "admin",
    "revoking a role of an unknown user",
    on('revokeRole(userId: "user_<MISSING>", role: DRIVER)'),
    "NOT_FOUND",
  ],
  // objects of other users
  [
    "driver",
    "confirming another driver's reservation",
    on('confirmReservation(reservationId: "<RESERVATION>")'),
    "NOT_FOUND",
  ],
  [
    "driver",
    "completing another driver's reservation",
    on('completeReservation(reservationId: "<RESERVATION>")'),
    "NOT_FOUND",
  ],
  [
    "driver",
    "cancelling another driver's reservation",
    on('cancelReservation(input: { reservationId: "<RESERVATION>" })'),
    "NOT_FOUND",
  ],
  [
    "driver",
    "rescheduling another driver's reservation",
    on('rescheduleReservation(input: { reservationId: "<RESERVATION>", items: [{ slotId: "<FREE>" }] })'),
    "NOT_FOUND",
  ],
  [
    "driver",
    "accepting another driver's turn",
    on('acceptTurn(reservationId: "<RESERVATION>")'),
    "NOT_FOUND",
  ],
  [
    "driver",
    "hiding another driver's reservation",
    on('hideReservation(reservationId: "<RESERVATION>")'),
    "NOT_FOUND",
  ],
  ["driver", "reporting progress of another driver's session", report(", percent: 90"), "NOT_FOUND"],
  ["driver", "stopping another driver's session", stop(""), "NOT_FOUND"],
  [
    "driver",
    "renaming another driver's vehicle",
    on('updateVehicle(input: { vehicleId: "<VEHICLE>", plate: "MINE" })'),
    "NOT_FOUND",
  ],
  ["driver", "removing another driver's vehicle", on('removeVehicle(vehicleId: "<VEHICLE>")'), "NOT_FOUND"],
  [
    "driver",
    "booking for another driver's vehicle",
    `mutation { createReservation(input: { vehicleId: "<VEHICLE>", items: [{ slotId: "<FREE>" }] }) { reservation { id } } }`,
    "NOT_FOUND",
  ],
  [
    "driver",
    "watching another driver's reservation",
    'subscription { reservationChanged(reservationId: "<RESERVATION>") { kind } }',
    "NOT_FOUND",
  ],
  [
    "driver",
    "watching another driver's session",
    'subscription { chargingSessionChanged(sessionId: "<SESSION>") { cursor } }',
    "NOT_FOUND",
  ],
  [
    "member",
    "renaming another organisation's station",
    on('updateStation(input: { stationId: "<STATION>", name: "S" })'),
    "FORBIDDEN",
  ],
  [
    "member",
    "giving its own station away",
    on('updateStation(input: { stationId: "<OWN_STATION>", organisation: "globex" })'),
    "FORBIDDEN",
  ],
  [
    "member",
    "renaming another organisation's port",
    on('updatePort(input: { portId: "<PORT>", label: "P" })'),
    "FORBIDDEN",
  ],
  [
    "member",
    "deactivating another organisation's slot",
    on('deactivateSlot(input: { slotId: "<FREE>" })'),
    "FORBIDDEN",
  ],
  [
    "member",
    "cancelling another organisation's reservation",
    on('cancelReservation(input: { reservationId: "<RESERVATION>" })'),
    "NOT_FOUND",
  ],
  ["member", "stopping another organisation's session", stop(""), "NOT_FOUND"],
  [
    "member",
    "changing another organisation's webhook",
    on('updateWebhook(input: { webhookId: "<WEBHOOK>", url: "http://127.0.0.1:9/mine" })'),
    "NOT_FOUND",
  ],
  [
    "member",
    "rotating another organisation's webhook secret",
    'mutation { rotateWebhookSecret(webhookId: "<WEBHOOK>") { secret } }',
    "NOT_FOUND",
  ],
  [
    "member",
    "redelivering another organisation's delivery",
    on('redeliverWebhook(deliveryId: "<DELIVERY>")'),
    "NOT_FOUND",
  ],
];

/** Every operation, as every caller who may not call it. */
const forbiddenRows: Row[] = Object.entries(operationRules).flatMap(([operation, rule]) => {
  if (rule === "anyone") return [];
  const callers: [Caller, Role][] = [
    ["driver", Role.DRIVER],
    ["charger", Role.CHARGER],
    ["operator", Role.OPERATOR],
  ];
  const query = bareOperation(schema, operation);
  const refused = callers.filter(([, role]) => !rule.includes(role));
  return [
    ["anonymous", operation, query, "UNAUTHENTICATED"] satisfies Row,
    ...refused.map(([who]): Row => [who, operation, query, "FORBIDDEN"]),
  ];
});

const inside =
  /\bat .+:\d+:\d+|node_modules|\/src\/|\.ts\b|\b(relation|constraint)\b|typeorm|postgres|type-graphql/i;

async function expectRefused(who: Caller, operation: OperationToSend, code: string): Promise<void> {
  const ways = waysOf(operation);
  const outcomes = await Promise.all(
    ways.map(async (way) => {
      const { data, errors } = await transports[way](world.scene.url, operation, { token: tokens[who] });
      const told = Object.values((data ?? {}) as object).filter((value) => value !== null);
      return { way, told, codes: [...new Set(errors?.map(({ extensions }) => extensions.code))], errors };
    }),
  );
  expect(outcomes.map(({ way, told, codes }) => [way, told, codes])).toEqual(
    ways.map((way) => [way, [], [code]]),
  );
  // The messages are identical over all transports.
  const [first, ...others] = outcomes.map(({ errors }) => errors?.map(({ message }) => message));
  for (const other of others) expect(other).toEqual(first);
  expect(JSON.stringify(outcomes)).not.toMatch(inside);
  expect((await fetch(`${world.scene.url}/health`)).status).toBe(200);
  const [was, is] = [before, await everything(world.scene.database)];
  before = is;
  expect(is).toEqual(was);
}

describe("an invalid or forbidden operation over HTTP, event stream and WebSocket", () => {
  test.each(rows)("is refused to the %s: %s", async (who, _what, query, code, variables) => {
    await expectRefused(who, { query: filledIn(query), variables }, code);
  });

  test.each(forbiddenRows)(
    "is refused by the role check to the %s: %s",
    async (who, _operation, query, code) => {
      await expectRefused(who, { query }, code);
    },
  );

  test("is covered by at least 150 cases", () => {
    expect(rows.length + forbiddenRows.length).toBeGreaterThanOrEqual(150);
  });

  test("with numbers that are almost zero is valid and answered", async () => {
    const near =
      "{ stations(filter: { near: { latitude: 5e-324, longitude: -1e-200, radiusKm: 1 } }) { totalCount } }";
    for (const way of waysOf({ query: near }))
      expect(await transports[way](world.scene.url, { query: near })).toMatchObject({
        data: { stations: {} },
      });
  });

  test("does not make the server log an error", () => {
    expect(world.scene.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});
