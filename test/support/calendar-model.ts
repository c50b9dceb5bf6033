import { CELL, type Offered, type Step } from "./calendar-steps.ts";

export interface Refusal {
  readonly code: string;
  readonly taken?: readonly { slot: number; from: number; to: number }[];
}

interface Item {
  slot: number;
  readonly from: number;
  readonly to: number;
  /** Where the claim begins that keeps others from booking: not before the time of booking. */
  readonly claimFrom: number;
  claims: boolean;
  held: boolean;
  released: boolean;
}

interface Reservation {
  readonly driver: number;
  status: "PENDING" | "ACTIVE" | "CANCELLED" | "COMPLETED" | "EXPIRED";
  until: number;
  items: Item[];
}

interface Session {
  readonly driver: number;
  readonly slot: number;
  /** The item whose window the session uses, if it began with a reservation. */
  readonly own: Item | null;
  active: boolean;
}

const LEAD = 15;
const BUFFER = 5;
const MIN_WALK_IN = 10;
const GRACE = 30;

/**
 * A model of a calendar, written as plainly as possible after the product's description: everything is in lists,
 * derived values are computed each time, and time is in whole minutes. It shares no code with the server.
 */
export class CalendarModel {
  now: number;
  readonly #inactive: boolean[];
  readonly #reservations: Reservation[] = [];
  readonly #sessions: Session[] = [];

  constructor(slots: number, now: number) {
    this.#inactive = Array(slots).fill(false);
    this.now = now;
  }

  slots() {
    return this.#inactive.map((_, slot) => ({ status: this.#statusOf(slot), holder: this.#holderOf(slot) }));
  }

  /** Newest first. */
  reservations() {
    return this.#reservations.map(({ status, items }) => ({
      status,
      items: items.map(({ slot, from, to, released }) => ({ slot, from, to, released })),
    }));
  }

  /** The latest end of each session, newest first. Null if no later window limits it, or if it has ended. */
  ends(): (number | null)[] {
    return this.#sessions.map(({ active, slot, own }) => (active ? this.#endOf(slot, own) : null));
  }

  /** The free parts of each slot within that many minutes from now, cell by cell. */
  availability(minutes: number): { slot: number; from: number; to: number }[] {
    const free: { slot: number; from: number; to: number }[] = [];
    for (const slot of this.#inactive.keys()) {
      if (this.#inactive[slot]) continue;
      const claims = this.#items().filter((item) => item.claims && item.slot === slot);
      for (let at = this.now; at < this.now + minutes; at += CELL) {
        if (claims.some((claim) => claim.claimFrom - BUFFER <= at && at < claim.to + BUFFER)) continue;
        const last = free.at(-1);
        if (last?.slot === slot && last.to === at) last.to = at + CELL;
        else free.push({ slot, from: at, to: at + CELL });
      }
    }
    return free;
  }

  /** The step with its indexes, which count from the newest item, wrapped around to the existing items. */
  aim(step: Step): Step {
    const round = (index: number, things: readonly unknown[]) => index % Math.max(things.length, 1);
    if ("session" in step) return { ...step, session: round(step.session, this.#sessions) };
    if (!("reservation" in step) || step.reservation === null) return step;
    return { ...step, reservation: round(step.reservation, this.#reservations) };
  }

  /** The acting driver: the one named, or the owner of the reservation or session. */
  actorOf(step: Step): number {
    if (!("driver" in step)) return 0;
    if (step.driver !== "owner") return step.driver;
    if ("session" in step) return this.#sessions[step.session]?.driver ?? 0;
    return "reservation" in step ? (this.#reservations[step.reservation ?? 0]?.driver ?? 0) : 0;
  }

  /** The slot named or, for "its", the one that the reservation holds, else its first. */
  slotOf({ slot, reservation }: Step & { do: "start" }): number {
    if (slot !== "its") return slot;
    const { items = [] } = this.#reservations[reservation ?? 0] ?? {};
    return (items.find((item) => item.held && !item.released) ?? items[0])?.slot ?? 0;
  }

  /** Applies the step and then whatever is due. Returns the refusal, or null. */
  apply(step: Step): Refusal | null {
    const refusal = this.#decide(step);
    for (const slot of this.#inactive.keys()) this.#beginHolds(slot);
    return refusal;
  }

  #items(): Item[] {
    return this.#reservations.flatMap(({ items }) => items);
  }

  #statusOf(slot: number): "INACTIVE" | "IN_USE" | "BOOKED" | "AVAILABLE" {
    if (this.#inactive[slot]) return "INACTIVE";
    if (this.#sessions.some((session) => session.active && session.slot === slot)) return "IN_USE";
    return this.#holderOf(slot) === null ? "AVAILABLE" : "BOOKED";
  }

  /** The index of the reservation that holds the slot, counted from the newest. */
  #holderOf(slot: number): number | null {
    const holds = ({ items }: Reservation) =>
      items.some((item) => item.slot === slot && item.held && !item.released);
    const place = this.#reservations.findIndex(holds);
    return place < 0 ? null : place;
  }

  #endOf(slot: number, own: Item | null): number | null {
    const coming = this.#items().filter((item) => item.slot === slot && !item.held && !item.released);
    if (coming.length === 0) return null;
    const next = Math.min(...coming.map(({ from }) => from));
    return Math.max(next - LEAD, own && own.from < next ? own.to : 0);
  }

  /**
   * Gives a free slot to a due item, with preference for one whose window is not over. A holder loses the slot if its
   * window is over, or if its window begins later and it holds the slot only because of its lead time.
   */
  #beginHolds(slot: number): void {
    for (;;) {
      if (this.#statusOf(slot) === "IN_USE") return;
      const due = this.#items()
        .filter((item) => item.slot === slot && !item.held && !item.released && item.from - LEAD <= this.now)
        .toSorted((a, b) => Number(a.to <= this.now) - Number(b.to <= this.now) || a.from - b.from);
      const [next] = due;
      if (!next) return;
      const holder = this.#reservations[this.#holderOf(slot) ?? -1];
      const held = holder?.items.find((item) => item.slot === slot);
      if (!holder || !held) next.held = true;
      else if (next.to <= this.now) return;
      else if (held.to > this.now) {
        if (held.from < next.from) return;
        held.held = false;
      } else {
        release([held]);
        if (holder.items.every((item) => item.released)) holder.status = "EXPIRED";
      }
    }
  }

  #decide(step: Step): Refusal | null {
    switch (step.do) {
      case "book": {
        const items = this.#offered(step.windows);
        const refusal = this.#refuseWindows(items);
        if (refusal) return refusal;
        const status = step.pending ? "PENDING" : "ACTIVE";
        this.#reservations.unshift({
          driver: step.driver,
          status,
          until: this.#untilOf(items, step.until),
          items,
        });
        return null;
      }
      case "reschedule":
        return this.#reschedule(step);
      case "start":
        return this.#start(step);
      case "stop": {
        const session = this.#sessions[step.session];
        if (!session) return { code: "nothing to act on" };
        if (session.driver !== this.actorOf(step)) return { code: "NOT_FOUND" };
        if (!session.active) return { code: "INVALID_STATE" };
        session.active = false;
        if (session.own) session.own.claims = false;
        return null;
      }
      case "deactivate":
        return this.#deactivate(step);
      case "activate":
        if (!this.#inactive[step.slot]) return { code: "INVALID_STATE" };
        this.#inactive[step.slot] = false;
        return null;
      case "pass":
        this.now += step.minutes;
        for (const reservation of this.#reservations)
          if (isOpen(reservation) && reservation.until <= this.now) end(reservation, "EXPIRED");
        return null;
      default: {
        const reservation = this.#reservations[step.reservation];
        if (!reservation) return { code: "nothing to act on" };
        if (reservation.driver !== this.actorOf(step)) return { code: "NOT_FOUND" };
        if (!isOpen(reservation)) return { code: "INVALID_STATE" };
        if (step.do === "confirm" && reservation.status !== "PENDING") return { code: "INVALID_STATE" };
        if (step.do === "confirm") reservation.status = "ACTIVE";
        else end(reservation, step.do === "cancel" ? "CANCELLED" : "COMPLETED");
        return null;
      }
    }
  }

  #offered(windows: readonly Offered[]): Item[] {
    return windows.map((window) => {
      const from = this.now + window.in;
      const claimFrom = Math.max(from, this.now);
      const state = { claims: true, held: false, released: false };
      return { slot: window.slot, from, to: from + window.minutes, claimFrom, ...state };
    });
  }

  #untilOf(items: readonly Item[], given: number | null): number {
    return given === null ? Math.max(...items.map(({ to }) => to)) + GRACE : this.now + given;
  }

  #refuseWindows(items: readonly Item[]): Refusal | null {
    if (items.some(({ to }) => to <= this.now)) return { code: "BAD_USER_INPUT" };
    if (items.some(({ slot }) => this.#inactive[slot])) return { code: "SLOT_NOT_AVAILABLE" };
    const taken = items.flatMap((item) => this.#inTheWay(item));
    return taken.length > 0 ? { code: "WINDOW_TAKEN", taken } : null;
  }

  #inTheWay(item: Item, slot = item.slot) {
    return this.#items()
      .filter((other) => other.claims && other.slot === slot)
      .filter((other) => other.claimFrom < item.to + BUFFER && item.claimFrom < other.to + BUFFER)
      .map(({ from, to }) => ({ slot, from, to }))
      .toSorted((a, b) => a.from - b.from);
  }

  #reschedule(step: Step & { do: "reschedule" }): Refusal | null {
    const reservation = this.#reservations[step.reservation];
    if (!reservation) return { code: "nothing to act on" };
    if (reservation.driver !== this.actorOf(step)) return { code: "NOT_FOUND" };
    if (!isOpen(reservation)) return { code: "INVALID_STATE" };
    const old = reservation.items;
    reservation.items = [];
    const items = this.#offered(step.windows);
    const refusal = this.#refuseWindows(items);
    reservation.items = refusal ? old : items;
    if (refusal) return refusal;
    for (const item of items)
      item.held =
        item.from - LEAD <= this.now &&
        old.some((before) => before.slot === item.slot && before.held && !before.released);
    reservation.until = this.#untilOf(items, step.until);
    return null;
  }

  #start(step: Step & { do: "start" }): Refusal | null {
    const slot = this.slotOf(step);
    const driver = this.actorOf(step);
    const reservation = step.reservation === null ? null : this.#reservations[step.reservation];
    if (reservation === undefined) return { code: "nothing to act on" };
    const status = this.#statusOf(slot);
    const own = reservation?.items.find((item) => item.slot === slot) ?? null;
    if (reservation) {
      if (reservation.driver !== driver) return { code: "NOT_FOUND" };
      if (reservation.status !== "ACTIVE") return { code: "INVALID_STATE" };
      if (!own) return { code: "BAD_USER_INPUT" };
    }
    if (!own?.held || own.released) {
      if (status === "AVAILABLE" && own) return { code: "INVALID_STATE" };
      const codes = { BOOKED: "SLOT_BOOKED", IN_USE: "SLOT_IN_USE", INACTIVE: "SLOT_INACTIVE" };
      if (status !== "AVAILABLE") return { code: codes[status] };
    }
    if (this.#sessions.some((session) => session.active && session.driver === driver))
      return { code: "VEHICLE_ALREADY_CHARGING" };
    const mustEndBy = this.#endOf(slot, null);
    // The server's exact time leaves slightly less than whole minutes.
    if (!reservation && mustEndBy !== null && mustEndBy - this.now <= MIN_WALK_IN)
      return { code: "SLOT_BOOKED" };
    if (reservation) end(reservation, "COMPLETED");
    // The driver keeps the rest of the window.
    if (own) own.claims = true;
    this.#sessions.unshift({ driver, slot, own, active: true });
    return null;
  }

  #deactivate({ slot, how }: Step & { do: "deactivate" }): Refusal | null {
    const status = this.#statusOf(slot);
    if (status === "IN_USE") return { code: "SLOT_IN_USE" };
    if (status === "INACTIVE") return { code: "INVALID_STATE" };
    const claimants = this.#reservations.filter((reservation) => liveAt(reservation, slot).length > 0);
    if (claimants.length > 0 && how === "refuse") return { code: "SLOT_BOOKED" };
    if (how === "move") {
      // A reservation that holds its slot needs an available one. A future window needs one without overlapping claims.
      const places = claimants.map((reservation) => {
        const item = liveAt(reservation, slot)[0] as Item;
        const to = [...this.#inactive.keys()].find(
          (other) =>
            other !== slot &&
            (this.#statusOf(other) === "AVAILABLE" || (!item.held && !this.#inactive[other])) &&
            reservation.items.every((each) => each.slot !== other) &&
            this.#inTheWay(item, other).length === 0,
        );
        return { item, to };
      });
      if (places.some(({ to }) => to === undefined)) return { code: "SLOT_BOOKED" };
      for (const { item, to } of places) item.slot = to as number;
    } else for (const reservation of claimants) end(reservation, "CANCELLED");
    this.#inactive[slot] = true;
    return null;
  }
}

function isOpen({ status }: Reservation): boolean {
  return status === "PENDING" || status === "ACTIVE";
}

function liveAt({ items }: Reservation, slot: number): Item[] {
  return items.filter((item) => item.slot === slot && !item.released);
}

function end(reservation: Reservation, status: Reservation["status"]): void {
  reservation.status = status;
  release(reservation.items);
}

function release(items: readonly Item[]): void {
  for (const item of items) Object.assign(item, { released: true, claims: false });
}
