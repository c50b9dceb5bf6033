import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  ActivateSlot,
  CancelReservation,
  CompleteReservation,
  ConfirmReservation,
  CreateReservation,
  DeactivateSlot,
  ReportProgress,
  StartSession,
  StopSession,
} from "../support/operations.ts";
import { type Driver, expectHealthy, openScene, readSlot, type Scene } from "../support/scene.ts";
import { SiteModel, type Step } from "../support/site-model.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const SLOTS = 3;
const DRIVERS = 2;

const slot = fc.nat(SLOTS - 1);
const driver = fc.nat(DRIVERS - 1);
// The how-manieth that was made, counted from the newest, so that shrinking keeps it meaningful.
const recent = fc.nat(4);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("book" as const),
    driver,
    slots: fc.uniqueArray(slot, { minLength: 1, maxLength: SLOTS }),
    pending: fc.boolean(),
  }),
  fc.record({
    do: fc.constantFrom("confirm" as const, "cancel" as const, "complete" as const),
    driver,
    reservation: recent,
  }),
  fc.record({ do: fc.constant("start" as const), driver, slot, reservation: fc.option(recent) }),
  fc.record({
    do: fc.constant("report" as const),
    driver,
    session: recent,
    percent: fc.constantFrom(10, 40, 80, 100),
  }),
  fc.record({ do: fc.constant("stop" as const), driver, session: recent, cancelled: fc.boolean() }),
  fc.record({ do: fc.constant("deactivate" as const), slot, cancelReservations: fc.boolean() }),
  fc.record({ do: fc.constant("activate" as const), slot }),
);

test("any sequence of operations is answered as the rules say, and leaves slots, claims and events in agreement", async () => {
  const drivers = await Promise.all(Array.from({ length: DRIVERS }, () => scene.newDriver()));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
      const { slotIds } = await scene.newSite(SLOTS);
      const world = new World(slotIds, drivers);
      for (const each of steps) {
        const expected = world.model.apply(each);
        expect([each, await world.perform(each)]).toEqual([each, expected]);
        await world.expectAgreement();
      }
      await world.tidyUp();
    }),
    { numRuns: 40, endOnFailure: false },
  );
  await expectHealthy(scene.database);
});

/** The real thing, driven by the same steps as the model. */
class World {
  readonly model = new SiteModel(SLOTS);
  readonly #slotIds: readonly string[];
  readonly #drivers: readonly Driver[];
  readonly #reservations: string[] = [];
  readonly #sessions: string[] = [];

  constructor(slotIds: readonly string[], drivers: readonly Driver[]) {
    this.#slotIds = slotIds;
    this.#drivers = drivers;
  }

  /** @returns the code of the refusal, or "ok". */
  async perform(step: Step): Promise<string> {
    const answer = await this.#send(step);
    return answer === null ? "nothing to act on" : (answer.errors?.[0]?.extensions.code ?? "ok");
  }

  async expectAgreement(): Promise<void> {
    const seen = await Promise.all(this.#slotIds.map((id) => readSlot(scene.anonymous, id)));
    expect(seen.map(({ status, version }) => ({ status, version }))).toEqual(this.model.slots());
  }

  /** Stops what still charges, so that the next run finds the drivers' vehicles free. */
  async tidyUp(): Promise<void> {
    for (const sessionId of this.#sessions) await scene.operator.send(StopSession, { input: { sessionId } });
  }

  async #send(step: Step) {
    switch (step.do) {
      case "book": {
        const { client, vehicleId } = this.#driver(step.driver);
        const items = step.slots.map((index) => ({ slotId: this.#slotId(index) }));
        const input = { vehicleId, items, status: step.pending ? ("PENDING" as const) : ("ACTIVE" as const) };
        const answer = await client.send(CreateReservation, { input });
        if (answer.data) this.#reservations.unshift(answer.data.createReservation.reservation.id);
        return answer;
      }
      case "confirm":
      case "cancel":
      case "complete": {
        const id = this.#reservations[step.reservation];
        const { client } = this.#driver(step.driver);
        if (!id) return null;
        if (step.do === "cancel") return client.send(CancelReservation, { input: { reservationId: id } });
        if (step.do === "confirm") return client.send(ConfirmReservation, { id });
        return client.send(CompleteReservation, { id });
      }
      case "start": {
        const { client, vehicleId } = this.#driver(step.driver);
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
        const { client } = this.#driver(step.driver);
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
    }
  }

  #driver(index: number): Driver {
    return this.#drivers[index] as Driver;
  }

  #slotId(index: number): string {
    return this.#slotIds[index] as string;
  }
}
