import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { ReservationStatus } from "../reservations/reservation.rules.ts";
import { messageType, type WebhookEvent } from "./webhook.rules.ts";

const SECRET_BYTES = 32;
const SECRET_PREFIX = "whsec_";

/** A new secret in the format of Standard Webhooks: `whsec_` and base64. */
export function newSecret(): string {
  return SECRET_PREFIX + randomBytes(SECRET_BYTES).toString("base64");
}

/** What a message says of a reservation. Times are RFC 3339, UTC. */
export interface ReservationFacts {
  readonly reservationId: string;
  readonly code: string;
  /** The status when the event happened. */
  readonly status: ReservationStatus;
  readonly reservedUntil: Date;
  /** Set while YOUR_TURN. */
  readonly turnUntil: Date | null;
  readonly vehicleId: string;
  readonly ownerId: string;
  readonly stationIds: readonly string[];
  readonly slotIds: readonly string[];
  readonly reason: string | null;
}

/** The body of a message: type, timestamp and data, according to Standard Webhooks. */
export function reservationMessage(event: WebhookEvent, occurredAt: Date, data: ReservationFacts): string {
  return JSON.stringify({ type: messageType(event), timestamp: occurredAt, data });
}

export function testMessage(webhookId: string, now: Date): string {
  return JSON.stringify({ type: "webhook.test", timestamp: now, data: { webhookId } });
}

export interface Signing {
  /** The same for every attempt, so that a receiver can drop repeats. */
  readonly id: string;
  readonly body: string;
  /** The time of sending, by the database's clock: a receiver refuses messages that are too old. */
  readonly sentAt: Date;
  /** More than one during a rotation: the receiver accepts any of the signatures. */
  readonly secrets: readonly string[];
}

/** The headers that prove who sent a message, and when. */
export function signatureHeaders({ id, body, sentAt, secrets }: Signing): Record<string, string> {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, sentAt, body)).join(" "),
  };
}
