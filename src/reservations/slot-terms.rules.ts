import type { BookingMode } from "../stations/station.rules.ts";

/** The terms on which a slot can be reserved: those of its station. */
export interface SlotTerms {
  readonly bookingMode: BookingMode;
  readonly organisation: string | null;
}

/** The time of a request, and the terms that its slots have at that time, by slot. */
export interface BookingContext {
  readonly now: Date;
  readonly bySlot: ReadonlyMap<string, SlotTerms>;
}

/** The terms of a slot. It throws for a slot whose terms were not read, because any default could be wrong. */
export function termsOf({ bySlot }: BookingContext, slotId: string): SlotTerms {
  const terms = bySlot.get(slotId);
  if (!terms) throw new Error(`The terms of slot ${slotId} were not read`);
  return terms;
}
