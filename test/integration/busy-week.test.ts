import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Collected } from "../support/api-client.ts";
import { busyWeek, type Visit } from "../support/busy-week.ts";
import { eventually } from "../support/eventually.ts";
import type {
  ListReservationsQuery,
  ReservationFilter,
  WatchSlotsSubscription,
} from "../support/gql/graphql.ts";
import {
  AcceptTurn,
  CancelReservation,
  CreateReservation,
  HideReservation,
  HideReservations,
  ListReservations,
  StartSession,
  StopSession,
  WatchSlots,
} from "../support/operations.ts";
import { type Driver, expectHealthy, openScene, readSlot, type Scene } from "../support/scene.ts";
import { type TestClock, takeClock } from "../support/test-clock.ts";

const MINUTE = 60_000;
/** How long before their arrival drivers book. */
const LEAD = 20 * MINUTE;
const HOLD = 30 * MINUTE;
const TURN = 15 * MINUTE;

type Ending =
  | "CHARGED"
  | "CHARGED_LATE"
  | "CAME_TOO_LATE"
  | "NEVER_CAME"
  | "MISSED_TURN"
  | "LEFT_LINE"
  | "WAITED_ALREADY"
  | "CHARGED_ELSEWHERE";

interface Step {
  readonly at: number;
  act(): Promise<void>;
}

/** The drivers of a log, who book before they come. Each acts at the time in the log. */
class Week {
  readonly endings = new Map<Ending, number>();
  readonly #agenda: Step[] = [];
  /** Visits on the waitlist, by reservation. */
  readonly #waiting = new Map<string, Visit>();
  readonly #drivers = new Map<string, Driver>();
  readonly #slots = new Map<string, string>();
  readonly #scene: Scene;
  readonly #clock: TestClock;
  #now = 0;

  constructor(scene: Scene, clock: TestClock) {
    this.#scene = scene;
    this.#clock = clock;
  }

  get slotIds(): string[] {
    return [...this.#slots.values()];
  }

  count(...endings: Ending[]): number {
    return endings.reduce((sum, ending) => sum + (this.endings.get(ending) ?? 0), 0);
  }

  async open(visits: readonly Visit[], policy: "KEEP_BOOKED" | "RELEASE"): Promise<void> {
    const chargers = [...new Set(visits.map(({ charger }) => charger))];
    const { slotIds } = await this.#scene.newSite(chargers.length, policy);
    for (const [index, charger] of chargers.entries()) this.#slots.set(charger, slotIds[index] ?? "");
    for (const user of new Set(visits.map((visit) => visit.user)))
      this.#drivers.set(user, await this.#scene.newDriver());
    for (const visit of visits) this.#plan(visit.startAt - LEAD, () => this.#book(visit));
    this.#now = this.#agenda[0]?.at ?? 0;
  }

  /** Runs until no steps are left. */
  async live(): Promise<void> {
    for (let step = this.#agenda.shift(); step; step = this.#agenda.shift()) {
      if (step.at > this.#now) await this.#clock.advance((step.at - this.#now) / 1000);
      this.#now = Math.max(step.at, this.#now);
      await this.#scene.app.sweep();
      await step.act();
      if (this.#waiting.size > 0) await this.#callThoseWhoseTurnItIs();
    }
  }

  #plan(at: number, act: () => Promise<void>): void {
    const later = this.#agenda.findIndex((step) => step.at > at);
    this.#agenda.splice(later < 0 ? this.#agenda.length : later, 0, { at, act });
  }

  /** Schedules a sweep just after a deadline, as the server does by itself. */
  #planDeadline(at: number): void {
    this.#plan(at + 1000, async () => {});
  }

  #end(ending: Ending): void {
    this.endings.set(ending, this.count(ending) + 1);
  }

  async #book(visit: Visit): Promise<void> {
    const { driver, slotId } = this.#partiesOf(visit);
    const input = { vehicleId: driver.vehicleId, items: [{ slotId }], joinWaitlist: true };
    const { data, errors } = await driver.client.send(CreateReservation, { input });
    if (!data) {
      expect(errors?.[0]?.extensions.code).toBe("INVALID_STATE");
      return this.#end("WAITED_ALREADY");
    }
    const { id, status } = data.createReservation.reservation;
    if (status === "ACTIVE") return this.#await(visit, id);
    expect(status).toBe("WAITLISTED");
    this.#waiting.set(id, visit);
    if (visit.inLine === "LEAVES") this.#plan(this.#now + 60 * MINUTE, () => this.#leaveLine(visit, id));
  }

  async #leaveLine(visit: Visit, id: string): Promise<void> {
    if (!this.#waiting.delete(id)) return;
    const { client } = this.#partiesOf(visit).driver;
    await client.request(CancelReservation, { input: { reservationId: id, reason: "It took too long" } });
    this.#end("LEFT_LINE");
  }

  async #callThoseWhoseTurnItIs(): Promise<void> {
    const filter = { statuses: ["YOUR_TURN" as const] };
    const { reservations } = await this.#scene.operator.request(ListReservations, { filter, first: 100 });
    for (const { id } of reservations.edges.map(({ node }) => node)) {
      const visit = this.#waiting.get(id);
      if (!visit) continue;
      this.#waiting.delete(id);
      if (visit.inLine === "MISSES_TURN") {
        this.#end("MISSED_TURN");
        this.#planDeadline(this.#now + TURN);
      } else {
        this.#plan(this.#now + 5 * MINUTE, async () => {
          await this.#partiesOf(visit).driver.client.request(AcceptTurn, { id });
          this.#await(visit, id);
        });
      }
    }
  }

  /** The slot is held for the visit: the driver comes in time, late, or not at all. */
  #await(visit: Visit, id: string): void {
    this.#planDeadline(this.#now + HOLD);
    if (visit.comes === "ON_TIME") {
      this.#plan(Math.max(visit.startAt, this.#now), () => this.#charge(visit, id));
    } else if (visit.comes === "LATE") {
      this.#plan(this.#now + HOLD + 15 * MINUTE, () => this.#comeLate(visit, id));
    } else {
      this.#end("NEVER_CAME");
      this.#plan(this.#now + HOLD + 60 * MINUTE, () => this.#hide(visit, id));
    }
  }

  async #charge(visit: Visit, reservationId: string): Promise<void> {
    const refusal = await this.#start(visit, { reservationId });
    if (refusal === null) return this.#end("CHARGED");
    expect(refusal).toBe("VEHICLE_ALREADY_CHARGING");
    const { client } = this.#partiesOf(visit).driver;
    await client.request(CancelReservation, { input: { reservationId } });
    this.#end("CHARGED_ELSEWHERE");
  }

  async #comeLate(visit: Visit, reservationId: string): Promise<void> {
    expect(await this.#start(visit, { reservationId })).toBe("INVALID_STATE");
    await this.#hide(visit, reservationId);
    const refusal = await this.#start(visit, {});
    if (refusal === null) return this.#end("CHARGED_LATE");
    expect(refusal).toBeOneOf(["SLOT_BOOKED", "SLOT_IN_USE", "VEHICLE_ALREADY_CHARGING"]);
    this.#end("CAME_TOO_LATE");
  }

  /** Charges for as long as the log says. Returns the code of the refusal, or null. */
  async #start(visit: Visit, extra: { reservationId?: string }): Promise<string | null> {
    const { driver, slotId } = this.#partiesOf(visit);
    const { client, vehicleId } = driver;
    const input = { slotId, vehicleId, initialPercent: 20, targetPercent: 80, ...extra };
    const { data, errors } = await client.send(StartSession, { input });
    if (!data) return errors?.[0]?.extensions.code ?? "no answer";
    const stop = { sessionId: data.startChargingSession.session.id, energyKwh: visit.energyKwh };
    this.#plan(this.#now + visit.endAt - visit.startAt, async () => {
      await client.request(StopSession, { input: stop });
    });
    return null;
  }

  async #hide(visit: Visit, id: string): Promise<void> {
    await this.#partiesOf(visit).driver.client.request(HideReservation, { id });
  }

  #partiesOf({ user, charger }: Visit): { driver: Driver; slotId: string } {
    const [driver, slotId] = [this.#drivers.get(user), this.#slots.get(charger)];
    if (!driver || slotId === undefined) throw new Error(`Nobody knows ${user}, or ${charger}`);
    return { driver, slotId };
  }
}

/** All reservations that match the filter. */
async function list({ operator }: Scene, filter: ReservationFilter = {}) {
  const found: { id: string; code: string; status: string }[] = [];
  for (let after: string | null = null; ; ) {
    const page: ListReservationsQuery = await operator.request(ListReservations, {
      filter,
      first: 100,
      after,
    });
    const { reservations } = page;
    found.push(...reservations.edges.map(({ node }) => node));
    if (!reservations.pageInfo.hasNextPage) return found;
    after = reservations.pageInfo.endCursor ?? null;
  }
}

/** The operator's cleanup at the end of the week. */
async function hideWhatHasEnded(scene: Scene): Promise<void> {
  const ended = await list(scene, { statuses: ["EXPIRED", "MISSED", "CANCELLED"], hidden: false });
  for (let from = 0; from < ended.length; from += 100) {
    const ids = ended.slice(from, from + 100).map(({ id }) => id);
    const { hideReservations } = await scene.operator.request(HideReservations, { ids });
    expect(hideReservations.failed).toEqual([]);
  }
}

describe.each(["KEEP_BOOKED", "RELEASE"] as const)("after a busy week under %s", (policy) => {
  let scene: Scene;
  let visits: Visit[];
  let week: Week;
  let feed: Collected<WatchSlotsSubscription>;

  beforeAll(async () => {
    scene = await openScene({ manualDeadlines: true });
    visits = await busyWeek();
    week = new Week(scene, await takeClock(scene.database));
    await week.open(visits, policy);
    feed = scene.anonymous.subscribe(WatchSlots, { filter: { slotIds: week.slotIds }, snapshot: true });
    await eventually(() => expect(feed.results).toHaveLength(week.slotIds.length));
    await week.live();
    await hideWhatHasEnded(scene);
  });
  afterAll(async () => {
    feed.close();
    await scene.close();
  });

  test("every slot is AVAILABLE and has as many events as its version says", async () => {
    for (const slotId of week.slotIds) {
      const { status, version, hold, history } = await readSlot(scene.anonymous, slotId);
      expect({ status, hold, events: history.totalCount }).toEqual({
        status: "AVAILABLE",
        hold: null,
        events: version,
      });
    }
  });

  test("a subscriber has received every version of every slot once, in order", async () => {
    for (const slotId of week.slotIds) {
      const { version } = await readSlot(scene.anonymous, slotId);
      const versions = () =>
        feed.results.flatMap(({ slotStatusChanged: { slot } }) => (slot.id === slotId ? [slot.version] : []));
      const all = Array.from({ length: version }, (_, index) => index + 1);
      await eventually(() => expect(versions()).toEqual(all));
    }
  });

  test("no reservation is open, and every visit has come to an end", async () => {
    expect(await list(scene, { statuses: ["PENDING", "ACTIVE", "WAITLISTED", "YOUR_TURN"] })).toEqual([]);
    expect([...week.endings.values()].reduce((sum, count) => sum + count, 0)).toBe(visits.length);
  });

  test("the numbers of ended reservations by status match how the drivers' visits ended", async () => {
    const statuses = (await list(scene)).map(({ status }) => status);
    const count = (status: string) => statuses.filter((each) => each === status).length;
    expect({
      COMPLETED: count("COMPLETED"),
      EXPIRED: count("EXPIRED"),
      MISSED: count("MISSED"),
      CANCELLED: count("CANCELLED"),
    }).toEqual({
      COMPLETED: week.count("CHARGED"),
      EXPIRED: week.count("NEVER_CAME", "CHARGED_LATE", "CAME_TOO_LATE"),
      MISSED: week.count("MISSED_TURN"),
      CANCELLED: week.count("LEFT_LINE", "CHARGED_ELSEWHERE"),
    });
  });

  test.skipIf(process.env["CHARGING_LOG"])("the generated week contains all important endings", () => {
    for (const ending of ["CHARGED", "CHARGED_LATE", "NEVER_CAME", "MISSED_TURN", "LEFT_LINE"] as const)
      expect([ending, week.count(ending)]).not.toEqual([ending, 0]);
  });

  test("the reservation codes have no gaps", async () => {
    const codes = (await list(scene)).map(({ code }) => code).toSorted();
    expect(codes).toEqual(codes.map((_, index) => `RS${String(index + 1).padStart(6, "0")}`));
    expect(codes).toHaveLength(visits.length - week.count("WAITED_ALREADY"));
  });

  test("the doctor finds no fault, and the server has logged no error", async () => {
    await expectHealthy(scene.database);
    expect(scene.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});
