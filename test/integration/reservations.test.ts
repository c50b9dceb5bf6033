import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Reschedule } from "../support/calendar-scene.ts";
import { graphql } from "../support/gql/gql.ts";
import {
  CancelReservation,
  CompleteReservation,
  ConfirmReservation,
  CreateReservation,
  DeactivateSlot,
  ListReservations,
  ReadReservation,
} from "../support/operations.ts";
import { expectHealthy, openScene, readSlot, type Scene } from "../support/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ config: { reservationGraceSeconds: 600, defaultHoldSeconds: 1200 } });
});
afterAll(async () => {
  await expectHealthy(scene.database);
  await scene.close();
});

const WHOLE = `id code status kind reservedUntil turnUntil cancellationReason notes hiddenAt createdAt updatedAt
  vehicle { id } items { startAt endAt releasedAt slot { id status version } } history { status event at reason }`;

interface Whole {
  readonly reservation: { readonly id: string } & Readonly<Record<string, unknown>>;
}

async function newSlot(): Promise<string> {
  const [slotId = ""] = (await scene.newSite()).slotIds;
  return slotId;
}

/** The hold in the newest event of a slot. */
async function announcedHold(slotId: string): Promise<unknown> {
  const [event] = await scene.database.query<{ hold: unknown }>(
    `select payload->'hold' as hold from outbox
      where kind = 'slot.status_changed' and payload->>'slotId' = $1 order by id desc limit 1`,
    [slotId],
  );
  return event?.hold;
}

describe("booking", () => {
  test("gives each item an id of its own that never changes", async () => {
    const { slotIds } = await scene.newSite(2);
    const driver = await scene.newDriver();
    const { id } = await driver.book(slotIds);
    const ids = async () => {
      const text = `{ reservation(id: "${id}") { items { id } } }`;
      const { data } = await driver.client.sendText<{ reservation: { items: { id: string }[] } }>(text);
      return data?.reservation.items.map((item) => item.id);
    };
    expect(await ids()).toEqual(slotIds.map((slotId) => `${id}.${slotId}`));
    await driver.client.request(CancelReservation, { input: { reservationId: id } });
    expect(await ids()).toEqual(slotIds.map((slotId) => `${id}.${slotId}`));
  });

  test("sets each slot to BOOKED with one event, and shows the hold without its owner", async () => {
    const { slotIds } = await scene.newSite(2);
    const driver = await scene.newDriver();
    const reservation = await driver.book(slotIds, { notes: "by the door" });
    expect(reservation).toMatchObject({ status: "ACTIVE", kind: "HOLD", notes: "by the door" });
    expect(reservation.items.map((item) => item.slot.id)).toEqual(slotIds);
    expect(reservation.history).toEqual([{ status: "ACTIVE", event: "CREATED", reason: null }]);
    for (const slotId of slotIds) {
      const slot = await readSlot(scene.anonymous, slotId);
      expect(slot).toMatchObject({ status: "BOOKED", version: 2 });
      expect(slot.hold).toEqual({ kind: "HOLD", until: reservation.reservedUntil, lapsed: false });
      expect(slot.history.edges.map((edge) => edge.node)).toEqual([
        {
          version: 2,
          status: "BOOKED",
          previousStatus: "AVAILABLE",
          cause: "RESERVATION_CREATED",
          kind: "CHANGE",
        },
        { version: 1, status: "AVAILABLE", previousStatus: null, cause: "SLOT_ADDED", kind: "CHANGE" },
      ]);
    }
  });

  test("a slot with a window and one without publishes each hold as it is read later", async () => {
    const { slotIds } = await scene.newSite(4);
    const [a = "", b = "", c = "", d = ""] = slotIds;
    const driver = await scene.newDriver();
    const [startAt, endAt] = [1, 2].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
    const { id } = await driver.book([], { items: [{ slotId: a, startAt, endAt }, { slotId: b }] });
    const expectAsRead = async (...ids: string[]) => {
      const read = await Promise.all(ids.map((slotId) => readSlot(scene.anonymous, slotId)));
      expect(await Promise.all(ids.map(announcedHold))).toEqual(
        read.map(({ hold }) => hold && { kind: hold.kind, until: hold.until }),
      );
      expect(read.map(({ hold }) => hold?.kind)).toEqual(["BOOKING", "HOLD"]);
    };
    await expectAsRead(a, b);
    const items = [{ slotId: c, startAt, endAt }, { slotId: d }];
    await driver.client.request(Reschedule, { input: { reservationId: id, items } });
    await expectAsRead(c, d);
  });

  test("without reservedUntil holds for the default time", async () => {
    const before = Date.now();
    const { reservedUntil } = await (await scene.newDriver()).book([await newSlot()]);
    const seconds = (new Date(reservedUntil).getTime() - before) / 1000;
    expect(seconds).toBeGreaterThan(1195);
    expect(seconds).toBeLessThan(1215);
  });

  test("with windows holds until the latest end plus the grace time", async () => {
    const { slotIds } = await scene.newSite(2);
    const driver = await scene.newDriver();
    const items = slotIds.map((slotId, index) => ({
      slotId,
      startAt: "2099-05-01T10:00:00Z",
      endAt: `2099-05-01T1${1 + index}:00:00+00:00`,
    }));
    const input = { vehicleId: driver.vehicleId, items };
    const { createReservation } = await driver.client.request(CreateReservation, { input });
    expect(createReservation.reservation).toMatchObject({
      kind: "BOOKING",
      reservedUntil: "2099-05-01T12:10:00.000Z",
      items: [{ endAt: "2099-05-01T11:00:00.000Z" }, { endAt: "2099-05-01T12:00:00.000Z" }],
    });
  });

  test("with reservedUntil holds until then, converted to UTC", async () => {
    const driver = await scene.newDriver();
    const { reservedUntil } = await driver.book([await newSlot()], {
      reservedUntil: "2099-01-01T07:00:00+07:00",
    });
    expect(reservedUntil).toBe("2099-01-01T00:00:00.000Z");
  });

  test.each([
    ["a deadline in the past", { reservedUntil: "2020-01-01T00:00:00Z" }, "input.reservedUntil"],
    [
      "a window that has ended",
      { items: [{ startAt: "2020-01-01T00:00:00Z", endAt: "2020-01-02T00:00:00Z" }] },
      "input.items.0.endAt",
    ],
    [
      "a window that ends before it starts",
      { items: [{ startAt: "2099-01-02T00:00:00Z", endAt: "2099-01-01T00:00:00Z" }] },
      "input.items.0.endAt",
    ],
    ["a start without an end", { items: [{ startAt: "2099-01-01T00:00:00Z" }] }, "input.items.0.endAt"],
    ["an end without a start", { items: [{ endAt: "2099-01-01T00:00:00Z" }] }, "input.items.0.startAt"],
    ["the same slot twice", { items: [{}, {}] }, "input.items.1.slotId"],
    ["no items", { items: [] }, "input.items"],
    ["blank notes", { notes: "  " }, "input.notes"],
  ])("with %s is BAD_USER_INPUT, and the error names the field", async (_what, wrong, path) => {
    const slotId = await newSlot();
    const driver = await scene.newDriver();
    const { items = [{}], ...rest } = wrong as { items?: object[] };
    const input = { vehicleId: driver.vehicleId, items: items.map((item) => ({ slotId, ...item })), ...rest };
    const error = await driver.client.refusal(CreateReservation, { input });
    expect(error.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      status: 400,
      error: "Bad Request",
      fields: [{ path }],
    });
    expect(await readSlot(scene.anonymous, slotId)).toMatchObject({ status: "AVAILABLE", version: 1 });
  });
});

describe("a reservation", () => {
  test("that is PENDING becomes ACTIVE by confirmation, without a change of its slots", async () => {
    const slotId = await newSlot();
    const driver = await scene.newDriver();
    const { id } = await driver.book([slotId], { status: "PENDING" });
    const { confirmReservation } = await driver.client.request(ConfirmReservation, { id });
    expect(confirmReservation.reservation).toMatchObject({
      status: "ACTIVE",
      history: [
        { status: "PENDING", event: "CREATED" },
        { status: "ACTIVE", event: "CONFIRMED" },
      ],
    });
    expect(await readSlot(scene.anonymous, slotId)).toMatchObject({ status: "BOOKED", version: 2 });
  });

  test("that is cancelled frees its slots and keeps the reason", async () => {
    const { slotIds } = await scene.newSite(2);
    const driver = await scene.newDriver();
    const { id } = await driver.book(slotIds);
    const input = { reservationId: id, reason: "Plans have changed" };
    const { cancelReservation } = await driver.client.request(CancelReservation, { input });
    expect(cancelReservation.reservation).toMatchObject({
      status: "CANCELLED",
      cancellationReason: "Plans have changed",
    });
    expect(cancelReservation.reservation.history.at(-1)).toEqual({
      status: "CANCELLED",
      event: "CANCELLED",
      reason: "Plans have changed",
    });
    for (const item of cancelReservation.reservation.items) {
      expect(item.releasedAt).not.toBeNull();
      const slot = await readSlot(scene.anonymous, item.slot.id);
      expect(slot).toMatchObject({ status: "AVAILABLE", version: 3, hold: null });
      expect(slot.history.edges[0]?.node.cause).toBe("RESERVATION_CANCELLED");
    }
  });

  test.each([
    ["ACTIVE", null, 'first line\nsecond "line", ünïcode 🚗', null],
    ["PENDING", "2099-12-31T23:59:59.987Z", null, "no longer"],
  ] as const)(
    "that is created as %s and then cancelled is answered as it is stored",
    async (status, reservedUntil, notes, reason) => {
      const slotId = await newSlot();
      const { client, vehicleId } = await scene.newDriver();
      const stored = async (id: string) =>
        (await client.sendText<Whole>(`{ reservation(id: "${id}") { ${WHOLE} } }`)).data;
      const input = { vehicleId, items: [{ slotId }], status, reservedUntil, notes };
      const create = `mutation ($input: CreateReservationInput!) { createReservation(input: $input) { reservation { ${WHOLE} } } }`;
      const made = (await client.sendText<{ createReservation: Whole }>(create, { input })).data
        ?.createReservation;
      expect(made?.reservation).toMatchObject({ status, notes, turnUntil: null, hiddenAt: null });
      const id = made?.reservation.id ?? "";
      expect(await stored(id)).toEqual(made);
      const cancel = `mutation ($input: CancelReservationInput!) { cancelReservation(input: $input) { reservation { ${WHOLE} } } }`;
      const ending = { input: { reservationId: id, reason } };
      const ended = (await client.sendText<{ cancelReservation: Whole }>(cancel, ending)).data
        ?.cancelReservation;
      expect(ended?.reservation).toMatchObject({ status: "CANCELLED", cancellationReason: reason });
      expect(await stored(id)).toEqual(ended);
    },
  );

  test("that is completed frees its slots", async () => {
    const slotId = await newSlot();
    const driver = await scene.newDriver();
    const { id } = await driver.book([slotId]);
    const { completeReservation } = await driver.client.request(CompleteReservation, { id });
    expect(completeReservation.reservation).toMatchObject({
      status: "COMPLETED",
      items: [{ slot: { status: "AVAILABLE" } }],
    });
  });

  test("is cancelled with all its slots when one of them is deactivated", async () => {
    const { slotIds } = await scene.newSite(2);
    const [slotId = "", otherId = ""] = slotIds;
    const driver = await scene.newDriver();
    const { id } = await driver.book(slotIds);
    const input = { slotId, cancelReservations: true, reason: "Cable damaged" };
    const { deactivateSlot } = await scene.operator.request(DeactivateSlot, { input });
    expect(deactivateSlot.slot).toMatchObject({ status: "INACTIVE", version: 3 });
    expect(await readSlot(scene.anonymous, otherId)).toMatchObject({ status: "AVAILABLE", version: 3 });
    const { reservation } = await driver.client.request(ReadReservation, { id });
    expect(reservation).toMatchObject({ status: "CANCELLED", cancellationReason: "Cable damaged" });
  });
});

const ReadByCode = graphql(`
  query ReadByCode($code: String!) {
    reservationByCode(code: $code) { id code }
  }
`);

describe("reservation codes", () => {
  test("follow the order of creation without gaps, also after refused bookings", async () => {
    const driver = await scene.newDriver();
    const taken = await newSlot();
    const first = await driver.book([taken]);
    const input = { vehicleId: driver.vehicleId, items: [{ slotId: taken }] };
    for (let attempt = 0; attempt < 3; attempt++) await driver.client.refusal(CreateReservation, { input });
    const second = await driver.book([await newSlot()]);
    expect(numberIn(second.code)).toBe(numberIn(first.code) + 1);
    expect(first.code).toMatch(/^RS\d{6}$/);
  });

  test("find a reservation for its owner and operators; other drivers and invalid codes get null", async () => {
    const driver = await scene.newDriver();
    const { id, code } = await driver.book([await newSlot()]);
    expect(await driver.client.request(ReadByCode, { code })).toEqual({ reservationByCode: { id, code } });
    expect(await scene.operator.request(ReadByCode, { code })).toEqual({ reservationByCode: { id, code } });
    const other = await scene.newDriver();
    expect(await other.client.request(ReadByCode, { code })).toEqual({ reservationByCode: null });
    for (const wrong of ["RS1", "XX000001", "RS999999", "", "RS0000001\0"]) {
      expect(await driver.client.request(ReadByCode, { code: wrong })).toEqual({ reservationByCode: null });
    }
  });
});

function numberIn(code: string): number {
  return Number(code.slice(2));
}

describe("the list of reservations", () => {
  test("pages newest first, and neither repeats nor skips while reservations are added", async () => {
    const driver = await scene.newDriver();
    const made: string[] = [];
    for (let count = 0; count < 5; count++) made.unshift((await driver.book([await newSlot()])).code);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { reservations }: Awaited<ReturnType<typeof page>> = await page(after);
      seen.push(...reservations.edges.map((edge) => edge.node.code));
      after = reservations.pageInfo.hasNextPage ? (reservations.pageInfo.endCursor ?? null) : null;
      await driver.book([await newSlot()]);
    } while (after);
    expect(seen).toEqual(made);

    function page(cursor: string | null) {
      return driver.client.request(ListReservations, { first: 2, after: cursor });
    }
  });

  test("applies all given filters", async () => {
    const driver = await scene.newDriver();
    const site = await scene.newSite(2);
    const [first = "", second = ""] = site.slotIds;
    const active = await driver.book([first]);
    const pending = await driver.book([second], { status: "PENDING", reservedUntil: "2099-01-01T00:00:00Z" });
    const codes = async (filter: object) => {
      const { reservations } = await driver.client.request(ListReservations, { filter });
      expect(reservations.totalCount).toBe(reservations.edges.length);
      return reservations.edges.map((edge) => edge.node.code);
    };
    expect(await codes({})).toEqual([pending.code, active.code]);
    expect(await codes({ statuses: ["PENDING"] })).toEqual([pending.code]);
    expect(await codes({ slotId: first })).toEqual([active.code]);
    expect(await codes({ stationId: site.stationId })).toEqual([pending.code, active.code]);
    expect(await codes({ stationId: (await scene.newSite()).stationId })).toEqual([]);
    expect(await codes({ vehicleId: driver.vehicleId, ownerId: active.owner.id })).toEqual([
      pending.code,
      active.code,
    ]);
    expect(await codes({ reservedUntilBefore: "2098-01-01T00:00:00Z" })).toEqual([active.code]);
    expect(await codes({ createdAfter: "2098-01-01T00:00:00Z" })).toEqual([]);
    expect(await codes({ createdBefore: "2098-01-01T00:00:00Z", statuses: [] })).toEqual([]);
  });
});
