import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { operationRules } from "../../src/access/operation-rules.ts";
import type { Answer, ApiClient } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import { StopSession } from "../support/operations.ts";
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

/** By operation: what names somebody's thing, to be asked with what is another organisation's and with what is not there. */
const asIfMissing: Record<string, ((things: Things) => string)[]> = {
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

/** By operation: acting on what is public to read, which is not hidden but refused. */
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
  "Query.auditLog": [() => "{ auditLog { totalCount } }"],
};

/** What is public, or the caller's own; and what is tested by what it returns, below. */
const unconcerned = [
  ...["me", "stations", "station", "port", "slots", "slot", "availability", "webhooks"].map(
    (name) => `Query.${name}`,
  ),
  "Mutation.registerVehicle",
  "Mutation.expireReservations",
  "Subscription.slotStatusChanged",
];

test("every operation says what it is to an operator of another organisation", () => {
  const stated = [...Object.keys(asIfMissing), ...Object.keys(forbidden), ...unconcerned];
  expect(Object.keys(operationRules).filter((operation) => !stated.includes(operation))).toEqual([]);
});

/** The answer over HTTP, or over a WebSocket where only that serves it. */
async function ask(client: ApiClient, query: string): Promise<Omit<Answer<unknown>, "status">> {
  if (query.startsWith("subscription")) return { errors: await client.overWebSocket(query) };
  const { status: _, ...answer } = await client.sendText(query);
  return answer;
}

const filledIn = (query: string) =>
  query
    .replaceAll("OWN_SLOT", world.acme.freeSlotId)
    .replaceAll("OWN_STATION", world.acme.stationId)
    .replaceAll("VEHICLE", world.driver.vehicleId)
    .replaceAll("OTHER", "globex");

describe("to an operator of an organisation", () => {
  let before: unknown;
  beforeEach(async () => {
    before = await everything(world.scene.database);
  });

  describe.each(["globex", "nobody"] as const)("what is inside of a station of %s", (whose) => {
    test.each(Object.entries(asIfMissing))("looks in %s as if it did not exist", async (_, queries) => {
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
    });

    test.each(Object.entries(forbidden))("and acting on it by %s is FORBIDDEN", async (_, queries) => {
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

  const queries = Object.entries(asIfMissing).filter(([name]) => name.startsWith("Query"));
  test.each(queries)("what is inside of its own stations is there: %s", async (_, asked) => {
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

test("lists and counts are of the organisation's stations; of all for an admin, and for an operator of none", async () => {
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

test("somebody who is an operator of one and a driver, too, sees both, page by page, each thing once", async () => {
  const both = await world.scene.asMember("acme", world.driver.subject, "OPERATOR", "DRIVER");
  const read = async (connection: string, key: string) => {
    const seen: unknown[] = [];
    for (let after: string | null = null; ; ) {
      const query = `query ($after: String) { page: ${connection}(first: 1, after: $after) {
        totalCount edges { node { ${key} } } pageInfo { hasNextPage endCursor } } }`;
      const {
        data,
      }: Answer<{
        page: {
          totalCount: number;
          edges: { node: Record<string, unknown> }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      }> = await both.sendText(query, { after });
      seen.push(...(data?.page.edges ?? []).map(({ node }) => node[key]));
      if (!data?.page.pageInfo.hasNextPage) return { seen, totalCount: data?.page.totalCount };
      after = data.page.pageInfo.endCursor;
    }
  };
  const codes = ["nobody", "globex", "acme"].map((whose) => world[whose as "acme"].things.code);
  expect(await read("reservations", "code")).toEqual({ seen: codes, totalCount: 3 });
  const sessions = ["nobody", "globex", "acme"].map((whose) => world[whose as "acme"].things.session);
  expect(await read("chargingSessions", "id")).toEqual({ seen: sessions, totalCount: 3 });
});

test("a charger of an organisation meters its sessions only, and one of none all", async () => {
  const charger = await world.scene.asMember("acme", "charger-of-acme", "CHARGER");
  const report = (id: string) =>
    `mutation { reportChargingProgress(input: { sessionId: "${id}", percent: 30 }) { session { currentPercent } } }`;
  const codeOf = async (client: ApiClient, id: string) =>
    (await client.sendText(report(id))).errors?.[0]?.extensions.code;
  const { acme, globex, nobody } = world;
  expect(await codeOf(charger, acme.things.session)).toBeUndefined();
  for (const { things } of [globex, nobody]) expect(await codeOf(charger, things.session)).toBe("NOT_FOUND");
  const anyones = await world.scene.as("charger", "CHARGER");
  expect(await codeOf(anyones, globex.things.session)).toBeUndefined();
});

test("an operator's new station is its organisation's; stations are found by it, by everybody", async () => {
  const create = 'mutation { createStation(input: { name: "New" }) { station { id organisation } } }';
  const { data } = await world.globex.operator.sendText<{
    createStation: { station: { id: string; organisation: string } };
  }>(create);
  expect(data?.createStation.station.organisation).toBe("globex");
  const find =
    '{ stations(filter: { organisation: "globex", nameContains: "new" }) { edges { node { id organisation } } } }';
  expect((await world.scene.anonymous.sendText(find)).data).toEqual({
    stations: { edges: [{ node: data?.createStation.station }] },
  });
});

test("a reservation has slots of one organisation, also where it is given others", async () => {
  const { acme, globex, driver } = world;
  const items = (slotIds: string[]) => `[${slotIds.map((id) => `{ slotId: "${id}" }`).join(", ")}]`;
  const create = `mutation { createReservation(input: { vehicleId: "${driver.vehicleId}", items: ${items([acme.freeSlotId, globex.freeSlotId])} }) { reservation { id } } }`;
  const move = `mutation { rescheduleReservation(input: { reservationId: "${acme.things.reservation}", items: ${items([globex.freeSlotId])} }) { reservation { id } } }`;
  for (const [query, path] of [
    [create, "input.items.1.slotId"],
    [move, "input.items.0.slotId"],
  ] as const) {
    const { errors } = await driver.client.sendText(query);
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [{ path }] });
  }
});

test("that a vehicle charges at another organisation is told, and not in which session", async () => {
  const { acme, globex, driver } = world;
  const start = (slotId: string) =>
    `mutation { startChargingSession(input: { slotId: "${slotId}", vehicleId: "${globex.chargingVehicleId}", ${charge} }) { session { id } } }`;
  const [error] = (await acme.operator.sendText(start(acme.freeSlotId))).errors ?? [];
  expect(error?.extensions.code).toBe("VEHICLE_ALREADY_CHARGING");
  expect(JSON.stringify(error)).not.toContain("session_");
  const [own] = (await driver.client.sendText(start(acme.freeSlotId))).errors ?? [];
  expect(own?.extensions["sessionId"]).toBe(globex.things.session);
});

test("a key that was used for one organisation brings nothing back for another", async () => {
  const { acme, driver } = world;
  const create = `mutation { createReservation(input: { vehicleId: "${driver.vehicleId}", items: [{ slotId: "${acme.freeSlotId}" }], idempotencyKey: "k" }) { reservation { id } } }`;
  const first = await acme.operator.sendText<{ createReservation: { reservation: { id: string } } }>(create);
  expect(await acme.operator.sendText(create)).toEqual(first);
  const elsewhere = await world.scene.asMember("globex", "operator-of-acme", "OPERATOR");
  expect((await elsewhere.sendText(create)).errors?.[0]?.extensions.code).toBe("IDEMPOTENCY_KEY_REUSED");
  const id = first.data?.createReservation.reservation.id;
  await driver.client.sendText(
    `mutation { cancelReservation(input: { reservationId: "${id}" }) { reservation { id } } }`,
  );
});

test("expiring by hand marks what is at the organisation's stations", async () => {
  const own = await openOrganisations({ manualDeadlines: true });
  await own.scene.database.query(
    "update reservations set reserved_until = slotwire_now() - interval '1 second'",
  );
  const expire = "mutation { expireReservations { expiredReservations } }";
  const expired = (code: string[]) => ({ expireReservations: { expiredReservations: code } });
  expect((await own.acme.operator.sendText(expire)).data).toEqual(expired([own.acme.things.code]));
  expect((await own.acme.operator.sendText(expire)).data).toEqual(expired([]));
  const rest = [own.globex.things.code, own.nobody.things.code];
  expect((await own.scene.operator.sendText(expire)).data).toEqual(expired(rest));
  await own.close();
});

describe("the live feed", () => {
  const watch =
    "subscription W($after: String) { reservationChanged(after: $after) { cursor kind reservation { id code } } }";
  const reschedule = (id: string, slotId: string) =>
    `mutation { rescheduleReservation(input: { reservationId: "${id}", items: [{ slotId: "${slotId}" }] }) { reservation { id } } }`;

  test("tells an operator of its organisation's, also when it is read again; and not of what is another's by then", async () => {
    const own = await openOrganisations();
    const { acme, globex, nobody, driver, scene } = own;
    const watching = acme.operator.subscribe<
      { reservationChanged: { cursor: string; kind: string; reservation: { id: string } } },
      { after: string | null }
    >(watch as never, { after: null });
    const sessions = acme.operator.subscribe<{ chargingSessionChanged: { session: { id: string } } }, object>(
      "subscription { chargingSessionChanged { session { id } } }" as never,
      {} as never,
    );
    await eventually(() => expect(scene.app.subscriberCount()).toBe(2));
    for (const { things, heldSlotId } of [globex, nobody, acme])
      expect(
        (await driver.client.sendText(reschedule(things.reservation, heldSlotId))).errors,
      ).toBeUndefined();
    for (const { things } of [globex, nobody, acme])
      await driver.client.request(StopSession, { input: { sessionId: things.session } });
    await eventually(() => expect(watching.results).toHaveLength(1));
    await eventually(() => expect(sessions.results).toHaveLength(1));
    expect(watching.results[0]?.reservationChanged.reservation.id).toBe(acme.things.reservation);
    expect(sessions.results[0]?.chargingSessionChanged.session.id).toBe(acme.things.session);
    const after = watching.results[0]?.reservationChanged.cursor ?? null;
    expect(
      (await driver.client.sendText(reschedule(acme.things.reservation, acme.heldSlotId))).errors,
    ).toBeUndefined();
    await eventually(() => expect(watching.results).toHaveLength(2));

    const move = `mutation { updateStation(input: { stationId: "${acme.stationId}", organisation: "globex" }) { station { organisation } } }`;
    expect((await scene.operator.sendText(move)).data).toEqual({
      updateStation: { station: { organisation: "globex" } },
    });
    const again = acme.operator.subscribe<{ reservationChanged: unknown }, { after: string | null }>(
      watch as never,
      { after },
    );
    await eventually(() => expect(again.errors).toHaveLength(1));
    expect([again.errors[0]?.extensions.code, again.results]).toEqual(["NOT_FOUND", []]);

    for (const id of [acme.things.reservation, globex.things.reservation]) {
      const query = `{ reservation(id: "${id}") { id } node(id: "${id}") { id } }`;
      expect((await acme.operator.sendText(query)).data).toEqual({ reservation: null, node: null });
      expect((await globex.operator.sendText(query)).data).toEqual({ reservation: { id }, node: { id } });
    }
    expect(
      (await globex.operator.sendText(`{ chargingSession(id: "${acme.things.session}") { id } }`)).data,
    ).toEqual({
      chargingSession: { id: acme.things.session },
    });
    for (const subscription of [watching, sessions, again]) subscription.close();
    await expectHealthy(scene.database);
    await own.close();
  });

  test("shares nothing between two organisations of the same operator", async () => {
    const { scene, acme, globex, driver } = world;
    const subject = "operator-of-two";
    const clients = [
      await scene.asMember("acme", subject, "OPERATOR"),
      await scene.asMember("globex", subject, "OPERATOR"),
    ];
    const watching = clients.map((client) =>
      client.subscribe<{ reservationChanged: { reservation: { id: string } } }, { after: string | null }>(
        watch as never,
        { after: null },
      ),
    );
    await eventually(() => expect(scene.app.subscriberCount()).toBe(2));
    for (const { things, heldSlotId } of [acme, globex])
      expect(
        (await driver.client.sendText(reschedule(things.reservation, heldSlotId))).errors,
      ).toBeUndefined();
    await eventually(() => expect(watching.map(({ results }) => results.length)).toEqual([1, 1]));
    expect(watching.map(({ results }) => results[0]?.reservationChanged.reservation.id)).toEqual(
      [acme, globex].map(({ things }) => things.reservation),
    );
    for (const subscription of watching) subscription.close();
  });
});

test("an organisation's webhook is told of its stations only, whoever looks after it", async () => {
  const { scene, acme, globex, nobody, driver } = await openOrganisations();
  for (const { things } of [globex, nobody, acme])
    await driver.client.sendText(
      `mutation { cancelReservation(input: { reservationId: "${things.reservation}" }) { reservation { id } } }`,
    );
  const told = (client: ApiClient, webhook: string) =>
    client.sendText<{ webhookDeliveries: { edges: { node: { reservation: { id: string } | null } }[] } }>(
      `{ webhookDeliveries(filter: { webhookId: "${webhook}", events: [CANCELLED] }) { edges { node { reservation { id } } } } }`,
    );
  const idsOf = async (client: ApiClient, webhook: string) =>
    (await told(client, webhook)).data?.webhookDeliveries.edges
      .map(({ node }) => node.reservation?.id)
      .toSorted();
  const all = [acme, globex, nobody].map(({ things }) => things.reservation).toSorted();
  await eventually(async () => expect(await idsOf(scene.operator, nobody.things.webhook)).toEqual(all));
  expect(await idsOf(acme.operator, acme.things.webhook)).toEqual([acme.things.reservation]);
  const about = async ({ things }: typeof acme) => {
    const query = `{ webhookDeliveries(filter: { reservationId: "${things.reservation}" }) { totalCount edges { node { webhookId } } } }`;
    return (await acme.operator.sendText<{ webhookDeliveries: unknown }>(query)).data?.webhookDeliveries;
  };
  const one = { totalCount: 1, edges: [{ node: { webhookId: acme.things.webhook } }] };
  expect(await Promise.all([acme, globex, nobody].map(about))).toEqual([
    one,
    ...Array(2).fill({ totalCount: 0, edges: [] }),
  ]);
  const retarget = `mutation { updateWebhook(input: { webhookId: "${acme.things.webhook}", stationId: "${globex.stationId}" }) { webhook { id } } }`;
  expect((await scene.operator.sendText(retarget)).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  await scene.close();
});

test("a station that goes to an organisation takes what is inside along; what has slots elsewhere is of none then", async () => {
  const { scene, driver } = world;
  const { stationId, slotIds } = await scene.newSite(2);
  const elsewhere = await scene.newSite(1);
  const [a = "", b = ""] = slotIds;
  const alone = await driver.book([a]);
  const mixed = await driver.book([b, ...elsewhere.slotIds]);
  const move = `mutation { updateStation(input: { stationId: "${stationId}", organisation: "initech" }) { station { id } } }`;
  expect((await world.acme.operator.sendText(move)).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  expect((await scene.operator.sendText(move)).errors).toBeUndefined();
  const operator = await scene.asMember("initech", "operator-of-initech", "OPERATOR");
  const visible = async (client: ApiClient, id: string) =>
    (await client.sendText<{ reservation: object | null }>(`{ reservation(id: "${id}") { id } }`)).data
      ?.reservation !== null;
  expect([await visible(operator, alone.id), await visible(operator, mixed.id)]).toEqual([true, false]);
  expect([await visible(scene.operator, mixed.id), await visible(driver.client, mixed.id)]).toEqual([
    true,
    true,
  ]);
  for (const { id } of [alone, mixed])
    await driver.client.sendText(
      `mutation { cancelReservation(input: { reservationId: "${id}" }) { reservation { id } } }`,
    );
});
