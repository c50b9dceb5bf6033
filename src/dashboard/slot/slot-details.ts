import type { SlotDetailsQuery } from "../api/documents.ts";

/** What the page of a slot is about. */
export type SlotDetails = NonNullable<SlotDetailsQuery["slot"]>;
