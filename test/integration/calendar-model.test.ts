import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CalendarModel, type Refusal } from "../support/calendar-model.ts";
import type { TakenWindow } from "../support/calendar-race.ts";
import {
  Availability,
  type CalendarScene,
  openCalendar,
  ReadSession,
  Reschedule,
} from "../support/calendar-scene.ts";
import { anyStep, CELL, DRIVERS, SLOTS, type Step } from "../support/calendar-steps.ts";
import {
  ActivateSlot,
  CancelReservation,
  CompleteReservation,
  ConfirmReservation,
  CreateReservation,
  DeactivateSlot,
  StartSession,
  StopSession,
} from "../support/operations.ts";
import { type Doctor, type Driver, openDoctor } from "../support/scene.ts";

let scene: CalendarScene;
let doctor: Doctor;
/** The minute that the clock was last moved to. */
let minute = 0;
beforeAll(async () => {
  scene = await openCalendar();
  doctor = await openDoctor(scene.database);
});
afterAll(async () => {
  await doctor.close();
  await scene.close();
});

const RANGE = 240;

test("after any sequence of steps, the calendar's answers and state match those of the model", async () => {
  const drivers = await Promise.all(Array.from({ length: DRIVERS }, () => scene.newDriver()));
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 40, size: "max" }), async (steps) => {
      minute += CELL;
      await scene.sweepAt(minute);
      const { stationId, slotIds } = await scene.newCalendar(SLOTS);
      const world = new World(stationId, slotIds.toSorted(), drivers);
      try {
        for (const step of steps) {
          const each = world.model.aim(step);
          const actor = world.model.actorOf(each);
          const slot = each.do === "start" ? world.model.slotOf(each) : 0;
          const expected = world.model.apply(each);
          expect([each, await world.perform(each, actor, slot)]).toEqual([each, expected]);
          await world.expectAgreement(each);
        }
        await doctor.expectHealthy();
      } finally {
        await world.tidyUp();
      }
    }),
    { numRuns: 30 },
  );
});

interface StoredReservation {
  readonly id: string;
  readonly status: string;
  readonly items: { slotId: string; startAt: string; endAt: string; released: boolean; held: boolean }[];
}

/** The server, driven by the same steps as the model. */
class World {
  readonly model: CalendarModel;
  readonly #stationId: string;
  readonly #slotIds: readonly string[];
  readonly #drivers: readonly Driver[];
  readonly #reservations: string[] = [];
  readonly #sessions: string[] = [];

  constructor(stationId: string, slotIds: readonly string[], drivers: readonly Driver[]) {
    this.model = new CalendarModel(SLOTS, minute);
    this.#stationId = stationId;
    this.#slotIds = slotIds;
    this.#drivers = drivers;
  }

  /** Performs a step, and then everything that is due. Returns the refusal, or null. */
  async perform(step: Step, actor: number, slot: number): Promise<Refusal | null> {
    const answer = await this.#send(step, this.#drivers[actor] as Driver, slot);
    await scene.app.sweep();
    if (answer === null) return { code: "nothing to act on" };
    const [error] = answer.errors ?? [];
    if (!error) return null;
    const { code, takenWindows } = error.extensions;
    if (code !== "WINDOW_TAKEN") return { code };
    return { code, taken: (takenWindows as TakenWindow[]).map((each) => this.#inMinutes(each)) };
  }

  #inMinutes({ slotId, startAt, endAt }: TakenWindow) {
    return { slot: this.#slotIds.indexOf(slotId), from: minuteOf(startAt), to: minuteOf(endAt) };
  }

  async expectAgreement(step: Step): Promise<void> {
    const { model } = this;
    const range = { from: scene.at(model.now), to: scene.at(model.now + RANGE), minMinutes: 1 };
    const filter = { stationId: this.#stationId };
    const [slots, reservations, free, sessions] = await Promise.all([
      scene.database.query<{ id: string; status: string }>(
        "select id, status from slots where id = any($1)",
        [this.#slotIds],
      ),
      scene.database.query<StoredReservation>(
        `select r.id, r.status, json_agg(json_build_object('slotId', slot_id, 'startAt', start_at, 'endAt', end_at,
             'released', released_at is not null, 'held', held_at is not null and released_at is null) order by position) as items
           from reservations r join reservation_items i on i.reservation_id = r.id where r.id = any($1) group by r.id`,
        [this.#reservations],
      ),
      scene.anonymous.request(Availability, { filter, ...range }),
      Promise.all(this.#sessions.map((id) => scene.operator.request(ReadSession, { id }))),
    ]);
    const byId = new Map(reservations.map((reservation) => [reservation.id, reservation]));
    const seen = {
      slots: this.#slotIds.map((id) => {
        const holder = this.#reservations.findIndex((reservation) =>
          byId.get(reservation)?.items.some((item) => item.slotId === id && item.held),
        );
        return { status: slots.find((row) => row.id === id)?.status, holder: holder < 0 ? null : holder };
      }),
      reservations: this.#reservations.map((id) => ({
        status: byId.get(id)?.status,
        items: byId
          .get(id)
          ?.items.map(({ released, ...window }) => ({ ...this.#inMinutes(window), released })),
      })),
      ends: sessions.map(({ chargingSession }) =>
        chargingSession?.mustEndBy ? minuteOf(chargingSession.mustEndBy) : null,
      ),
      free: free.availability.map(({ slot: { id }, ...window }) =>
        this.#inMinutes({ slotId: id, ...window }),
      ),
    };
    expect([step, seen]).toEqual([
      step,
      {
        slots: model.slots(),
        reservations: model.reservations(),
        ends: model.ends(),
        free: model.availability(RANGE),
      },
    ]);
  }

  /** Ends what is still open, so that the next run finds vehicles free. */
  async tidyUp(): Promise<void> {
    for (const reservationId of this.#reservations)
      await scene.operator.send(CancelReservation, { input: { reservationId } });
    for (const sessionId of this.#sessions) await scene.operator.send(StopSession, { input: { sessionId } });
  }

  async #send(step: Step, { client, vehicleId }: Driver, slot: number) {
    const { now } = this.model;
    const itemsOf = (windows: (Step & { do: "book" })["windows"]) =>
      windows.map((window) => ({
        slotId: this.#slotId(window.slot),
        startAt: scene.at(now + window.in),
        endAt: scene.at(now + window.in + window.minutes),
      }));
    switch (step.do) {
      case "book": {
        const status = step.pending ? ("PENDING" as const) : ("ACTIVE" as const);
        const reservedUntil = step.until === null ? null : scene.at(now + step.until);
        const input = { vehicleId, items: itemsOf(step.windows), status, reservedUntil };
        const answer = await client.send(CreateReservation, { input });
        if (answer.data) this.#reservations.unshift(answer.data.createReservation.reservation.id);
        return answer;
      }
      case "pass":
        minute = now;
        await scene.goTo(minute);
        return { errors: undefined };
      case "stop": {
        const sessionId = this.#sessions[step.session];
        return sessionId ? client.send(StopSession, { input: { sessionId } }) : null;
      }
      case "deactivate": {
        const slotId = this.#slotId(step.slot);
        const how = { cancelReservations: step.how === "cancel", moveReservations: step.how === "move" };
        return scene.operator.send(DeactivateSlot, { input: { slotId, ...how } });
      }
      case "activate":
        return scene.operator.send(ActivateSlot, { id: this.#slotId(step.slot) });
      default: {
        const id = step.reservation === null ? null : this.#reservations[step.reservation];
        if (id === undefined) return null;
        if (step.do === "start") {
          const slotId = this.#slotId(slot);
          const input = { slotId, vehicleId, reservationId: id, initialPercent: 20, targetPercent: 80 };
          const answer = await client.send(StartSession, { input });
          if (answer.data) this.#sessions.unshift(answer.data.startChargingSession.session.id);
          return answer;
        }
        const reservationId = id as string;
        if (step.do === "confirm") return client.send(ConfirmReservation, { id: reservationId });
        if (step.do === "complete") return client.send(CompleteReservation, { id: reservationId });
        if (step.do !== "reschedule") return client.send(CancelReservation, { input: { reservationId } });
        const reservedUntil = step.until === null ? null : scene.at(now + step.until);
        return client.send(Reschedule, {
          input: { reservationId, items: itemsOf(step.windows), reservedUntil },
        });
      }
    }
  }

  #slotId(index: number): string {
    return this.#slotIds[index] as string;
  }
}

/** The minute of an instant, rounded down, because offered windows begin slightly after a full minute. */
function minuteOf(instant: string): number {
  return Math.floor((new Date(instant).getTime() - new Date(scene.at(0)).getTime()) / 60_000);
}
