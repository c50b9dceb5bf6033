import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  AcceptTurn,
  CancelReservation,
  CompleteReservation,
  ConfirmReservation,
  HideReservation,
  RestoreReservation,
  StartSession,
  StopSession,
} from "../support/operations.ts";
import {
  type Driver,
  everything,
  expectHealthy,
  openScene,
  readReservation,
  type Scene,
} from "../support/scene.ts";
import { type TestClock, takeClock } from "../support/test-clock.ts";

let scene: Scene;
let clock: TestClock;
beforeAll(async () => {
  scene = await openScene({ manualDeadlines: true });
  clock = await takeClock(scene.database);
});
afterAll(async () => {
  await expectHealthy(scene.database);
  await scene.close();
});

interface Subject {
  readonly driver: Driver;
  readonly id: string;
  readonly slotId: string;
}

async function booked(extra: Record<string, unknown> = {}): Promise<Subject> {
  const [slotId = ""] = (await scene.newSite()).slotIds;
  const driver = await scene.newDriver();
  return { driver, id: (await driver.book([slotId], extra)).id, slotId };
}

/** A reservation on the waitlist. With `turn`, the holder cancels, so that its turn comes. */
async function queued({ turn }: { turn: boolean }): Promise<Subject> {
  const { driver: holder, id: heldId, slotId } = await booked();
  const driver = await scene.newDriver();
  const { id } = await driver.queue(slotId);
  if (turn) await cancel(holder, heldId);
  return { driver, id, slotId };
}

function cancel({ client }: Driver, reservationId: string) {
  return client.request(CancelReservation, { input: { reservationId } });
}

async function after(seconds: number, subject: Subject): Promise<Subject> {
  await clock.advance(seconds);
  await scene.app.sweep();
  return subject;
}

/** How a reservation gets into each status. */
const ways: Record<string, () => Promise<Subject>> = {
  PENDING: () => booked({ status: "PENDING" }),
  ACTIVE: () => booked(),
  WAITLISTED: () => queued({ turn: false }),
  YOUR_TURN: () => queued({ turn: true }),
  MISSED: async () => after(901, await queued({ turn: true })),
  EXPIRED: async () => after(1801, await booked()),
  CANCELLED: async () => {
    const subject = await booked();
    await cancel(subject.driver, subject.id);
    return subject;
  },
  COMPLETED: async () => {
    const subject = await booked();
    await subject.driver.client.request(CompleteReservation, { id: subject.id });
    return subject;
  },
};

const steps: Record<
  string,
  { leadsTo: Record<string, string>; take: (subject: Subject) => Promise<Answer> }
> = {
  confirm: {
    leadsTo: { PENDING: "ACTIVE" },
    take: ({ driver, id }) => driver.client.send(ConfirmReservation, { id }),
  },
  acceptTurn: {
    leadsTo: { YOUR_TURN: "ACTIVE" },
    take: ({ driver, id }) => driver.client.send(AcceptTurn, { id }),
  },
  cancel: {
    leadsTo: { PENDING: "CANCELLED", ACTIVE: "CANCELLED", WAITLISTED: "CANCELLED", YOUR_TURN: "CANCELLED" },
    take: ({ driver, id }) => driver.client.send(CancelReservation, { input: { reservationId: id } }),
  },
  complete: {
    leadsTo: { PENDING: "COMPLETED", ACTIVE: "COMPLETED" },
    take: ({ driver, id }) => driver.client.send(CompleteReservation, { id }),
  },
  hide: {
    leadsTo: { MISSED: "MISSED", EXPIRED: "EXPIRED", CANCELLED: "CANCELLED" },
    take: ({ driver, id }) => driver.client.send(HideReservation, { id }),
  },
  startCharging: {
    leadsTo: { ACTIVE: "COMPLETED", YOUR_TURN: "COMPLETED" },
    take: ({ driver: { client, vehicleId }, id, slotId }) =>
      client.send(StartSession, {
        input: { slotId, vehicleId, reservationId: id, initialPercent: 1, targetPercent: 2 },
      }),
  },
};

interface Answer {
  readonly errors?: readonly { message: string; extensions: Readonly<Record<string, unknown>> }[];
  readonly data?: unknown;
}

describe.each(Object.keys(ways))("a reservation that is %s", (status) => {
  test.each(Object.keys(steps))(
    "%s changes the status as the table says, or is refused and changes nothing",
    async (step) => {
      const { leadsTo, take } = steps[step] as (typeof steps)[string];
      const subject = await (ways[status] as () => Promise<Subject>)();
      expect((await readReservation(subject.driver.client, subject.id)).status).toBe(status);
      const before = await everything(scene.database);
      const { errors } = await take(subject);
      const next = leadsTo[status];
      expect((await readReservation(subject.driver.client, subject.id)).status).toBe(next ?? status);
      if (next) {
        expect(errors).toBeUndefined();
        return;
      }
      const { allowedStatuses, ...facts } = errors?.[0]?.extensions ?? {};
      expect(facts).toMatchObject({ code: "INVALID_STATE", status: 409, step, currentStatus: status });
      expect((allowedStatuses as string[]).toSorted()).toEqual(Object.keys(leadsTo).toSorted());
      for (const allowed of Object.keys(leadsTo)) expect(errors?.[0]?.message).toContain(allowed);
      expect(await everything(scene.database)).toEqual(before);
    },
  );

  test("restore is refused while it is not hidden", async () => {
    const { driver, id } = await (ways[status] as () => Promise<Subject>)();
    const before = await everything(scene.database);
    const error = await driver.client.refusal(RestoreReservation, { id });
    expect(error.extensions).toMatchObject({ code: "INVALID_STATE", currentStatus: status, hidden: false });
    expect(await everything(scene.database)).toEqual(before);
  });
});

test("if holder and first in line cancel at the same time, the second in line gets the turn", async () => {
  for (let round = 0; round < 10; round++) {
    const { driver: holder, id: heldId, slotId } = await booked();
    const [first, second] = [await scene.newDriver(), await scene.newDriver()];
    const { id: firstId } = await first.queue(slotId);
    const { id: secondId } = await second.queue(slotId);
    await Promise.all([cancel(holder, heldId), cancel(first, firstId)]);
    expect((await readReservation(first.client, firstId)).status).toBe("CANCELLED");
    expect(await readReservation(second.client, secondId)).toMatchObject({
      status: "YOUR_TURN",
      items: [{ releasedAt: null, slot: { status: "BOOKED" } }],
    });
  }
});

test("if a holder and the only driver in line cancel at the same time, the slot becomes AVAILABLE", async () => {
  for (let round = 0; round < 10; round++) {
    const { driver: holder, id: heldId, slotId } = await booked();
    const next = await scene.newDriver();
    const { id } = await next.queue(slotId);
    await Promise.all([cancel(holder, heldId), cancel(next, id)]);
    expect(await readReservation(next.client, id)).toMatchObject({
      status: "CANCELLED",
      items: [{ slot: { status: "AVAILABLE" } }],
    });
  }
});

test("if a session stops while the first in line cancels, the second in line gets the turn", async () => {
  for (let round = 0; round < 10; round++) {
    const [slotId = ""] = (await scene.newSite()).slotIds;
    const [charging, first, second] = [
      await scene.newDriver(),
      await scene.newDriver(),
      await scene.newDriver(),
    ];
    const { id: sessionId } = await charging.charge(slotId);
    const { id: firstId } = await first.queue(slotId);
    const { id: secondId } = await second.queue(slotId);
    await Promise.all([
      charging.client.request(StopSession, { input: { sessionId } }),
      cancel(first, firstId),
    ]);
    expect((await readReservation(second.client, secondId)).status).toBe("YOUR_TURN");
  }
});
