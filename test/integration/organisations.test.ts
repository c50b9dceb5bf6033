import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { operationRules } from "../../src/access/operation-rules.ts";
import type { Answer, ApiClient, ApiError } from "../support/api-client.ts";
import { type Organisations, openOrganisations } from "../support/organisations.ts";
import { everything, expectHealthy } from "../support/scene.ts";

let world: Organisations;
beforeAll(async () => {
  world = await openOrganisations();
});
afterAll(async () => {
  await expectHealthy(world.scene.database);
  await world.close();
});

const missing = {
  station: "station_01h455vb4pex5vsknk084sn02q",
  reservation: "reservation_01h455vb4pex5vsknk084sn02q",
  session: "session_01h455vb4pex5vsknk084sn02q",
  webhook: "webhook_01h455vb4pex5vsknk084sn02q",
  delivery: "delivery_01h455vb4pex5vsknk084sn02q",
  code: "RS999999",
};
type Things = typeof missing;

const lists = "urgent { id } current { id } yourTurn { id } waitlisted { id } dismissible { id }";
const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const range = `from: "${daysFromNow(-1)}", to: "${daysFromNow(1)}", bucket: MONTH`;

/** By operation: requests for an object, to be sent for one of another organisation and for one that does not exist. */
const readsAsMissing: Record<string, ((things: Things) => string)[]> = {
  "Query.node": [
    ({ reservation }) => `{ node(id: "${reservation}") { id } }`,
    ({ session }) => `{ node(id: "${session}") { id } }`,
    ({ webhook }) => `{ node(id: "${webhook}") { id } }`,
    ({ delivery }) => `{ node(id: "${delivery}") { id } }`,
  ],
  "Query.reservation": [({ reservation }) => `{ reservation(id: "${reservation}") { id } }`],
  "Query.reservationByCode": [({ code }) => `{ reservationByCode(code: "${code}") { id } }`],
  "Query.reservations": [
    ({ station }) =>
      `{ reservations(filter: { stationId: "${station}" }) { totalCount edges { node { id } } } }`,
  ],
  "Query.reservationDashboard": [
    ({ station }) => `{ reservationDashboard(stationId: "${station}") { ${lists} } }`,
  ],
  "Query.reservationAnalytics": [
    ({ station }) =>
      `{ reservationAnalytics(${range}, stationId: "${station}") { created cancelled averageHoldMinutes } }`,
  ],
  "Query.chargingSession": [({ session }) => `{ chargingSession(id: "${session}") { id } }`],
  "Query.chargingSessions": [
    ({ station }) =>
      `{ chargingSessions(filter: { stationId: "${station}" }) { totalCount edges { node { id } } } }`,
  ],
  "Query.webhook": [({ webhook }) => `{ webhook(id: "${webhook}") { id } }`],
  "Query.webhookDeliveries": [
    ({ webhook }) =>
      `{ webhookDeliveries(filter: { webhookId: "${webhook}" }) { totalCount edges { node { id } } } }`,
  ],
  ...Object.fromEntries(
    ["confirmReservation", "acceptTurn", "completeReservation", "hideReservation", "restoreReservation"].map(
      (name) => [
        `Mutation.${name}`,
        [
          ({ reservation }: Things) =>
            `mutation { ${name}(reservationId: "${reservation}") { reservation { id } } }`,
        ],
      ],
    ),
  ),
  "Mutation.cancelReservation": [
    ({ reservation }) =>
      `mutation { cancelReservation(input: { reservationId: "${reservation}" }) { reservation { id } } }`,
  ],
  "Mutation.hideReservations": [
    ({ reservation }) =>
      `mutation { hideReservations(reservationIds: ["${reservation}"]) { hidden { id } failed { reservationId code message } } }`,
  ],
  "Mutation.rescheduleReservation": [
    ({ reservation }) =>
      `mutation { rescheduleReservation(input: { reservationId: "${reservation}", items: [{ slotId: "OWN_SLOT" }] }) { reservation { id } } }`,
  ],
  "Mutation.startChargingSession": [
    ({ reservation }) =>
      `mutation { startChargingSession(input: { slotId: "OWN_SLOT", vehicleId: "VEHICLE", initialPercent: 1, targetPercent: 2, reservationId: "${reservation}" }) { session { id } } }`,
  ],
  "Mutation.reportChargingProgress": [
    ({ session }) =>
      `mutation { reportChargingProgress(input: { sessionId: "${session}", percent: 50 }) { session { id } } }`,
  ],
  "Mutation.stopChargingSession": [
    ({ session }) =>
      `mutation { stopChargingSession(input: { sessionId: "${session}" }) { session { id } } }`,
  ],
  "Mutation.updateWebhook": [
    ({ webhook }) =>
      `mutation { updateWebhook(input: { webhookId: "${webhook}", active: false }) { webhook { id } } }`,
  ],
  ...Object.fromEntries(
    ["rotateWebhookSecret", "removeWebhook"].map((name) => [
      `Mutation.${name}`,
      [({ webhook }: Things) => `mutation { ${name}(webhookId: "${webhook}") { webhook { id } } }`],
    ]),
  ),
  "Mutation.sendTestWebhook": [
    ({ webhook }) => `mutation { sendTestWebhook(webhookId: "${webhook}") { delivery { id } } }`,
  ],
  "Mutation.redeliverWebhook": [
    ({ delivery }) => `mutation { redeliverWebhook(deliveryId: "${delivery}") { delivery { id } } }`,
  ],
  "Subscription.reservationChanged": [
    ({ reservation }) => `subscription { reservationChanged(reservationId: "${reservation}") { kind } }`,
  ],
  "Subscription.chargingSessionChanged": [
    ({ session }) => `subscription { chargingSessionChanged(sessionId: "${session}") { cursor } }`,
  ],
};

interface Places {
  readonly stationId: string;
  readonly portId: string;
  readonly slotId: string;
}
const charge = "initialPercent: 1, targetPercent: 2";

/** By operation: writes to objects that everyone may read. They are refused, but not as if the object were missing. */
const forbidden: Record<string, ((places: Places) => string)[]> = {
  "Mutation.createStation": [
    () => 'mutation { createStation(input: { name: "S", organisation: "OTHER" }) { station { id } } }',
  ],
  "Mutation.updateStation": [
    ({ stationId }) =>
      `mutation { updateStation(input: { stationId: "${stationId}", name: "S" }) { station { id } } }`,
    () =>
      'mutation { updateStation(input: { stationId: "OWN_STATION", organisation: "OTHER" }) { station { id } } }',
    () =>
      'mutation { updateStation(input: { stationId: "OWN_STATION", organisation: null }) { station { id } } }',
  ],
  "Mutation.createPort": [
    ({ stationId }) =>
      `mutation { createPort(input: { stationId: "${stationId}", label: "P" }) { port { id } } }`,
  ],
  "Mutation.updatePort": [
    ({ portId }) => `mutation { updatePort(input: { portId: "${portId}", label: "P" }) { port { id } } }`,
  ],
  "Mutation.removeStation": [
    ({ stationId }) => `mutation { removeStation(stationId: "${stationId}") { station { id } } }`,
  ],
  "Mutation.removePort": [({ portId }) => `mutation { removePort(portId: "${portId}") { port { id } } }`],
  "Mutation.removeSlot": [({ slotId }) => `mutation { removeSlot(slotId: "${slotId}") { slot { id } } }`],
  "Mutation.createSlot": [
    ({ portId }) => `mutation { createSlot(input: { portId: "${portId}", label: "S" }) { slot { id } } }`,
  ],
  "Mutation.updateSlot": [
    ({ slotId }) => `mutation { updateSlot(input: { slotId: "${slotId}", label: "S" }) { slot { id } } }`,
  ],
  "Mutation.activateSlot": [({ slotId }) => `mutation { activateSlot(slotId: "${slotId}") { slot { id } } }`],
  "Mutation.deactivateSlot": [
    ({ slotId }) =>
      `mutation { deactivateSlot(input: { slotId: "${slotId}", cancelReservations: true }) { slot { id } } }`,
  ],
  "Mutation.registerWebhook": [
    ({ stationId }) =>
      `mutation { registerWebhook(input: { url: "https://example.com/", stationId: "${stationId}" }) { secret } }`,
  ],
  "Mutation.createReservation": [
    ({ slotId }) =>
      `mutation { createReservation(input: { vehicleId: "VEHICLE", items: [{ slotId: "${slotId}" }] }) { reservation { id } } }`,
    ({ slotId }) =>
      `mutation { createReservation(input: { vehicleId: "VEHICLE", items: [{ slotId: "OWN_SLOT" }, { slotId: "${slotId}" }] }) { reservation { id } } }`,
  ],
  "Mutation.startChargingSession": [
    ({ slotId }) =>
      `mutation { startChargingSession(input: { slotId: "${slotId}", vehicleId: "VEHICLE", ${charge} }) { session { id } } }`,
  ],
  "Mutation.updateVehicle": [
    () => 'mutation { updateVehicle(input: { vehicleId: "VEHICLE", plate: "P" }) { vehicle { id } } }',
  ],
  "Mutation.removeVehicle": [() => 'mutation { removeVehicle(vehicleId: "VEHICLE") { vehicle { id } } }'],
  ...Object.fromEntries(
    Object.entries({
      "Query.users": "{ users { totalCount } }",
      "Query.user": '{ user(id: "USER") { id } }',
      "Mutation.disableUser":
        'mutation { disableUser(input: { userId: "USER", reason: "R" }) { user { id } } }',
      "Mutation.enableUser": 'mutation { enableUser(userId: "USER") { user { id } } }',
      "Mutation.revokeRole": 'mutation { revokeRole(userId: "USER", role: DRIVER) { user { id } } }',
      "Mutation.restoreRole": 'mutation { restoreRole(userId: "USER", role: DRIVER) { user { id } } }',
    }).map(([name, query]) => [name, [() => query]]),
  ),
  "Query.auditLog": [() => "{ auditLog { totalCount } }"],
};

/** Operations on public data or the caller's own, and operations whose results are tested below. */
const unaffected = [
  ...[
    "me",
    "signInOptions",
    "vehicles",
    "stations",
    "station",
    "port",
    "slots",
    "slot",
    "slotsChangedSince",
    "availability",
    "webhooks",
  ].map((name) => `Query.${name}`),
  "Mutation.signInAsDemoUser",
  "Mutation.registerVehicle",
  "Mutation.expireReservations",
  "Subscription.slotStatusChanged",
];

test("the tables in this file cover every operation", () => {
  const stated = [...Object.keys(readsAsMissing), ...Object.keys(forbidden), ...unaffected];
  expect(Object.keys(operationRules).filter((operation) => !stated.includes(operation))).toEqual([]);
});

/** The answer over HTTP or, for subscriptions, over a WebSocket, without the request id. */
async function ask(client: ApiClient, query: string): Promise<Omit<Answer<unknown>, "status">> {
  if (query.startsWith("subscription"))
    return { errors: withoutRequestId(await client.overWebSocket(query)) };
  const { status: _, ...answer } = await client.sendText(query);
  return answer;
}

// The request id belongs to the operation, not to the object.
function withoutRequestId(errors: readonly ApiError[]): readonly ApiError[] {
  return errors.map((error) => {
    const { requestId, ...extensions } = error.extensions;
    expect(requestId).toEqual(expect.any(String));
    return { ...error, extensions };
  });
}

const filledIn = (query: string) =>
  query
    .replaceAll("OWN_SLOT", world.acme.freeSlotId)
    .replaceAll("OWN_STATION", world.acme.stationId)
    .replaceAll("USER", world.driver.userId)
    .replaceAll("VEHICLE", world.driver.vehicleId)
    .replaceAll("OTHER", "globex");

describe("an operator of an organisation", () => {
  let before: unknown;
  beforeEach(async () => {
    before = await everything(world.scene.database);
  });

  describe.each(["globex", "nobody"] as const)("at a station of %s", (whose) => {
    test.each(Object.entries(readsAsMissing))(
      "gets a missing object's answer from %s",
      async (_, queries) => {
        const foreign = world[whose].things;
        for (const query of queries) {
          const [there, absent] = [filledIn(query(foreign)), filledIn(query(missing))];
          const answer = JSON.stringify(await ask(world.acme.operator, there));
          const unknown = (Object.keys(missing) as (keyof Things)[]).reduce(
            (text, kind) => text.replaceAll(foreign[kind], missing[kind]),
            answer,
          );
          expect([query(foreign), JSON.parse(unknown)]).toEqual([
            query(foreign),
            await ask(world.acme.operator, absent),
          ]);
        }
        expect(await everything(world.scene.database)).toEqual(before);
      },
    );

    test.each(Object.entries(forbidden))("gets FORBIDDEN from %s", async (_, queries) => {
      for (const query of queries) {
        const text = filledIn(query({ ...world[whose], slotId: world[whose].freeSlotId }));
        const { errors } = await world.acme.operator.sendText(text);
        expect([text, errors?.[0]?.extensions]).toEqual([
          text,
          expect.objectContaining({ code: "FORBIDDEN", status: 403 }),
        ]);
      }
      expect(await everything(world.scene.database)).toEqual(before);
    });
  });

  const queries = Object.entries(readsAsMissing).filter(([name]) => name.startsWith("Query"));
  test.each(queries)("gets the objects of its own stations from %s", async (_, asked) => {
    const { operator, things } = world.acme;
    for (const query of asked) {
      const { data, errors } = await operator.sendText(query(things));
      expect([query(things), errors]).toEqual([query(things), undefined]);
      expect([query(things), data]).not.toEqual([
        query(things),
        (await operator.sendText(query(missing))).data,
      ]);
    }
  });
});

const everyCount = `{ reservations(filter: { ownerId: "OWNER" }) { totalCount edges { node { code } } }
  chargingSessions { totalCount edges { node { id } } }
  webhooks { totalCount edges { node { id } } } webhookDeliveries { totalCount edges { node { id } } }
  reservationDashboard { ${lists} slotCounts { available booked inUse } }
  reservationAnalytics(${range}) { created } }`;

interface Counts {
  reservations: { totalCount: number; edges: unknown[] };
  chargingSessions: { totalCount: number; edges: unknown[] };
  webhooks: { totalCount: number; edges: unknown[] };
  webhookDeliveries: { totalCount: number; edges: unknown[] };
  reservationDashboard: Record<string, unknown[]> & { slotCounts: Record<string, number> };
  reservationAnalytics: { created: number };
}

async function counts(client: ApiClient) {
  const text = everyCount.replace("OWNER", world.driver.userId);
  const { data, errors } = await client.sendText<Counts>(text);
  if (!data) throw new Error(JSON.stringify(errors));
  const { reservations, chargingSessions, webhooks, webhookDeliveries, reservationDashboard } = data;
  const { slotCounts, ...listed } = reservationDashboard;
  const connections = [reservations, chargingSessions, webhooks, webhookDeliveries];
  expect(connections.map((each) => each.edges.length)).toEqual(connections.map((each) => each.totalCount));
  return {
    ...{
      reservations: reservations.totalCount,
      sessions: chargingSessions.totalCount,
      webhooks: webhooks.totalCount,
    },
    deliveries: webhookDeliveries.totalCount,
    dashboard: Object.values(listed).flat().length,
    slots: Object.values(slotCounts).reduce((sum, count) => sum + count),
    created: data.reservationAnalytics.created,
  };
}

test("lists and counts cover the organisation's stations, or all for admins and operators of none", async () => {
  const one = {
    reservations: 1,
    sessions: 1,
    webhooks: 1,
    deliveries: 1,
    dashboard: 1,
    slots: 3,
    created: 1,
  };
  expect(await counts(world.acme.operator)).toEqual(one);
  expect(await counts(world.globex.operator)).toEqual(one);
  const all = {
    reservations: 3,
    sessions: 3,
    webhooks: 3,
    deliveries: 3,
    dashboard: 3,
    slots: 9,
    created: 3,
  };
  expect(await counts(world.scene.operator)).toEqual(all);
  expect(await counts(world.admin)).toEqual(all);
});
