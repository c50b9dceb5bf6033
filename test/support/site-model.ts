/** One operation on a site; reservations and sessions are counted from the newest that was made. */
export type Step =
  | { do: "book"; driver: number; slots: number[]; pending: boolean }
  | { do: "confirm" | "cancel" | "complete"; driver: number; reservation: number }
  | { do: "start"; driver: number; slot: number; reservation: number | null }
  | { do: "report"; driver: number; session: number; percent: number }
  | { do: "stop"; driver: number; session: number; cancelled: boolean }
  | { do: "deactivate"; slot: number; cancelReservations: boolean }
  | { do: "activate"; slot: number };

interface ModelSlot {
  inactive: boolean;
  version: number;
  status: string;
}

interface ModelReservation {
  driver: number;
  slots: number[];
  status: "PENDING" | "ACTIVE" | "CANCELLED" | "COMPLETED";
}

interface ModelSession {
  driver: number;
  slot: number;
  active: boolean;
}

/**
 * Slots, reservations and sessions as the product's description has them, in the plainest way: claims in lists,
 * the status worked out from them. It shares no code with the server.
 */
export class SiteModel {
  readonly #slots: ModelSlot[];
  readonly #reservations: ModelReservation[] = [];
  readonly #sessions: ModelSession[] = [];

  constructor(slots: number) {
    this.#slots = Array.from({ length: slots }, () => ({ inactive: false, version: 1, status: "AVAILABLE" }));
  }

  slots(): { status: string; version: number }[] {
    return this.#slots.map(({ status, version }) => ({ status, version }));
  }

  /** Applies the step, and returns the code of its refusal or "ok". */
  apply(step: Step): string {
    const outcome = this.#decide(step);
    for (const [index, slot] of this.#slots.entries()) {
      const status = this.#statusOf(index);
      if (status !== slot.status) Object.assign(slot, { status, version: slot.version + 1 });
    }
    return outcome;
  }

  #statusOf(slot: number): string {
    if (this.#slots[slot]?.inactive) return "INACTIVE";
    if (this.#sessions.some((session) => session.active && session.slot === slot)) return "IN_USE";
    return this.#holder(slot) ? "BOOKED" : "AVAILABLE";
  }

  #holder(slot: number): ModelReservation | undefined {
    return this.#reservations.find(
      ({ slots, status }) => slots.includes(slot) && (status === "PENDING" || status === "ACTIVE"),
    );
  }

  #decide(step: Step): string {
    switch (step.do) {
      case "book": {
        if (step.slots.some((slot) => this.#statusOf(slot) !== "AVAILABLE")) return "SLOT_NOT_AVAILABLE";
        const status = step.pending ? "PENDING" : "ACTIVE";
        this.#reservations.unshift({ driver: step.driver, slots: step.slots, status });
        return "ok";
      }
      case "confirm":
      case "cancel":
      case "complete": {
        const reservation = this.#reservations[step.reservation];
        if (!reservation) return "nothing to act on";
        if (reservation.driver !== step.driver) return "NOT_FOUND";
        const allowed = step.do === "confirm" ? ["PENDING"] : ["PENDING", "ACTIVE"];
        if (!allowed.includes(reservation.status)) return "INVALID_STATE";
        reservation.status = ({ confirm: "ACTIVE", cancel: "CANCELLED", complete: "COMPLETED" } as const)[
          step.do
        ];
        return "ok";
      }
      case "start":
        return this.#start(step);
      case "report":
      case "stop": {
        const session = this.#sessions[step.session];
        if (!session) return "nothing to act on";
        if (session.driver !== step.driver) return "NOT_FOUND";
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
    }
  }

  #start({ driver, slot, reservation: index }: Step & { do: "start" }): string {
    const status = this.#statusOf(slot);
    const reservation = index === null ? null : this.#reservations[index];
    if (reservation === undefined) return "nothing to act on";
    if (reservation) {
      if (reservation.driver !== driver) return "NOT_FOUND";
      if (reservation.status !== "ACTIVE") return "INVALID_STATE";
      if (!reservation.slots.includes(slot)) return "BAD_USER_INPUT";
    } else if (status !== "AVAILABLE") {
      return { BOOKED: "SLOT_BOOKED", IN_USE: "SLOT_IN_USE", INACTIVE: "SLOT_INACTIVE" }[status] as string;
    }
    if (this.#sessions.some((session) => session.active && session.driver === driver))
      return "VEHICLE_ALREADY_CHARGING";
    if (reservation) reservation.status = "COMPLETED";
    this.#sessions.unshift({ driver, slot, active: true });
    return "ok";
  }

  #deactivate({ slot: index, cancelReservations }: Step & { do: "deactivate" }): string {
    const status = this.#statusOf(index);
    if (status === "IN_USE") return "SLOT_IN_USE";
    if (status === "INACTIVE") return "INVALID_STATE";
    if (status === "BOOKED" && !cancelReservations) return "SLOT_BOOKED";
    const holder = this.#holder(index);
    if (holder) holder.status = "CANCELLED";
    (this.#slots[index] as ModelSlot).inactive = true;
    return "ok";
  }
}
