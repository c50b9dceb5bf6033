import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ApiClient } from "../support/api-client.ts";
import {
  AcceptTurn,
  ActivateSlot,
  CancelReservation,
  CompleteReservation,
  ConfirmReservation,
  CreateReservation,
  DeactivateSlot,
  HideReservation,
  ReportProgress,
  RestoreReservation,
  StartSession,
  StopSession,
} from "../support/operations.ts";
import {
  type Doctor,
  type Driver,
  openDoctor,
  openScene,
  readReservation,
  readSlot,
  type Scene,
} from "../support/scene.ts";
import { type ReservationStep, SiteModel, type Step } from "../support/site-model.ts";
import { type TestClock, takeClock } from "../support/test-clock.ts";

let scene: Scene;
let clock: TestClock;
let doctor: Doctor;
beforeAll(async () => {
  scene = await openScene({ manualDeadlines: true });
  clock = await takeClock(scene.database);
  doctor = await openDoctor(scene.database);
});
afterAll(async () => {
  await doctor.close();
  await scene.close();
});

const SLOTS = 2;
const DRIVERS = 3;

const slot = fc.nat(SLOTS - 1);
const driver = fc.nat(DRIVERS - 1);
// Mostly the owner: refusals of strangers need few tries, while what owners may do needs many steps to reach.
const actor = fc.oneof(
  { weight: 6, arbitrary: fc.constant("owner" as const) },
  { weight: 1, arbitrary: driver },
);
// An index that counts from the newest, so that it stays meaningful when fast-check shrinks.
const recent = fc.nat(4);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("book" as const),
      driver,
      slots: fc.uniqueArray(slot, { minLength: 1, maxLength: SLOTS }),
      pending: fc.boolean(),
      wait: fc.boolean(),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom<ReservationStep>(
        "confirm",
        "cancel",
        "complete",
        "accept",
        "accept",
        "hide",
        "restore",
      ),
      driver: actor,
      reservation: recent,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("start" as const),
      driver: actor,
      slot,
      reservation: fc.option(recent),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("report" as const),
      driver: actor,
      session: recent,
      percent: fc.constantFrom(10, 40, 80, 100),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("stop" as const),
      driver: actor,
      session: recent,
      cancelled: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("deactivate" as const), slot, cancelReservations: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("activate" as const), slot }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("pass" as const), minutes: fc.constantFrom(5, 16, 31) }),
  },
);

test.each(["KEEP_BOOKED", "RELEASE"] as const)(
  "%s: any sequence of operations gets the model's answers and leaves the model's state",
  async (policy) => {
    const drivers = await Promise.all(Array.from({ length: DRIVERS }, () => scene.newDriver()));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40, size: "max" }), async (steps) => {
        const { slotIds } = await scene.newSite(SLOTS, policy);
        const world = new World(slotIds, drivers, policy);
        for (const each of steps) {
          const actor = world.model.actorOf(each);
          const expected = world.model.apply(each);
          expect([each, await world.perform(each, actor)]).toEqual([each, expected]);
          await world.expectAgreement();
          await doctor.expectHealthy();
        }
        await world.tidyUp();
      }),
      { numRuns: 15 },
    );
    await doctor.expectHealthy();
  },
);

/** The server, driven by the same steps as the model. */
class World {
  readonly model: SiteModel;
  readonly #slotIds: readonly string[];
  readonly #drivers: readonly Driver[];
  readonly #reservations: string[] = [];
  readonly #sessions: string[] = [];

  constructor(slotIds: readonly string[], drivers: readonly Driver[], policy: "KEEP_BOOKED" | "RELEASE") {
    this.model = new SiteModel(SLOTS, policy);
    this.#slotIds = slotIds;
    this.#drivers = drivers;
  }

  /** @returns the code of the refusal, or "ok". */
  async perform(step: Step, actor: number): Promise<string> {
    const answer = await this.#send(step, this.#drivers[actor] as Driver);
    return answer === null ? "nothing to act on" : (answer.errors?.[0]?.extensions.code ?? "ok");
  }

  async expectAgreement(): Promise<void> {
    const seen = await Promise.all(this.#slotIds.map((id) => readSlot(scene.anonymous, id)));
    expect(seen.map(({ status, version }) => ({ status, version }))).toEqual(this.model.slots());
    const reservations = await Promise.all(
      this.#reservations.map((id) => readReservation(scene.operator, id)),
    );
    const views = reservations.map(({ status, hiddenAt }) => ({ status, hidden: hiddenAt !== null }));
    expect(views).toEqual(this.model.reservations());
  }

  /** Ends what is still open, so that the next run finds vehicles free and no deadlines near. */
  async tidyUp(): Promise<void> {
    for (const reservationId of this.#reservations)
      await scene.operator.send(CancelReservation, { input: { reservationId } });
    for (const sessionId of this.#sessions) await scene.operator.send(StopSession, { input: { sessionId } });
  }

  async #send(step: Step, { client, vehicleId }: Driver) {
    switch (step.do) {
      case "book": {
        const items = step.slots.map((index) => ({ slotId: this.#slotId(index) }));
        const status = step.pending ? ("PENDING" as const) : ("ACTIVE" as const);
        const input = { vehicleId, items, status, joinWaitlist: step.wait };
        const answer = await client.send(CreateReservation, { input });
        if (answer.data) this.#reservations.unshift(answer.data.createReservation.reservation.id);
        return answer;
      }
      case "pass":
        await clock.advance(step.minutes * 60);
        await scene.app.sweep();
        return { errors: undefined };
      case "start": {
        const reservationId = step.reservation === null ? undefined : this.#reservations[step.reservation];
        if (step.reservation !== null && !reservationId) return null;
        const slotId = this.#slotId(step.slot);
        const answer = await client.send(StartSession, {
          input: { slotId, vehicleId, reservationId, initialPercent: 20, targetPercent: 80 },
        });
        if (answer.data) this.#sessions.unshift(answer.data.startChargingSession.session.id);
        return answer;
      }
      case "report":
      case "stop": {
        const sessionId = this.#sessions[step.session];
        if (!sessionId) return null;
        if (step.do === "report")
          return client.send(ReportProgress, { input: { sessionId, percent: step.percent } });
        return client.send(StopSession, {
          input: { sessionId, outcome: step.cancelled ? "CANCELLED" : "COMPLETED" },
        });
      }
      case "deactivate": {
        const { cancelReservations } = step;
        return scene.operator.send(DeactivateSlot, {
          input: { slotId: this.#slotId(step.slot), cancelReservations },
        });
      }
      case "activate":
        return scene.operator.send(ActivateSlot, { id: this.#slotId(step.slot) });
      default:
        return this.#move(step, client);
    }
  }

  async #move(step: Step & { do: ReservationStep }, client: ApiClient) {
    const id = this.#reservations[step.reservation];
    if (!id) return null;
    switch (step.do) {
      case "confirm":
        return client.send(ConfirmReservation, { id });
      case "cancel":
        return client.send(CancelReservation, { input: { reservationId: id } });
      case "complete":
        return client.send(CompleteReservation, { id });
      case "accept":
        return client.send(AcceptTurn, { id });
      case "hide":
        return client.send(HideReservation, { id });
      case "restore":
        return client.send(RestoreReservation, { id });
    }
  }

  #slotId(index: number): string {
    return this.#slotIds[index] as string;
  }
}
