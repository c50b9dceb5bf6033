import type { SlotDetailsQuery } from "../api/documents.ts";

/** The data of a slot's page. */
export type SlotDetails = NonNullable<SlotDetailsQuery["slot"]>;
