import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { graphql } from "../support/gql/gql.ts";
import { ReportProgress, StartSession, StopSession, WatchSessions } from "../support/operations.ts";
import { type Driver, expectHealthy, openScene, readSlot, type Scene } from "../support/scene.ts";

let scene: Scene;
let driver: Driver;
beforeAll(async () => {
  scene = await openScene();
  driver = await scene.newDriver();
});
afterAll(async () => {
  await expectHealthy(scene.database);
  await scene.close();
});

async function newSlots(count = 1): Promise<readonly string[]> {
  return (await scene.newSite(count)).slotIds;
}

async function report(
  sessionId: string,
  reading: { percent: number; powerKw?: number; energyKwh?: number; measuredAt?: string },
) {
  const { reportChargingProgress } = await driver.client.request(ReportProgress, {
    input: { sessionId, ...reading },
  });
  return reportChargingProgress.session;
}

async function stop(sessionId: string, extra: object = {}) {
  const { stopChargingSession } = await driver.client.request(StopSession, {
    input: { sessionId, ...extra },
  });
  return stopChargingSession.session;
}

describe("a charging session", () => {
  test("sets a free slot IN_USE, and frees it when it stops", async () => {
    const [slotId = ""] = await newSlots();
    const session = await driver.charge(slotId);
    expect(session).toMatchObject({
      status: "ACTIVE",
      currentPercent: 20,
      energyKwh: 0,
      slot: { status: "IN_USE" },
      reservation: null,
    });
    const stopped = await stop(session.id, { energyKwh: 12.5, finalPercent: 55 });
    expect(stopped).toMatchObject({
      status: "COMPLETED",
      currentPercent: 55,
      energyKwh: 12.5,
      slot: { status: "AVAILABLE" },
    });
    expect(stopped.endedAt).not.toBeNull();
    const { history } = await readSlot(scene.anonymous, slotId);
    expect(history.edges.map((edge) => edge.node.cause)).toEqual([
      "SESSION_STOPPED",
      "SESSION_STARTED",
      "SLOT_ADDED",
    ]);
  });

  test("can be stopped as CANCELLED, and a lower final percent is ignored", async () => {
    const [slotId = ""] = await newSlots();
    const { id } = await driver.charge(slotId);
    await report(id, { percent: 40 });
    expect(await stop(id, { outcome: "CANCELLED", finalPercent: 30 })).toMatchObject({
      status: "CANCELLED",
      currentPercent: 40,
    });
  });

  test("only goes up with reports, and completes at its target", async () => {
    const [slotId = ""] = await newSlots();
    const { id } = await driver.charge(slotId);
    expect(await report(id, { percent: 35, powerKw: 48, energyKwh: 6 })).toMatchObject({
      currentPercent: 35,
      powerKw: 48,
      energyKwh: 6,
    });
    expect(await report(id, { percent: 30, powerKw: 10, energyKwh: 5 })).toMatchObject({
      currentPercent: 35,
      powerKw: 48,
      energyKwh: 6,
    });
    expect(await report(id, { percent: 50, energyKwh: 4 })).toMatchObject({
      currentPercent: 50,
      powerKw: 48,
      energyKwh: 6,
    });
    expect(await report(id, { percent: 80 })).toMatchObject({
      status: "COMPLETED",
      slot: { status: "AVAILABLE" },
    });
  });

  test("ignores an older reading of the same percent", async () => {
    const [slotId = ""] = await newSlots();
    const { id } = await driver.charge(slotId);
    await report(id, { percent: 40, powerKw: 48 });
    expect(await report(id, { percent: 40, powerKw: 3, measuredAt: "2020-01-01T00:00:00Z" })).toMatchObject({
      powerKw: 48,
    });
    expect(await report(id, { percent: 41, powerKw: 30, measuredAt: "2099-01-01T00:00:00Z" })).toMatchObject({
      powerKw: 30,
    });
    expect(await report(id, { percent: 41, powerKw: 29 })).toMatchObject({ powerKw: 29 });
    await stop(id);
  });

  test.each([100.1, -1])("refuses %s percent as BAD_USER_INPUT", async (percent) => {
    const [slotId = ""] = await newSlots();
    const { id: sessionId } = await driver.charge(slotId);
    for (const document of [
      () => driver.client.refusal(ReportProgress, { input: { sessionId, percent } }),
      () => driver.client.refusal(StopSession, { input: { sessionId, finalPercent: percent } }),
    ]) {
      expect((await document()).extensions).toMatchObject({ code: "BAD_USER_INPUT" });
    }
    await stop(sessionId);
  });

  test("completes its reservation: its slot goes from BOOKED to IN_USE, and the other slots are freed", async () => {
    const [slotId = "", otherId = ""] = await newSlots(2);
    const { id: reservationId, code } = await driver.book([slotId, otherId]);
    const input = {
      slotId,
      vehicleId: driver.vehicleId,
      reservationId,
      initialPercent: 5,
      targetPercent: 95,
    };
    const { startChargingSession } = await driver.client.request(StartSession, { input });
    expect(startChargingSession.session).toMatchObject({
      reservation: { code, status: "COMPLETED" },
      slot: { status: "IN_USE" },
    });
    const used = await readSlot(scene.anonymous, slotId);
    expect(used.history.edges.map(({ node }) => [node.previousStatus, node.status, node.cause])).toEqual([
      ["BOOKED", "IN_USE", "SESSION_STARTED"],
      ["AVAILABLE", "BOOKED", "RESERVATION_CREATED"],
      [null, "AVAILABLE", "SLOT_ADDED"],
    ]);
    const other = await readSlot(scene.anonymous, otherId);
    expect(other.history.edges[0]?.node).toMatchObject({
      status: "AVAILABLE",
      cause: "RESERVATION_COMPLETED",
    });
    await stop(startChargingSession.session.id);
  });

  test("of any driver can be reported on and stopped by a charger, who cannot read it", async () => {
    const [slotId = ""] = await newSlots();
    const { id: sessionId } = await driver.charge(slotId);
    const charger = await scene.as("charger", "CHARGER");
    await charger.request(ReportProgress, { input: { sessionId, percent: 30 } });
    const { data } = await charger.sendText(`{ chargingSession(id: "${sessionId}") { id } }`);
    expect(data).toEqual({ chargingSession: null });
    const { errors } = await charger.sendText(
      `mutation { reportChargingProgress(input: { sessionId: "${sessionId}", percent: 31 }) { session { vehicle { plate } } } }`,
    );
    expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    const hidden = `mutation { stopChargingSession(input: { sessionId: "${sessionId}" }) { ...p } }
      fragment p on ChargingSessionPayload { session { ... { car: vehicle { id } } } }`;
    expect((await charger.sendText(hidden)).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    const { data: still } = await driver.client.sendText(
      `{ chargingSession(id: "${sessionId}") { status currentPercent } }`,
    );
    expect(still).toEqual({ chargingSession: { status: "ACTIVE", currentPercent: 30 } });
    const { stopChargingSession } = await charger.request(StopSession, { input: { sessionId } });
    expect(stopChargingSession.session.status).toBe("COMPLETED");
  });
});

test("a session subscription sends drivers their own sessions and operators those of a station", async () => {
  const { slotIds, stationId } = await scene.newSite(2);
  const [own = "", foreign = ""] = slotIds;
  const rival = await scene.newDriver();
  const before = scene.app.subscriberCount();
  const mine = driver.client.subscribe(WatchSessions, {});
  const station = scene.operator.subscribe(WatchSessions, { stationId });
  await eventually(() => expect(scene.app.subscriberCount()).toBe(before + 2));
  const session = await driver.charge(own);
  const other = await rival.charge(foreign);
  await report(session.id, { percent: 40 });
  await report(session.id, { percent: 30 });
  await stop(session.id);
  await eventually(() => expect(station.results).toHaveLength(4));
  // Events of the same driver from shortly before the subscription may arrive, too.
  const told = (id: string) =>
    mine.results.filter((result) => result.chargingSessionChanged.session.id === id);
  await eventually(() => expect(told(session.id)).toHaveLength(3));
  expect(told(other.id)).toEqual([]);
  expect(mine.results.at(-1)?.chargingSessionChanged.session.status).toBe("COMPLETED");
  const cursors = station.results.map((result) => result.chargingSessionChanged.cursor);
  const resumed = scene.operator.subscribe(WatchSessions, { stationId, after: cursors[0] });
  await eventually(() =>
    expect(resumed.results.map((result) => result.chargingSessionChanged.cursor)).toEqual(cursors.slice(1)),
  );
  const stranger = (await scene.newDriver()).client.subscribe(WatchSessions, { sessionId: session.id });
  await eventually(() => expect(stranger.errors[0]?.extensions.code).toBe("NOT_FOUND"));
  for (const subscription of [mine, station, resumed, stranger]) subscription.close();
  await rival.client.request(StopSession, { input: { sessionId: other.id } });
});

const ListSessions = graphql(`
  query ListSessions($filter: ChargingSessionFilter, $first: Int, $after: String) {
    chargingSessions(filter: $filter, first: $first, after: $after) {
      totalCount
      edges { node { id status } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

test("sessions are listed newest first, to their driver and to operators, with filters and pages", async () => {
  const other = await scene.newDriver();
  const { stationId, slotIds } = await scene.newSite(3);
  const made: string[] = [];
  for (const slotId of slotIds) {
    const { id } = await other.charge(slotId);
    made.unshift(id);
    if (made.length < 3) await other.client.request(StopSession, { input: { sessionId: id } });
  }
  const list = async (variables: object) =>
    (await other.client.request(ListSessions, variables)).chargingSessions;
  const first = await list({ first: 2 });
  expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
  const rest = await list({ first: 2, after: first.pageInfo.endCursor });
  expect([...first.edges, ...rest.edges].map((edge) => edge.node.id)).toEqual(made);
  expect((await list({ filter: { statuses: ["ACTIVE"] } })).edges.map((edge) => edge.node.id)).toEqual([
    made[0],
  ]);
  expect(
    (await list({ filter: { stationId, slotId: slotIds[0], vehicleId: other.vehicleId } })).totalCount,
  ).toBe(1);
  const { chargingSessions } = await scene.operator.request(ListSessions, { filter: { stationId } });
  expect(chargingSessions.totalCount).toBe(3);
  const stranger = await scene.newDriver();
  expect(
    (await stranger.client.request(ListSessions, { filter: { stationId } })).chargingSessions.totalCount,
  ).toBe(0);
});
