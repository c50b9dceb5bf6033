import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CalendarRace, errorOf, openRace } from "../support/calendar-race.ts";
import { ReadSession, SwitchMode } from "../support/calendar-scene.ts";
import { eventually } from "../support/eventually.ts";
import { CancelReservation, CreateReservation, StartSession, StopSession } from "../support/operations.ts";
import { type Driver, expectHealthy, readReservation, readSlot } from "../support/scene.ts";
import { createSlot } from "../support/site.ts";

let race: CalendarRace;
let driver: Driver;
let rival: Driver;
beforeAll(async () => {
  race = await openRace(2);
  [driver, rival] = race.drivers as [Driver, Driver];
});
afterAll(async () => {
  await expectHealthy(race.database);
  await race.close();
});

const switchTo = (stationId: string, bookingMode: "CALENDAR" | "IMMEDIATE") =>
  race.operator.send(SwitchMode, { stationId, bookingMode });
const book = ({ client, vehicleId }: Driver, slotId: string, window?: { from: number; to: number }) => {
  const items = window ? race.items({ slotId, ...window }) : [{ slotId }];
  return client.send(CreateReservation, { input: { vehicleId, items } });
};
const codeOf = (answer: Parameters<typeof errorOf>[0]) => errorOf(answer)?.extensions.code ?? "ok";
/** Waits until that many transactions wait for a lock, which they then get in order of arrival. */
const whenWaiting = (count: number) =>
  eventually(async () => expect(await race.database.countLockWaits()).toBe(count));

/** The number of claims on a station's slots that do not fit its mode. */
async function foreignClaims(stationId: string): Promise<number> {
  const [row] = await race.database.query<{ count: number }>(
    `select count(*)::int as count from reservation_items i join slots s on s.id = i.slot_id
         join ports p on p.id = s.port_id join stations t on t.id = p.station_id
       where t.id = $1 and i.released_at is null and (i.hold_from is not null) <> (t.booking_mode = 'CALENDAR')`,
    [stationId],
  );
  return row?.count ?? -1;
}

describe("switching a station's booking mode", () => {
  test.each([
    ["CALENDAR", undefined],
    ["IMMEDIATE", { from: 10_000, to: 10_060 }],
  ] as const)("to %s is seen by a booking that waited for the switch", async (mode, window) => {
    const { stationId, slotIds } = await race.newCalendar();
    const [slotId = ""] = slotIds;
    if (mode === "CALENDAR") expect(codeOf(await switchTo(stationId, "IMMEDIATE"))).toBe("ok");
    let switched: ReturnType<typeof switchTo> | undefined;
    let booked: ReturnType<typeof book> | undefined;
    await race.database.whileLocked("select from slots where id = $1 for update", [slotId], async () => {
      switched = switchTo(stationId, mode);
      await whenWaiting(1);
      booked = book(driver, slotId, window);
      await whenWaiting(2);
    });
    if (!switched || !booked) throw new Error("Nothing was sent");
    expect(codeOf(await switched)).toBe("ok");
    // In IMMEDIATE mode, a booking with a window claims the slot at once. In CALENDAR mode, one without is invalid.
    expect(codeOf(await booked)).toBe(mode === "CALENDAR" ? "BAD_USER_INPUT" : "ok");
    expect(await foreignClaims(stationId)).toBe(0);
    await expectHealthy(race.database);
  });

  test("after waiting for a lock records no time earlier than the slots' last events", async () => {
    const { stationId, slotIds } = await race.newSite(2, "KEEP_BOOKED");
    const [first = "", second = ""] = [...slotIds].toSorted();
    let switched: ReturnType<typeof switchTo> | undefined;
    await race.database.whileLocked("select from slots where id = $1 for update", [first], async () => {
      switched = switchTo(stationId, "CALENDAR");
      await whenWaiting(1);
      const { data } = await book(driver, second);
      await race.clock.advance(30 * 60 + 1);
      await race.app.sweep();
      expect(
        await readReservation(driver.client, data?.createReservation.reservation.id ?? ""),
      ).toMatchObject({
        status: "EXPIRED",
      });
    });
    expect(codeOf(await (switched as ReturnType<typeof switchTo>))).toBe("ok");
    const events = await race.database.query<{ at: Date }>(
      "select occurred_at as at from slot_events where slot_id = $1 order by version",
      [second],
    );
    expect(events.map(({ at }) => at)).toEqual(
      events.map(({ at }) => at).toSorted((a, b) => a.getTime() - b.getTime()),
    );
    expect(events.length).toBeGreaterThan(2);
  });

  test("yields to a window or decides what may be booked, whichever is first, and leaves no claim of the wrong mode", async () => {
    for (let round = 0; round < 24; round++) {
      const { stationId, portId, slotIds } = await race.newCalendar(2);
      const [first = "", second = ""] = slotIds;
      const requests = [
        () => switchTo(stationId, "IMMEDIATE").then(codeOf),
        () => book(driver, first, { from: 10_000, to: 10_060 }).then(codeOf),
        () => createSlot(race.other.operator, portId).then((id) => book(rival, id).then(codeOf)),
        () => book(rival, second).then(codeOf),
      ];
      // Each round, another request goes first. In every second four rounds, it completes before the others begin.
      const [leader = 0, ...rest] = requests.map((_, index) => (index + round) % requests.length);
      const codes: string[] = [];
      const send = async (index: number) => {
        codes[index] = (await requests[index]?.()) ?? "";
      };
      const led = send(leader);
      const isAlone = round % 8 >= 4;
      if (isAlone) await led;
      await Promise.all([led, ...rest.map(send)]);
      expect(["ok", "INVALID_STATE"]).toContain(codes[0]);
      expect(codes[1]).toBe("ok");
      for (const code of codes.slice(2)) expect(["ok", "BAD_USER_INPUT"]).toContain(code);
      // A booking without a window can succeed only after the switch.
      if (codes[2] === "ok" || codes[3] === "ok") expect(codes[0]).toBe("ok");
      expect(await foreignClaims(stationId)).toBe(0);
      if (!isAlone) continue;
      // What completed before the others began decides on those that it excludes.
      if (leader === 0) expect(codes).toEqual(["ok", "ok", "ok", "ok"]);
      else if (leader === 1)
        expect(codes).toEqual(["INVALID_STATE", "ok", "BAD_USER_INPUT", "BAD_USER_INPUT"]);
      else expect(codes[leader]).toBe("BAD_USER_INPUT");
    }
  });

  test("leaves no trace of a window whose session stops after the switch", async () => {
    const { stationId, slotIds } = await race.newCalendar();
    const [slotId = ""] = slotIds;
    const owner = await race.newDriver();
    const { id } = await race.book(owner, { slotId, from: 10, to: 20_000 });
    const session = await owner.charge(slotId, { reservationId: id });
    expect(codeOf(await switchTo(stationId, "IMMEDIATE"))).toBe("ok");
    await owner.client.request(StopSession, { input: { sessionId: session.id } });
    expect(
      (await owner.client.request(ReadSession, { id: session.id })).chargingSession?.mustEndBy,
    ).toBeNull();
    await expectHealthy(race.database);
    expect(codeOf(await switchTo(stationId, "CALENDAR"))).toBe("ok");
    expect(codeOf(await book(driver, slotId, { from: 100, to: 160 }))).toBe("ok");
  });

  test("frees the station's slots from expired reservations, but not other stations' slots", async () => {
    const [here, there] = [await race.newSite(), await race.newSite()];
    const [slotHere = "", slotThere = ""] = [...here.slotIds, ...there.slotIds];
    const { id } = await driver.book([slotHere, slotThere]);
    await race.clock.advance(1_801);
    await race.app.sweep();
    expect((await readReservation(driver.client, id)).status).toBe("EXPIRED");
    expect(codeOf(await switchTo(here.stationId, "CALENDAR"))).toBe("ok");
    expect(await readSlot(race.anonymous, slotHere)).toMatchObject({ status: "AVAILABLE" });
    expect(await readSlot(race.anonymous, slotThere)).toMatchObject({
      status: "BOOKED",
      hold: { lapsed: true },
    });
    await expectHealthy(race.database);
  });

  test("does not let a driver whose window gave way charge on a slot that another driver now holds", async () => {
    const [here, there] = [await race.newCalendar(), await race.newCalendar()];
    const [slotId = "", kept = ""] = [...here.slotIds, ...there.slotIds];
    const windows = [
      { slotId, from: 120, to: 140 },
      { slotId: kept, from: 150, to: 260 },
    ];
    const input = { vehicleId: driver.vehicleId, items: race.items(...windows) };
    const made = await driver.client.request(CreateReservation, { input });
    const reservationId = made.createReservation.reservation.id;
    const behind = await race.book(rival, { slotId, from: 145, to: 160 });
    await race.sweepAt(110);
    await race.sweepAt(141);
    await rival.client.request(CancelReservation, { input: { reservationId: behind.id } });
    expect(codeOf(await switchTo(here.stationId, "IMMEDIATE"))).toBe("ok");
    await rival.book([slotId]);
    const session = { vehicleId: driver.vehicleId, initialPercent: 20, targetPercent: 80, reservationId };
    const refused = await driver.client.refusal(StartSession, { input: { slotId, ...session } });
    expect(refused.extensions).toMatchObject({ code: "SLOT_BOOKED", slotId });
    await expectHealthy(race.database);
  });
});
