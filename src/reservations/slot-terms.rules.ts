import type { BookingMode } from "../stations/station.rules.ts";

/** On what terms a slot can be reserved: those of its station. */
export interface SlotTerms {
  readonly bookingMode: BookingMode;
  readonly organisation: string | null;
}

/** When slots are asked for, and the terms that they have then, by slot. */
export interface Moment {
  readonly now: Date;
  readonly bySlot: ReadonlyMap<string, SlotTerms>;
}

/** The terms of a slot that the moment was read for: without them a slot would be taken for what it is not. */
export function termsOf({ bySlot }: Moment, slotId: string): SlotTerms {
  const terms = bySlot.get(slotId);
  if (!terms) throw new Error(`The terms of slot ${slotId} were not read`);
  return terms;
}
