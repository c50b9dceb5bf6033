import type { SlotDetails } from "./slot-page.tsx";

export function SlotActions({ slot }: { slot: SlotDetails }) {
  return <p>{slot.label}</p>;
}
