/** An operation on a site. Reservations and sessions are counted from the newest. */
export type Step =
  | { do: "book"; driver: number; slots: number[]; pending: boolean; wait: boolean }
  | { do: ReservationStep; driver: number | Owner; reservation: number }
  | { do: "start"; driver: number | Owner; slot: number; reservation: number | null }
  | { do: "report"; driver: number | Owner; session: number; percent: number }
  | { do: "stop"; driver: number | Owner; session: number; cancelled: boolean }
  | { do: "deactivate"; slot: number; cancelReservations: boolean }
  | { do: "activate"; slot: number }
  | { do: "pass"; minutes: number };

/** The owner of the reservation or session. */
type Owner = "owner";

export type ReservationStep = "confirm" | "cancel" | "complete" | "accept" | "hide" | "restore";

type Status =
  | "PENDING"
  | "ACTIVE"
  | "WAITLISTED"
  | "YOUR_TURN"
  | "MISSED"
  | "EXPIRED"
  | "CANCELLED"
  | "COMPLETED";

interface ModelSlot {
  inactive: boolean;
  version: number;
  status: string;
}

interface ModelReservation {
  driver: number;
  /** The slots that it still holds or waits for. */
  slots: number[];
  status: Status;
  /** Minutes on the model's clock. */
  until: number;
  turnUntil: number;
  hidden: boolean;
  named: number[];
}

interface ModelSession {
  driver: number;
  slot: number;
  active: boolean;
}

const HOLD_MINUTES = 30;
const TURN_MINUTES = 15;

/**
 * A plain model of slots, reservations, waitlists and sessions: claims are in lists, the status is derived from them,
 * and time is in whole minutes. It follows the product's description and shares no code with the server.
 */
export class SiteModel {
  readonly #slots: ModelSlot[];
  readonly #release: boolean;
  readonly #reservations: ModelReservation[] = [];
  readonly #sessions: ModelSession[] = [];
  #now = 0;

  constructor(slots: number, policy: "KEEP_BOOKED" | "RELEASE") {
    this.#release = policy === "RELEASE";
    this.#slots = Array.from({ length: slots }, () => ({ inactive: false, version: 1, status: "AVAILABLE" }));
  }

  slots(): { status: string; version: number }[] {
    return this.#slots.map(({ status, version }) => ({ status, version }));
  }

  /** The acting driver: the one named, or the owner of the reservation or session. */
  actorOf(step: Step): number {
    if (!("driver" in step)) return 0;
    if (step.driver !== "owner") return step.driver;
    if ("session" in step) return this.#sessions[step.session]?.driver ?? 0;
    return "reservation" in step ? (this.#reservations[step.reservation ?? 0]?.driver ?? 0) : 0;
  }

  /** Newest first. */
  reservations(): { status: Status; hidden: boolean }[] {
    return this.#reservations.map(({ status, hidden }) => ({ status, hidden }));
  }

  /** Applies the step and returns the code of the refusal, or "ok". */
  apply(step: Step): string {
    const outcome = this.#decide(step);
    this.#passSlotsOn();
    for (const [index, slot] of this.#slots.entries()) {
      const status = this.#statusOf(index);
      if (status !== slot.status) Object.assign(slot, { status, version: slot.version + 1 });
    }
    return outcome;
  }

  #statusOf(slot: number): string {
    if (this.#slots[slot]?.inactive) return "INACTIVE";
    if (this.#sessions.some((session) => session.active && session.slot === slot)) return "IN_USE";
    return this.#claimants(slot).some(({ status }) => status !== "WAITLISTED") ? "BOOKED" : "AVAILABLE";
  }

  #claimants(slot: number): ModelReservation[] {
    return this.#reservations.filter(({ slots }) => slots.includes(slot));
  }

  /** Gives each unclaimed slot to the reservation that has waited longest for it. */
  #passSlotsOn(): void {
    for (const slot of this.#slots.keys()) {
      const head = this.#claimants(slot).at(-1);
      if (this.#statusOf(slot) !== "AVAILABLE" || !head) continue;
      head.status = "YOUR_TURN";
      head.turnUntil = this.#now + TURN_MINUTES;
    }
  }

  #decide(step: Step): string {
    switch (step.do) {
      case "book":
        return this.#book(step);
      case "start":
        return this.#start(step);
      case "report":
      case "stop": {
        const session = this.#sessions[step.session];
        if (!session) return "nothing to act on";
        if (session.driver !== this.actorOf(step)) return "NOT_FOUND";
        if (!session.active) return "INVALID_STATE";
        if (step.do === "stop" || step.percent >= 80) session.active = false;
        return "ok";
      }
      case "deactivate":
        return this.#deactivate(step);
      case "activate": {
        const slot = this.#slots[step.slot] as ModelSlot;
        if (!slot.inactive) return "INVALID_STATE";
        slot.inactive = false;
        return "ok";
      }
      case "pass":
        return this.#pass(step.minutes);
      default:
        return this.#move(step);
    }
  }

  #book({ driver, slots, pending, wait }: Step & { do: "book" }): string {
    if (wait && slots.length > 1) return "BAD_USER_INPUT";
    const taken = slots.find((slot) => this.#statusOf(slot) !== "AVAILABLE");
    const until = this.#now + HOLD_MINUTES;
    const made = { driver, slots: [...slots], named: slots, until, turnUntil: 0, hidden: false };
    if (taken === undefined) {
      this.#reservations.unshift({ ...made, status: pending ? "PENDING" : "ACTIVE" });
      return "ok";
    }
    if (!wait || this.#statusOf(taken) === "INACTIVE") return "SLOT_NOT_AVAILABLE";
    const waits = this.#claimants(taken).some(
      (each) => each.status === "WAITLISTED" && each.driver === driver,
    );
    if (waits) return "INVALID_STATE";
    this.#reservations.unshift({ ...made, status: "WAITLISTED" });
    return "ok";
  }

  #move(given: Step & { do: ReservationStep }): string {
    const { do: step } = given;
    const reservation = this.#reservations[given.reservation];
    if (!reservation) return "nothing to act on";
    if (reservation.driver !== this.actorOf(given)) return "NOT_FOUND";
    const allowed: Record<ReservationStep, Status[]> = {
      confirm: ["PENDING"],
      accept: ["YOUR_TURN"],
      cancel: ["PENDING", "ACTIVE", "WAITLISTED", "YOUR_TURN"],
      complete: ["PENDING", "ACTIVE"],
      hide: ["EXPIRED", "MISSED", "CANCELLED"],
      restore: ["EXPIRED", "MISSED", "CANCELLED"],
    };
    if (!allowed[step].includes(reservation.status)) return "INVALID_STATE";
    if (step === "hide" || step === "restore") {
      if (reservation.hidden === (step === "hide")) return "INVALID_STATE";
      reservation.hidden = step === "hide";
    } else {
      if (step === "accept") reservation.until = Math.max(reservation.until, this.#now + HOLD_MINUTES);
      const next = {
        confirm: "ACTIVE",
        accept: "ACTIVE",
        cancel: "CANCELLED",
        complete: "COMPLETED",
      } as const;
      reservation.status = next[step];
    }
    if (step === "cancel" || step === "complete" || step === "hide") reservation.slots = [];
    return "ok";
  }

  #start(step: Step & { do: "start" }): string {
    const { slot, reservation: index } = step;
    const driver = this.actorOf(step);
    const status = this.#statusOf(slot);
    const reservation = index === null ? null : this.#reservations[index];
    if (reservation === undefined) return "nothing to act on";
    if (reservation) {
      if (reservation.driver !== driver) return "NOT_FOUND";
      if (reservation.status !== "ACTIVE" && reservation.status !== "YOUR_TURN") return "INVALID_STATE";
      if (!reservation.named.includes(slot)) return "BAD_USER_INPUT";
    } else if (status !== "AVAILABLE") {
      return { BOOKED: "SLOT_BOOKED", IN_USE: "SLOT_IN_USE", INACTIVE: "SLOT_INACTIVE" }[status] as string;
    }
    if (this.#sessions.some((session) => session.active && session.driver === driver))
      return "VEHICLE_ALREADY_CHARGING";
    if (reservation) Object.assign(reservation, { status: "COMPLETED", slots: [] });
    this.#sessions.unshift({ driver, slot, active: true });
    return "ok";
  }

  #deactivate({ slot: index, cancelReservations }: Step & { do: "deactivate" }): string {
    const status = this.#statusOf(index);
    if (status === "IN_USE") return "SLOT_IN_USE";
    if (status === "INACTIVE") return "INVALID_STATE";
    if (status === "BOOKED" && !cancelReservations) return "SLOT_BOOKED";
    for (const claimant of this.#claimants(index)) {
      if (claimant.status === "EXPIRED") claimant.slots = claimant.slots.filter((slot) => slot !== index);
      else Object.assign(claimant, { status: "CANCELLED", slots: [] });
    }
    (this.#slots[index] as ModelSlot).inactive = true;
    return "ok";
  }

  /** Advances time and applies all deadlines, those of reservations before those of turns. */
  #pass(minutes: number): string {
    this.#now += minutes;
    for (const reservation of this.#reservations) {
      if (!["PENDING", "ACTIVE"].includes(reservation.status) || reservation.until > this.#now) continue;
      reservation.status = "EXPIRED";
      if (this.#release) reservation.slots = [];
    }
    this.#passSlotsOn();
    for (const reservation of this.#reservations) {
      if (reservation.status !== "YOUR_TURN" || reservation.turnUntil > this.#now) continue;
      Object.assign(reservation, { status: "MISSED", slots: [] });
    }
    return "ok";
  }
}
