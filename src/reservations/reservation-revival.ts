import type { ReservationView } from "./reservation.queries.ts";

/** A reservation that was stored as JSON, with its times as dates again. */
export function revive(kept: unknown): ReservationView {
  const { firstAnswer, ...view } = kept as ReservationView;
  return {
    ...view,
    reservedUntil: new Date(view.reservedUntil),
    turnUntil: toDate(view.turnUntil),
    hiddenAt: toDate(view.hiddenAt),
    createdAt: new Date(view.createdAt),
    updatedAt: new Date(view.updatedAt),
    firstAnswer: firstAnswer && {
      items: firstAnswer.items.map((item) => ({
        ...item,
        startAt: toDate(item.startAt),
        endAt: toDate(item.endAt),
        // Answers that were stored before 2026-11-23 lack these two.
        holdFrom: toDate(item.holdFrom ?? null),
        heldAt: toDate(item.heldAt ?? null),
        releasedAt: toDate(item.releasedAt),
      })),
      history: firstAnswer.history.map((entry) => ({ ...entry, at: new Date(entry.at) })),
      waitlistPosition: firstAnswer.waitlistPosition,
    },
  };
}

function toDate(value: Date | null): Date | null {
  return value === null ? null : new Date(value);
}
