import { type Translate, toMessage } from "../shared/message.ts";

/** Reasons that the server itself gives. They are stored in English and shown in the reader's language. */
export const EXPIRED_REASON = "The reserved time has passed";
export const OUT_OF_SERVICE_REASON = "The slot was taken out of service";

const systemReasons: ReadonlySet<string> = new Set([EXPIRED_REASON, OUT_OF_SERVICE_REASON]);

/** Translates a reason of the server into the reader's language. A reason that a person wrote stays as it is. */
export function shownReason(reason: string | null, translate: Translate): string | null {
  return reason !== null && systemReasons.has(reason) ? translate(toMessage(reason)) : reason;
}
