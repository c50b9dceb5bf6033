import ipaddr from "ipaddr.js";
import type { ReservationEventKind } from "../reservations/reservation.rules.ts";
import { type Message, say } from "../shared/message.ts";
import { isPublicAddress } from "./address.rules.ts";

/** The events that webhooks can subscribe to. */
export const webhookEvents = [
  ...(["EXPIRING_SOON", "EXPIRED", "YOUR_TURN", "MISSED", "CANCELLED"] as const),
  ...(["HOLD_STARTED", "SLOT_OVERRUN", "RESCHEDULED", "MOVED"] as const),
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

export const WebhookDeliveryStatus = {
  PENDING: "PENDING",
  DELIVERED: "DELIVERED",
  FAILED: "FAILED",
} as const;
export type WebhookDeliveryStatus = (typeof WebhookDeliveryStatus)[keyof typeof WebhookDeliveryStatus];

/** For how long after the event a delivery is attempted. */
export const RETRY_WINDOW_HOURS = 24;

export const MAX_URL_LENGTH = 2000;

/** The `type` of the message about an event: `reservation.expiring_soon`. */
export function messageType(event: WebhookEvent): string {
  return `reservation.${event.toLowerCase()}`;
}

/** Each event once, in the order of `webhookEvents`; null if there is none, or one is not for webhooks. */
export function chooseEvents(wanted: readonly ReservationEventKind[]): WebhookEvent[] | null {
  const chosen = webhookEvents.filter((event) => wanted.includes(event));
  return chosen.length > 0 && chosen.length === new Set(wanted).size ? chosen : null;
}

export interface UrlRules {
  readonly httpsOnly: boolean;
  /** Whether a receiver may be in a private network, or on this machine. */
  readonly allowPrivate: boolean;
}

/** Why a text is not a valid URL of a receiver, as the message for its field; null if it is valid. */
export function urlFault(text: string, { httpsOnly, allowPrivate }: UrlRules): Message | null {
  const tooLong = say`must have at most ${MAX_URL_LENGTH} characters`;
  if (text.length > MAX_URL_LENGTH) return tooLong;
  const url = URL.canParse(text) ? new URL(text) : null;
  const beginnings = httpsOnly ? ["https://"] : ["https://", "http://"];
  if (!url || !beginnings.includes(`${url.protocol}//`)) {
    return say`must be a URL that begins with ${beginnings}`;
  }
  // Percent-encoding can make it longer than it was written.
  if (url.href.length > MAX_URL_LENGTH) return tooLong;
  if (url.username || url.password) {
    return say`must not contain a user name or password; receivers can check the signature instead`;
  }
  const address = hostOf(url);
  if (!allowPrivate && ipaddr.isValid(address) && !isPublicAddress(address)) {
    return say`must not be a private, loopback, link-local or other special address`;
  }
  return null;
}

/** The host of a URL; an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

const RETRY_SECONDS = [5, 30, 120, 600, 1800, 3600, 7200] as const;
const LAST_RETRY_SECONDS = 14_400;

/**
 * How long to wait after a failed attempt, depending on how many failed before it: from 5 seconds to 4 hours, varied by
 * up to a quarter either way, so that deliveries that failed together are not all retried at the same time.
 *
 * @param random from 0 to 1
 */
export function retryDelayMs(failuresBefore: number, random: number): number {
  const seconds = RETRY_SECONDS[failuresBefore] ?? LAST_RETRY_SECONDS;
  return Math.round(seconds * 1000 * (0.75 + random / 2));
}
