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
  ["operator", "nothing but a comment", "# nothing", "GRAPHQL_PARSE_FAILED"],
  ["operator", "nothing selected", "mutation { }", "GRAPHQL_PARSE_FAILED"],
  ["operator", "text that does not end", '{ slot(id: "', "GRAPHQL_PARSE_FAILED"],
  ["operator", "a control character", "{ __typename \u0007 }", "GRAPHQL_PARSE_FAILED"],
  ["operator", "a number that is none", "{ slots(first: 01) { totalCount } }", "GRAPHQL_PARSE_FAILED"],
  ["operator", "an escape that is none", '{ slot(id: "\\x41") { id } }', "GRAPHQL_PARSE_FAILED"],
  ["operator", "a fragment named on", "fragment on on Query { __typename }", "GRAPHQL_PARSE_FAILED"],
  ["operator", "a type of its own", "type Query { a: Int }", "GRAPHQL_VALIDATION_FAILED"],
  [
    "operator",
    "an extension of the schema",
    "extend type Query { a: Int } { __typename }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["operator", "a fragment only", "fragment A on Query { __typename }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "a field that is not there", "{ password }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "the prototype's field", "{ constructor }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "a hidden field", "{ me { id subjectHash } }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "an argument that is not there", '{ me(id: "x") { id } }', "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "an argument twice", '{ slot(id: "a", id: "b") { id } }', "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "no argument where one must be", "{ slot { id } }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "fields of a scalar", "{ slots { totalCount { a } } }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "no fields of an object", "{ slots }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "two meanings of one name", "{ a: __typename a: me { id } }", "GRAPHQL_VALIDATION_FAILED"],
  [
    "operator",
    "two arguments of one name's fields",
    "{ slots(first: 1) { totalCount } slots(first: 2) { totalCount } }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["operator", "a fragment that is not there", "{ ...A }", "GRAPHQL_VALIDATION_FAILED"],
  [
    "operator",
    "a fragment that nobody uses",
    "{ __typename } fragment A on Query { __typename }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "operator",
    "fragments that spread each other",
    "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["operator", "a fragment of another type", "{ ... on Slot { id } }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "a fragment of a scalar", "{ ... on String { id } }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "a directive that is not there", "{ __typename @admin }", "GRAPHQL_VALIDATION_FAILED"],
  [
    "operator",
    "a directive where it may not be",
    "query @include(if: true) { __typename }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["operator", "a directive without its argument", "{ __typename @skip }", "GRAPHQL_VALIDATION_FAILED"],
  ["operator", "a variable that is not declared", "{ slot(id: $id) { id } }", "GRAPHQL_VALIDATION_FAILED"],
  [
    "operator",
    "a variable that nobody uses",
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
  [
    "operator",
    "a variable of an output's type",
    "query($a: Slot) { __typename }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
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
    "a subscription to nothing",
    "subscription { slotStatusChanged @skip(if: true) { version } }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "operator",
    "a subscription to nothing, in a fragment",
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
    "an enum that is not there",
    "{ slots(filter: { statuses: [STOLEN] }) { totalCount } }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "operator",
    "an input field that is not there",
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
    "a truth as an id",
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
    "a filter of what is not there",
    "query($f: SlotFilter) { slots(filter: $f) { totalCount } }",
    "BAD_USER_INPUT",
    { f: { or: [] } },
  ],
  [
    "operator",
    "the prototype in an input",
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
    "a status that is not there",
    "query($s: [SlotStatus!]) { slots(filter: { statuses: $s }) { totalCount } }",
    "BAD_USER_INPUT",
    { s: ["booked"] },
  ],
  [
    "operator",
    "half a surrogate in a name",
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
  [
    "operator",
    "an id of a kind that is not there",
    '{ node(id: "invoice_<MISSING>") { id } }',
    "BAD_USER_INPUT",
  ],
  ["operator", "a cursor that is none", '{ slots(after: "x") { totalCount } }', "BAD_USER_INPUT"],
  [
    "operator",
    "a cursor of another list",
    '{ stations(after: "<CURSOR>") { totalCount } }',
    "BAD_USER_INPUT",
  ],
  ["operator", "a cursor of no list", '{ stations(after: "<OTHER_LIST>") { totalCount } }', "BAD_USER_INPUT"],
  ["operator", "an empty cursor", '{ slots(after: "") { totalCount } }', "BAD_USER_INPUT"],
  ["operator", "a page of none", "{ slots(first: 0) { totalCount } }", "BAD_USER_INPUT"],
  ["operator", "a page of less than none", "{ slots(first: -1) { totalCount } }", "BAD_USER_INPUT"],
  ["operator", "a page of 101", "{ slots(first: 101) { totalCount } }", "BAD_USER_INPUT"],
  [
    "operator",
    "a page of two billion",
    "{ slots(first: 2147483647) { edges { cursor } } }",
    "BAD_USER_INPUT",
  ],
  [
    "operator",
    "a page of pages that is too large",
    '{ slot(id: "<FREE>") { history(first: 101) { totalCount } } }',
    "BAD_USER_INPUT",
  ],
  ["anonymous", "a feed's cursor that is none", watch('after: "x"'), "CURSOR_EXPIRED"],
  ["anonymous", "a feed's cursor over 64 bits", watch('after: "<HUGE>"'), "CURSOR_EXPIRED"],
  [
    "anonymous",
    "a feed of an id of another kind",
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
    "buckets without number",
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
    "a station beyond every number",
    station('name: "S", latitude: 1e400, longitude: 0'),
    "BAD_USER_INPUT",
  ],
  [
    "operator",
    "a search around nowhere",
    "{ stations(filter: { near: { latitude: 91, longitude: 0, radiusKm: 1 } }) { totalCount } }",
    "BAD_USER_INPUT",
  ],
  [
    "operator",
    "a search within less than nothing",
    "{ stations(filter: { near: { latitude: 0, longitude: 0, radiusKm: -1 } }) { totalCount } }",
    "BAD_USER_INPUT",
  ],
  ["operator", "a slot without a label", slot('label: ""'), "BAD_USER_INPUT"],
  ["operator", "a slot of negative power", slot('label: "S", powerKw: -1'), "BAD_USER_INPUT"],
  ["operator", "a slot of all the power there is", slot('label: "S", powerKw: 1e308'), "BAD_USER_INPUT"],
  ["operator", "a webhook to a file", webhook('url: "file:///etc/passwd"'), "BAD_USER_INPUT"],
  ["operator", "a webhook with a password", webhook('url: "http://u:p@127.0.0.1:9/"'), "BAD_USER_INPUT"],
  [
    "operator",
    "a webhook of a station that is not there",
    webhook('url: "http://127.0.0.1:9/", stationId: "station_<MISSING>"'),
    "NOT_FOUND",
  ],
  ["driver", "a reservation of nothing", book("", ""), "BAD_USER_INPUT"],
  [
    "driver",
    "a reservation of one slot twice",
    book("", '{ slotId: "<FREE>" }, { slotId: "<FREE>" }'),
    "BAD_USER_INPUT",
  ],
  ["driver", "a reservation that is over", book(', reservedUntil: "2020-01-01T00:00:00Z"'), "BAD_USER_INPUT"],
  [
    "driver",
    "a reservation for ten thousand years",
    book(', reservedUntil: "9999-12-31T23:59:59Z"'),
    "BAD_USER_INPUT",
  ],
  [
    "driver",
    "a reservation with half a window",
    book("", '{ slotId: "<FREE>", startAt: "2030-01-01T00:00:00Z" }'),
    "BAD_USER_INPUT",
  ],
  [
    "driver",
    "a reservation that is made to be over",
    book(", status: COMPLETED"),
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "driver",
    "a reservation of a slot that is not there",
    book("", '{ slotId: "slot_<MISSING>" }'),
    "NOT_FOUND",
  ],
  ["driver", "a reservation of a slot that is taken", book("", '{ slotId: "<HELD>" }'), "SLOT_NOT_AVAILABLE"],
  [
    "driver",
    "a session from more to less",
    start(", initialPercent: 50, targetPercent: 20"),
    "BAD_USER_INPUT",
  ],
  ["driver", "a session beyond full", start(", initialPercent: 50, targetPercent: 100.5"), "BAD_USER_INPUT"],
  [
    "driver",
    "a session from less than empty",
    start(", initialPercent: -0.1, targetPercent: 50"),
    "BAD_USER_INPUT",
  ],
  [
    "driver",
    "a session on a slot that is held",
    start(", initialPercent: 5, targetPercent: 50", "<HELD>"),
    "SLOT_BOOKED",
  ],
  [
    "driver",
    "a session by another's reservation",
    start(', initialPercent: 5, targetPercent: 50, reservationId: "<RESERVATION>"', "<HELD>"),
    "NOT_FOUND",
  ],
  ["charger", "a meter beyond full", report(", percent: 101"), "BAD_USER_INPUT"],
  ["charger", "a meter that runs backwards", report(", percent: 50, energyKwh: -1"), "BAD_USER_INPUT"],
  ["charger", "a meter beyond every number", report(", percent: 50, energyKwh: 1e308"), "BAD_USER_INPUT"],
  [
    "charger",
    "a meter of a session that is not there",
    on('reportChargingProgress(input: { sessionId: "session_<MISSING>", percent: 5 })'),
    "NOT_FOUND",
  ],
  ["charger", "the end of a session beyond full", stop(", finalPercent: 100.1"), "BAD_USER_INPUT"],
  ["driver", "a vehicle without a plate", on('registerVehicle(input: { plate: "" })'), "BAD_USER_INPUT"],
  [
    "driver",
    "a vehicle with a battery of less than nothing",
    on('registerVehicle(input: { plate: "P", batteryKwh: -1 })'),
    "BAD_USER_INPUT",
  ],
  [
    "admin",
    "a user who is disabled for no reason",
    on('disableUser(input: { userId: "<USER>", reason: "" })'),
    "BAD_USER_INPUT",
  ],
  ["admin", "a user who is not there", on('revokeRole(userId: "user_<MISSING>", role: DRIVER)'), "NOT_FOUND"],
  // objects of other users
  [
    "driver",
    "another's reservation, confirmed",
    on('confirmReservation(reservationId: "<RESERVATION>")'),
    "NOT_FOUND",
  ],
  [
    "driver",
    "another's reservation, completed",
    on('completeReservation(reservationId: "<RESERVATION>")'),
    "NOT_FOUND",
  ],
  [
    "driver",
    "another's reservation, cancelled",
    on('cancelReservation(input: { reservationId: "<RESERVATION>" })'),
    "NOT_FOUND",
  ],
  [
    "driver",
    "another's reservation, moved",
    on('rescheduleReservation(input: { reservationId: "<RESERVATION>", items: [{ slotId: "<FREE>" }] })'),
    "NOT_FOUND",
  ],
  ["driver", "another's turn", on('acceptTurn(reservationId: "<RESERVATION>")'), "NOT_FOUND"],
  [
    "driver",
    "another's reservation, hidden",
    on('hideReservation(reservationId: "<RESERVATION>")'),
    "NOT_FOUND",
  ],
  ["driver", "another's session, reported", report(", percent: 90"), "NOT_FOUND"],
  ["driver", "another's session, stopped", stop(""), "NOT_FOUND"],
  [
    "driver",
    "another's vehicle, renamed",
    on('updateVehicle(input: { vehicleId: "<VEHICLE>", plate: "MINE" })'),
    "NOT_FOUND",
  ],
  ["driver", "another's vehicle, removed", on('removeVehicle(vehicleId: "<VEHICLE>")'), "NOT_FOUND"],
  [
    "driver",
    "another's vehicle, booked for",
    `mutation { createReservation(input: { vehicleId: "<VEHICLE>", items: [{ slotId: "<FREE>" }] }) { reservation { id } } }`,
    "NOT_FOUND",
  ],
  [
    "driver",
    "another's reservation, watched",
    'subscription { reservationChanged(reservationId: "<RESERVATION>") { kind } }',
    "NOT_FOUND",
  ],
  [
    "driver",
    "another's session, watched",
    'subscription { chargingSessionChanged(sessionId: "<SESSION>") { cursor } }',
    "NOT_FOUND",
  ],
  [
    "member",
    "another organisation's station, renamed",
    on('updateStation(input: { stationId: "<STATION>", name: "S" })'),
    "FORBIDDEN",
  ],
  [
    "member",
    "its own station, given away",
    on('updateStation(input: { stationId: "<OWN_STATION>", organisation: "globex" })'),
    "FORBIDDEN",
  ],
  [
    "member",
    "another organisation's port",
    on('updatePort(input: { portId: "<PORT>", label: "P" })'),
    "FORBIDDEN",
  ],
  [
    "member",
    "another organisation's slot, out of service",
    on('deactivateSlot(input: { slotId: "<FREE>" })'),
    "FORBIDDEN",
  ],
  [
    "member",
    "another organisation's reservation, cancelled",
    on('cancelReservation(input: { reservationId: "<RESERVATION>" })'),
    "NOT_FOUND",
  ],
  ["member", "another organisation's session, stopped", stop(""), "NOT_FOUND"],
  [
    "member",
    "another organisation's webhook, taken over",
    on('updateWebhook(input: { webhookId: "<WEBHOOK>", url: "http://127.0.0.1:9/mine" })'),
    "NOT_FOUND",
  ],
  [
    "member",
    "another organisation's webhook's secret",
    'mutation { rotateWebhookSecret(webhookId: "<WEBHOOK>") { secret } }',
    "NOT_FOUND",
  ],
  [
    "member",
    "another organisation's delivery, sent again",
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

describe("over HTTP, event streams and WebSockets alike, is refused", () => {
  test.each(rows)("to %s: %s", async (who, _what, query, code, variables) => {
    await expectRefused(who, { query: filledIn(query), variables }, code);
  });

  test.each(forbiddenRows)("to %s: %s", async (who, _operation, query, code) => {
    await expectRefused(who, { query }, code);
  });

  test("what are at least 150 in all", () => {
    expect(rows.length + forbiddenRows.length).toBeGreaterThanOrEqual(150);
  });

  test("but not numbers that are almost zero", async () => {
    const near =
      "{ stations(filter: { near: { latitude: 5e-324, longitude: -1e-200, radiusKm: 1 } }) { totalCount } }";
    for (const way of waysOf({ query: near }))
      expect(await transports[way](world.scene.url, { query: near })).toMatchObject({
        data: { stations: {} },
      });
  });

  test("and nothing of it was a fault of the server", () => {
    expect(world.scene.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});
