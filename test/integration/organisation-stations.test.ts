import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answer, ApiClient } from "../support/api-client.ts";
import { Reschedule } from "../support/calendar-scene.ts";
import { eventually } from "../support/eventually.ts";
import { CancelReservation, StopSession } from "../support/operations.ts";
import { type Organisations, openOrganisations } from "../support/organisations.ts";
import { expectHealthy, openDoctor } from "../support/scene.ts";

let world: Organisations;
beforeAll(async () => {
  world = await openOrganisations();
});
afterAll(async () => {
  await expectHealthy(world.scene.database);
  await world.close();
});

const charge = "initialPercent: 1, targetPercent: 2";

test("an operator of an organisation who is also a driver lists objects of both roles once, page by page", async () => {
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

test("the dashboard of an operator who is also a driver has both roles' reservations once and in order", async () => {
  const { scene, driver, acme, globex, nobody } = world;
  const both = await scene.asMember("acme", driver.subject, "OPERATOR", "DRIVER");
  const other = await scene.newDriver();
  const theirs = await other.book([acme.freeSlotId]);
  const waiting = await driver.queue(acme.freeSlotId);
  const read = async (stationId: string | null) => {
    const query =
      "query ($stationId: ID) { reservationDashboard(stationId: $stationId) { urgent { code } waitlisted { code } } }";
    const { data } = await both.sendText<{ reservationDashboard: Record<string, { code: string }[]> }>(
      query,
      {
        stationId,
      },
    );
    return Object.values(data?.reservationDashboard ?? {}).map((list) => list.map(({ code }) => code));
  };
  const [first, second, third] = [acme, globex, nobody].map(({ things }) => things.code);
  expect(await read(null)).toEqual([[first, second, third, theirs.code], [waiting.code]]);
  expect(await read(acme.stationId)).toEqual([[first, theirs.code], [waiting.code]]);
  expect(await read(globex.stationId)).toEqual([[second], []]);
  for (const [client, { id }] of [
    [driver.client, waiting],
    [other.client, theirs],
  ] as const)
    await client.request(CancelReservation, { input: { reservationId: id } });
});

test("a charger of an organisation can report only its sessions, a charger of none can report all", async () => {
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

test("an operator's new station belongs to its organisation, and everyone can filter stations by it", async () => {
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

test("a reservation's slots belong to one organisation, also after rescheduling", async () => {
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

test("VEHICLE_ALREADY_CHARGING at another organisation does not reveal the session to an operator", async () => {
  const { acme, globex, driver } = world;
  const start = (slotId: string) =>
    `mutation { startChargingSession(input: { slotId: "${slotId}", vehicleId: "${globex.chargingVehicleId}", ${charge} }) { session { id } } }`;
  const [error] = (await acme.operator.sendText(start(acme.freeSlotId))).errors ?? [];
  expect(error?.extensions.code).toBe("VEHICLE_ALREADY_CHARGING");
  expect(JSON.stringify(error)).not.toContain("session_");
  const [own] = (await driver.client.sendText(start(acme.freeSlotId))).errors ?? [];
  expect(own?.extensions["sessionId"]).toBe(globex.things.session);
});

test("an idempotency key used in one organisation returns no answer in another", async () => {
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

test("expireReservations expires only reservations at the organisation's stations", async () => {
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

  test("sends an operator only its organisation's events, and replays none of another one's", async () => {
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

  test("sends an operator with tokens of two organisations each organisation's events separately", async () => {
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

test("an organisation's webhook receives events of its own stations only, whoever edits it", async () => {
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

test("a station that joins an organisation brings its reservations, except those with slots elsewhere", async () => {
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

test("a reservation with slots of two organisations can be rescheduled to one, which then owns it", async () => {
  const { scene, driver } = world;
  const [given, kept, other] = [await scene.newSite(1), await scene.newSite(1), await scene.newSite(1)];
  const give = ({ stationId }: { stationId: string }, organisation: string) =>
    scene.operator.sendText(
      `mutation { updateStation(input: { stationId: "${stationId}", organisation: "${organisation}" }) { station { id } } }`,
    );
  await give(given, "initech");
  await give(kept, "initech");
  const { id: reservationId } = await driver.book([...given.slotIds, ...kept.slotIds]);
  await give(given, "umbrella");
  const operator = await scene.asMember("initech", "operator-of-initech", "OPERATOR");
  const read = () => operator.sendText(`{ reservation(id: "${reservationId}") { id } }`);
  expect((await read()).data).toEqual({ reservation: null });
  const reschedule = (...slotIds: readonly string[]) =>
    driver.client.send(Reschedule, {
      input: { reservationId, items: slotIds.map((slotId) => ({ slotId })) },
    });
  for (const slotIds of [other.slotIds, [...given.slotIds, ...kept.slotIds]])
    expect((await reschedule(...slotIds)).errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  expect((await reschedule(...kept.slotIds)).errors).toBeUndefined();
  expect((await read()).data).toEqual({ reservation: { id: reservationId } });
  await expectHealthy(scene.database);
  await operator.request(CancelReservation, { input: { reservationId } });
});

test("concurrent bookings and sessions end up in the organisation that the station ends up in", async () => {
  const { scene, close } = await openOrganisations();
  const { stationId, slotIds } = await scene.newSite(6);
  const drivers = await Promise.all(slotIds.map(() => scene.newDriver()));
  const give = (organisation: string) =>
    scene.operator.sendText(
      `mutation { updateStation(input: { stationId: "${stationId}", organisation: "${organisation}" }) { station { id } } }`,
    );
  const answers = await Promise.all([
    ...drivers.map((each, index) =>
      index % 2 === 0 ? each.book([slotIds[index] ?? ""]) : each.charge(slotIds[index] ?? ""),
    ),
    ...["acme", "globex", "initech", "acme", "globex"].map(give),
  ]);
  expect(answers.filter((answer) => "errors" in answer && answer.errors)).toEqual([]);
  const [row] = await scene.database.query<{ organisation: string; reserved: number; charged: number }>(
    `select t.organisation,
        (select count(*)::int from reservations r where r.organisation = t.organisation and r.id in (
          select i.reservation_id from reservation_items i where i.slot_id = any($2::text[]))) as reserved,
        (select count(*)::int from charging_sessions c where c.organisation = t.organisation
          and c.slot_id = any($2::text[])) as charged
      from stations t where t.id = $1`,
    [stationId, slotIds],
  );
  expect(row).toMatchObject({ reserved: 3, charged: 3 });
  await expectHealthy(scene.database);
  await close();
});

test("the doctor reports objects whose organisation differs from their station's", async () => {
  const { scene, acme, close } = await openOrganisations();
  await scene.database.query("update stations set organisation = null where id = $1", [acme.stationId]);
  const doctor = await openDoctor(scene.database);
  const { reservation: id, session } = acme.things;
  expect((await doctor.examine()).map(({ subject }) => subject)).toEqual([id, session]);
  await doctor.close();
  await close();
});
