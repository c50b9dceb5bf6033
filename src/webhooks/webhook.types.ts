import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf, payloadOf } from "../graphql/connection.types.ts";
import { DateTime } from "../graphql/date-time.ts";
import { ALL_MUST_HOLD, PARTIAL_UPDATE } from "../graphql/descriptions.ts";
import { IdField, maxItems, NotNull, TextField } from "../graphql/input.ts";
import { Node } from "../graphql/node.types.ts";
import { ReservationEventKind } from "../reservations/reservation.rules.ts";
import { MAX_URL_LENGTH, RETRY_WINDOW_HOURS, WebhookDeliveryStatus, webhookEvents } from "./webhook.rules.ts";

registerEnumType(WebhookDeliveryStatus, {
  name: "WebhookDeliveryStatus",
  description: "What has become of a delivery.",
  valuesConfig: {
    PENDING: { description: "The delivery waits for its first or next attempt." },
    DELIVERED: { description: "The receiver has answered with an HTTP status from 200 to 299." },
    FAILED: {
      description:
        `The delivery was given up: after ${RETRY_WINDOW_HOURS} hours of attempts, because the webhook was deactivated, ` +
        "because the receiver answered 410 Gone, or because it was a test, which is tried once.",
    },
  },
});

const EVENTS = webhookEvents.join(", ");
const ENOUGH_EVENTS = Object.keys(ReservationEventKind).length;

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A URL that receives events of reservations by HTTP POST. The messages are signed by the Standard Webhooks convention. " +
    "Each is tried until the receiver answers 2xx, for 24 hours at most; a receiver knows a repeat by its `webhook-id`.",
})
export class Webhook extends Node {
  @Field(() => String, { description: "The URL that messages are sent to. Redirects are not followed." })
  url!: string;

  @Field(() => [ReservationEventKind], { description: "The events that the webhook receives." })
  events!: ReservationEventKind[];

  @Field(() => String, { nullable: true, description: "A text for people; null where there is none." })
  description!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The organisation that the webhook belongs to, whose events it receives. Null: it belongs to none, and receives all events.",
  })
  organisation!: string | null;

  @Field(() => Boolean, { description: "Whether the webhook receives events now." })
  active!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      "Why the server has deactivated it: the receiver answered 410 Gone. Null while it is active, and where it was deactivated by hand.",
  })
  disabledReason!: string | null;

  @Field(() => DateTime, { description: "When it was registered." })
  createdAt!: Date;

  @Field(() => DateTime, { description: "When it was changed last." })
  updatedAt!: Date;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "One message to one webhook, and what has become of it. It is kept for 30 days, and longer while PENDING. Its id is the `webhook-id` of the message.",
})
export class WebhookDelivery extends Node {
  @Field(() => ID, { description: "The id of the webhook." })
  webhookId!: string;

  @Field(() => ReservationEventKind, {
    nullable: true,
    description: "The event that the message tells; null on a test.",
  })
  event!: ReservationEventKind | null;

  @Field(() => String, {
    description: "The body that is sent, byte for byte: JSON with `type`, `timestamp` and `data`.",
  })
  body!: string;

  @Field(() => WebhookDeliveryStatus, { description: "What has become of the delivery." })
  status!: WebhookDeliveryStatus;

  @Field(() => Int, { description: "How often the message was sent so far." })
  attempts!: number;

  @Field(() => Int, {
    nullable: true,
    description: "The HTTP status of the answer to the latest attempt; null where no answer came.",
  })
  responseStatus!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Why the latest attempt failed, or the delivery was given up; null where nothing has failed.",
  })
  error!: string | null;

  @Field(() => DateTime, { description: "When the delivery was made, right after the event." })
  createdAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the message was sent last; null before the first time.",
  })
  lastAttemptAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When the message is sent next; null unless the status is PENDING. The pauses grow from 5 seconds to 4 hours.",
  })
  nextAttemptAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the receiver took the message; null where it has not.",
  })
  deliveredAt!: Date | null;
}

export const WebhookConnection = connectionOf("Webhook", () => Webhook);
export const WebhookDeliveryConnection = connectionOf("WebhookDelivery", () => WebhookDelivery);
export const WebhookPayload = payloadOf("webhook", () => Webhook);
export const WebhookDeliveryPayload = payloadOf("delivery", () => WebhookDelivery);

@ObjectType({ simpleResolvers: true, description: "A webhook, and its new secret." })
export class WebhookSecretPayload {
  @Field(() => Webhook, { description: "The `Webhook` after the mutation." })
  webhook!: Webhook;

  @Field(() => String, {
    description:
      "The secret that messages are signed with (`whsec_…`). It is shown this once only, so keep it.",
  })
  secret!: string;
}

@InputType({ description: `Which deliveries a list has. ${ALL_MUST_HOLD}` })
export class WebhookDeliveryFilter {
  @IdField("webhook", { nullable: true, description: "Only deliveries to this webhook." })
  webhookId?: string | null;

  @Field(() => [WebhookDeliveryStatus], {
    nullable: true,
    description: "Only deliveries in one of these statuses.",
  })
  statuses?: WebhookDeliveryStatus[] | null;

  @Field(() => [ReservationEventKind], {
    nullable: true,
    description: "Only messages about one of these events, and no tests.",
  })
  events?: ReservationEventKind[] | null;

  @IdField("reservation", { nullable: true, description: "Only messages about this reservation." })
  reservationId?: string | null;
}

const RECEIVER =
  "The URL that messages are sent to, without user name or password. In production it must begin with " +
  "`https://`, and it must not be in a private network; a server can be set to allow these.";

@InputType({ description: "A new webhook." })
export class RegisterWebhookInput {
  @TextField({ max: MAX_URL_LENGTH, description: RECEIVER })
  url!: string;

  @Field(() => [ReservationEventKind], {
    nullable: true,
    description: `The events to tell, at least one of ${EVENTS}. Null: all of these.`,
  })
  @maxItems(ENOUGH_EVENTS)
  events?: ReservationEventKind[] | null;

  @IdField("station", {
    nullable: true,
    description:
      "Only reservations with a slot of this station are told; null: those of all stations of the caller.",
  })
  stationId?: string | null;

  @TextField({ max: 200, nullable: true, description: "A text for people." })
  description?: string | null;
}

@InputType({ description: `What to change of a webhook. ${PARTIAL_UPDATE}` })
export class UpdateWebhookInput {
  @IdField("webhook", { description: "The webhook to change." })
  webhookId!: string;

  @TextField({ max: MAX_URL_LENGTH, nullable: true, description: `${RECEIVER} Not null.` })
  @NotNull()
  url?: string;

  @Field(() => [ReservationEventKind], {
    nullable: true,
    description: `The events to tell, at least one of ${EVENTS}; not null.`,
  })
  @maxItems(ENOUGH_EVENTS)
  @NotNull()
  events?: ReservationEventKind[];

  @IdField("station", {
    nullable: true,
    description: "Only reservations with a slot of this station are told; null: those of all stations.",
  })
  stationId?: string | null;

  @TextField({ max: 200, nullable: true, description: "A text for people; null removes it." })
  description?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "False: the webhook receives nothing, and its PENDING deliveries become FAILED. True: it receives events from then on. Not null.",
  })
  @NotNull()
  active?: boolean;
}
