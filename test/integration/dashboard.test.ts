import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiClient } from "../support/api-client.ts";
import { openCalendar } from "../support/calendar-scene.ts";
import { graphql } from "../support/gql/gql.ts";
import { CancelReservation, CreateReservation } from "../support/operations.ts";
import { type Driver, openScene, type Scene } from "../support/scene.ts";
import { takeClock } from "../support/test-clock.ts";

const ReadDashboard = graphql(`
  query ReadDashboard($stationId: ID) {
    reservationDashboard(stationId: $stationId) {
      urgent { code status }
      current { code status }
      yourTurn { code status turnUntil }
      waitlisted { code status waitlistPosition }
      dismissible { code status }
      slotCounts { available booked inUse inactive }
    }
  }
`);
const HideReservation = graphql(`
  mutation HideFromDashboard($id: ID!) { hideReservation(reservationId: $id) { success } }
`);

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ manualDeadlines: true });
});
afterAll(() => scene.close());

async function dashboard(client: ApiClient, stationId?: string) {
  const { reservationDashboard: read } = await client.request(ReadDashboard, { stationId });
  const { urgent, current, yourTurn, waitlisted, dismissible, slotCounts } = read;
  const lists = { urgent, current, yourTurn, waitlisted, dismissible };
  const codes = Object.fromEntries(
    Object.entries(lists).map(([name, list]) => [name, list.map((each) => each.code)]),
  );
  return { codes, slotCounts, lists };
}

const inHours = (hours: number) => ({
  reservedUntil: new Date(Date.now() + hours * 3_600_000).toISOString(),
});
const nothing = { urgent: [], current: [], yourTurn: [], waitlisted: [], dismissible: [] };

async function cancel(driver: Driver, id: string): Promise<void> {
  await driver.client.request(CancelReservation, { input: { reservationId: id } });
}

test("each reservation is in the dashboard list of its status and time, in that list's order", async () => {
  const { stationId, slotIds } = await scene.newSite(8);
  const [a = "", b = "", c = "", d = "", e = "", f = "", g = ""] = slotIds;
  const driver = await scene.newDriver();
  const later = await driver.book([a], inHours(23.9));
  const soon = await driver.book([b], inHours(1));
  const far = await driver.book([c], inHours(48));
  const pendingSoon = await driver.book([d], { status: "PENDING", ...inHours(2) });
  const pendingFar = await driver.book([e], { status: "PENDING", ...inHours(30) });
  const firstCancelled = await driver.book([f]);
  await cancel(driver, firstCancelled.id);
  const cancelled = await driver.book([f]);
  await cancel(driver, cancelled.id);
  const hidden = await driver.book([g]);
  await cancel(driver, hidden.id);
  await driver.client.request(HideReservation, { id: hidden.id });
  const waiting = await scene.newDriver();
  const second = await scene.newDriver();
  const held = await driver.book([g], inHours(3));
  const turn = await waiting.book([g], { joinWaitlist: true });
  const waits = await waiting.book([b], { joinWaitlist: true });
  const behind = await second.book([b], { joinWaitlist: true });
  await cancel(driver, held.id);

  const own = {
    urgent: [soon.code, later.code],
    current: [pendingSoon.code, pendingFar.code, far.code],
    yourTurn: [],
    waitlisted: [],
    dismissible: [held.code, cancelled.code, firstCancelled.code],
  };
  expect((await dashboard(driver.client)).codes).toEqual(own);
  expect((await dashboard(driver.client, stationId)).codes).toEqual(own);
  const theirs = { ...nothing, yourTurn: [turn.code], waitlisted: [waits.code] };
  expect((await dashboard(waiting.client)).codes).toEqual(theirs);
  expect((await dashboard(waiting.client, stationId)).codes).toEqual(theirs);
  const all = { ...own, yourTurn: [turn.code], waitlisted: [waits.code, behind.code] };
  const station = await dashboard(scene.operator, stationId);
  expect(station.codes).toEqual(all);
  expect(station.slotCounts).toEqual({ available: 2, booked: 6, inUse: 0, inactive: 0 });
  expect((await dashboard(scene.operator)).codes).toEqual(all);
  expect(station.lists.waitlisted.map((each) => each.waitlistPosition)).toEqual([1, 2]);

  const elsewhere = await scene.newSite(1);
  expect((await dashboard(driver.client, elsewhere.stationId)).codes).toEqual(nothing);
  expect(await dashboard(scene.operator, elsewhere.stationId)).toMatchObject({
    codes: nothing,
    slotCounts: { available: 1, booked: 0 },
  });
  expect((await dashboard(scene.operator)).slotCounts).toEqual({
    available: 3,
    booked: 6,
    inUse: 0,
    inactive: 0,
  });
});

test("a reservation of several slots of a station is listed once", async () => {
  const { stationId, slotIds } = await scene.newSite(3);
  const driver = await scene.newDriver();
  const { id, code } = await driver.book(slotIds);
  expect((await dashboard(scene.operator, stationId)).codes).toEqual({ ...nothing, urgent: [code] });
  await cancel(driver, id);
  expect((await dashboard(scene.operator, stationId)).codes).toEqual({ ...nothing, dismissible: [code] });
  expect((await dashboard(driver.client, stationId)).codes).toEqual({ ...nothing, dismissible: [code] });
});

test("an open reservation whose time has run out leaves the open lists, except an ACTIVE one", async () => {
  const clock = await takeClock(scene.database);
  const { stationId, slotIds } = await scene.newSite(3);
  const [a = "", b = "", c = ""] = slotIds;
  const driver = await scene.newDriver();
  const active = await driver.book([a], inHours(30));
  const pending = await driver.book([b], { status: "PENDING", ...inHours(1) });
  const held = await driver.book([c], inHours(1));
  const waiting = await scene.newDriver();
  const turn = await waiting.book([c], { joinWaitlist: true });
  await cancel(driver, held.id);
  expect((await dashboard(driver.client)).codes).toMatchObject({ current: [pending.code, active.code] });
  await clock.advance(7 * 3600);
  for (const client of [driver.client, scene.operator]) {
    expect((await dashboard(client, stationId)).codes).toEqual({
      ...nothing,
      urgent: [active.code],
      dismissible: [held.code],
    });
  }
  expect((await dashboard(waiting.client)).codes).toEqual(nothing);
  await scene.app.sweep();
  expect((await dashboard(driver.client)).codes).toEqual({
    ...nothing,
    urgent: [active.code],
    dismissible: [held.code, pending.code],
  });
  expect((await dashboard(waiting.client)).codes).toEqual({ ...nothing, dismissible: [turn.code] });
});

test("a station's dashboard omits a reservation whose window gave way there; the other station lists it", async () => {
  const calendar = await openCalendar();
  const [given, kept] = [await calendar.newCalendar(), await calendar.newCalendar()];
  const [slotId = "", other = ""] = [...given.slotIds, ...kept.slotIds];
  const [{ client, vehicleId }, next] = [await calendar.newDriver(), await calendar.newDriver()];
  const items = calendar.items({ slotId, from: 20, to: 40 }, { slotId: other, from: 50, to: 160 });
  const { createReservation } = await client.request(CreateReservation, { input: { vehicleId, items } });
  const { code } = createReservation.reservation;
  await calendar.book(next, { slotId, from: 45, to: 60 });
  await calendar.sweepAt(10);
  await calendar.sweepAt(41);
  const codesAt = async (who: ApiClient, { stationId }: { stationId: string }) =>
    (await dashboard(who, stationId)).codes["urgent"];
  expect([await codesAt(client, given), await codesAt(client, kept)]).toEqual([[], [code]]);
  expect(await codesAt(calendar.operator, given)).not.toContain(code);
  expect(await codesAt(calendar.operator, kept)).toEqual([code]);
  await calendar.close();
});

describe("the dashboard", () => {
  test("is refused to anonymous callers and chargers, and shows drivers their own and admins all reservations", async () => {
    expect((await scene.anonymous.refusal(ReadDashboard, {})).extensions.code).toBe("UNAUTHENTICATED");
    const charger = await scene.as("charger", "CHARGER");
    expect((await charger.refusal(ReadDashboard, {})).extensions.code).toBe("FORBIDDEN");
    const driver = await scene.newDriver();
    const { code } = await driver.book((await scene.newSite()).slotIds);
    expect((await dashboard(driver.client)).codes).toEqual({ ...nothing, urgent: [code] });
    const admin = await scene.as("admin", "ADMIN");
    expect((await dashboard(admin)).codes["urgent"]).toContain(code);
    expect((await dashboard(admin)).codes).toEqual((await dashboard(scene.operator)).codes);
  });

  test("of an unknown station is empty, and an invalid station id is refused", async () => {
    const stationId = "station_01h455vb4pex5vsknk084sn02q";
    for (const client of [scene.operator, (await scene.newDriver()).client]) {
      expect(await dashboard(client, stationId)).toMatchObject({
        codes: nothing,
        slotCounts: { available: 0, booked: 0, inUse: 0, inactive: 0 },
      });
    }
    for (const wrong of ["", "x", "slot_01h455vb4pex5vsknk084sn02q"]) {
      const { extensions } = await scene.operator.refusal(ReadDashboard, { stationId: wrong });
      expect(extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [{ path: "stationId" }] });
    }
  });
});
