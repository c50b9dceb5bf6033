import type { CSSProperties } from "react";
import type { SlotStatus } from "../api/documents.ts";
import { readable } from "../shared/colors.ts";
import { slotLooks } from "../shared/status.tsx";

/** The colours of each status for the style sheet, computed once because thousands of slots use them. */
export const tints: Readonly<Record<SlotStatus, CSSProperties>> = {
  AVAILABLE: tintsOf("AVAILABLE"),
  BOOKED: tintsOf("BOOKED"),
  IN_USE: tintsOf("IN_USE"),
  INACTIVE: tintsOf("INACTIVE"),
};

function tintsOf(status: SlotStatus): CSSProperties {
  const { color } = slotLooks[status];
  return {
    "--tint": `var(--mantine-color-${color}-light)`,
    "--tint-hover": `var(--mantine-color-${color}-light-hover)`,
    "--line": `var(--mantine-color-${color}-filled)`,
    "--ink": readable(color),
  } as CSSProperties;
}

/** The colour of notes about outdated data. */
export const warning = { "--ink": readable("orange") } as CSSProperties;
