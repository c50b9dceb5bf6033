import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Availability, type CalendarScene, openCalendar } from "../support/calendar-scene.ts";
import { CreateReservation } from "../support/operations.ts";
import { type Driver, expectHealthy, openScene, type Scene } from "../support/scene.ts";

/** A server whose process and whose database are in different time zones. */
interface Zoned {
  readonly scene: CalendarScene;
  readonly driver: Driver;
  close(): Promise<void>;
}

// Different zones: Oslo has daylight saving time, and the offset of Saint John's includes half an hour.
const ZONES = [
  ["UTC", "UTC"],
  ["Europe/Oslo", "America/St_Johns"],
  ["America/St_Johns", "Europe/Oslo"],
] as const;

async function openIn(processZone: string, databaseZone: string): Promise<Zoned> {
  const before = process.env["TZ"];
  process.env["TZ"] = processZone;
  const scene = await openCalendar();
  const [row] = await scene.database.query<{ name: string }>("select current_database() as name");
  await scene.database.query(`alter database ${row?.name} set timezone to '${databaseZone}'`);
  // A new server, whose connections are opened after the change.
  const served: Scene = await openScene({ manualDeadlines: true, database: scene.database });
  return {
    scene: { ...scene, ...served, operator: scene.operator },
    driver: await served.newDriver(),
    close: async () => {
      await served.close();
      await expectHealthy(scene.database);
      await scene.close();
      if (before === undefined) delete process.env["TZ"];
      else process.env["TZ"] = before;
    },
  };
}

describe.each(ZONES)("with the process in %s and the database in %s", (processZone, databaseZone) => {
  let zoned: Zoned;
  beforeAll(async () => {
    zoned = await openIn(processZone, databaseZone);
  });
  afterAll(() => zoned.close());

  const book = (slotId: string, startAt: string, endAt: string) => {
    const { driver } = zoned;
    const input = { vehicleId: driver.vehicleId, items: [{ slotId, startAt, endAt }] };
    return driver.client.send(CreateReservation, { input });
  };
  const newSlot = async () => (await zoned.scene.newCalendar()).slotIds[0] as string;
  const freeOf = async (slotId: string, from: string, to: string) => {
    const filter = { slotIds: [slotId] };
    const { availability } = await zoned.scene.anonymous.request(Availability, { filter, from, to });
    return availability.map(({ startAt, endAt }) => [startAt, endAt]);
  };

  test("the process and the database are in these time zones", async () => {
    const sessions = await zoned.scene.database.query<{ zone: string }>(
      "select setting as zone from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase, unnest(setconfig) setting where datname = current_database()",
    );
    expect(sessions).toEqual([{ zone: `TimeZone=${databaseZone}` }]);
    expect(new Date("2036-07-01T12:00:00Z").getHours()).toBe(
      { UTC: 12, "Europe/Oslo": 14, "America/St_Johns": 9 }[processZone],
    );
  });

  // In 2036 Oslo goes from +01:00 to +02:00 on March 30 at 01:00 UTC, and back on October 26 at 01:00 UTC.
  test.each([
    [
      "across the skipped hour",
      ["2036-03-30T01:30:00+01:00", "2036-03-30T03:30:00+02:00"],
      ["2036-03-30T00:30:00.000Z", "2036-03-30T01:30:00.000Z"],
    ],
    [
      "across the repeated hour",
      ["2036-10-26T02:30:00+02:00", "2036-10-26T02:30:00+01:00"],
      ["2036-10-26T00:30:00.000Z", "2036-10-26T01:30:00.000Z"],
    ],
    [
      "in another zone's time, with milliseconds",
      ["2036-03-29T19:15:00.250-05:30", "2036-03-29T20:15:00.750-05:30"],
      ["2036-03-30T00:45:00.250Z", "2036-03-30T01:45:00.750Z"],
    ],
    [
      "in UTC",
      ["2036-10-26T00:00:00Z", "2036-10-26T02:00:00Z"],
      ["2036-10-26T00:00:00.000Z", "2036-10-26T02:00:00.000Z"],
    ],
  ])(
    "a window %s is the same instant in answers, conflicts and availability",
    async (_, [startAt, endAt], [startUtc, endUtc]) => {
      const slotId = await newSlot();
      const { data } = await book(slotId, startAt as string, endAt as string);
      const made = data?.createReservation.reservation;
      expect(made?.items).toMatchObject([{ startAt: startUtc, endAt: endUtc }]);
      const graceEnd = new Date(new Date(endUtc as string).getTime() + 30 * 60_000).toISOString();
      expect(made?.reservedUntil).toBe(graceEnd);
      // The same instants with another offset.
      const { errors } = await book(slotId, startUtc as string, endUtc as string);
      expect(errors?.[0]?.extensions).toMatchObject({
        code: "WINDOW_TAKEN",
        takenWindows: [{ slotId, startAt: startUtc, endAt: endUtc }],
      });
      const day = [`${startUtc?.slice(0, 10)}T00:00:00+14:00`, `${startUtc?.slice(0, 10)}T23:00:00-01:00`];
      const begin = new Date(day[0] as string).toISOString();
      const end = new Date(day[1] as string).toISOString();
      const minus = new Date(new Date(startUtc as string).getTime() - 5 * 60_000).toISOString();
      const plus = new Date(new Date(endUtc as string).getTime() + 5 * 60_000).toISOString();
      expect(await freeOf(slotId, day[0] as string, day[1] as string)).toEqual([
        [begin, minus],
        [plus, end],
      ]);
    },
  );

  test("the repeated hour can be booked twice, and the skipped hour leaves no gap", async () => {
    const autumn = await newSlot();
    for (const [startAt, endAt] of [
      ["2036-10-26T02:00:00+02:00", "2036-10-26T02:55:00+02:00"],
      ["2036-10-26T02:00:00+01:00", "2036-10-26T02:55:00+01:00"],
    ] as const)
      expect((await book(autumn, startAt, endAt)).errors).toBeUndefined();
    const spring = await newSlot();
    for (const [startAt, endAt] of [
      ["2036-03-30T01:00:00+01:00", "2036-03-30T01:55:00+01:00"],
      ["2036-03-30T03:00:00+02:00", "2036-03-30T03:55:00+02:00"],
    ] as const)
      expect((await book(spring, startAt, endAt)).errors).toBeUndefined();
    expect(await freeOf(spring, "2036-03-30T00:00:00Z", "2036-03-30T02:00:00Z")).toEqual([]);
    // The buffers of five minutes after each of them are exact to the millisecond.
    const { errors } = await book(spring, "2036-03-30T03:59:59.999+02:00", "2036-03-30T05:00:00+02:00");
    expect(errors?.[0]?.extensions.code).toBe("WINDOW_TAKEN");
    expect((await book(spring, "2036-03-30T02:00:00Z", "2036-03-30T03:00:00Z")).errors).toBeUndefined();
  });

  test("a hold begins fifteen minutes of real time before its window, also across a clock change", async () => {
    const slotId = await newSlot();
    const { data } = await book(slotId, "2036-03-30T03:05:00+02:00", "2036-03-30T04:00:00+02:00");
    const id = data?.createReservation.reservation.id;
    const [row] = await zoned.scene.database.query<{ hold_from: Date; claimed: string }>(
      "select hold_from, claimed @> '2036-03-30T02:04:59.999Z'::timestamptz and not claimed @> '2036-03-30T02:05:00Z'::timestamptz as claimed from reservation_items where reservation_id = $1",
      [id],
    );
    expect(row).toEqual({ hold_from: new Date("2036-03-30T00:50:00Z"), claimed: true });
  });
});
