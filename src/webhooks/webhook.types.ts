import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../graphql/connection.types.ts";
import { DateTime } from "../graphql/date-time.ts";
import { IdField, maxItems, NotNull, TextField } from "../graphql/input.ts";
import { Node } from "../graphql/node.types.ts";
import { ReservationEventKind } from "../reservations/reservation.rules.ts";
import { MAX_URL_LENGTH, WebhookDeliveryStatus, webhookEvents } from "./webhook.rules.ts";

registerEnumType(WebhookDeliveryStatus, {
  name: "WebhookDeliveryStatus",
  description:
    "PENDING: it waits for its first or next attempt. DELIVERED: the receiver answered 2xx. FAILED: it was given up, a day after the event or because the webhook was deactivated.",
});

const EVENTS = webhookEvents.join(", ");
const ENOUGH_EVENTS = Object.keys(ReservationEventKind).length;

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A URL that is told what happens to reservations, by messages that are signed as Standard Webhooks has it.",
})
export class Webhook extends Node {
  @Field(() => String)
  url!: string;

  @Field(() => [ReservationEventKind])
  events!: ReservationEventKind[];

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Whose it is: it is told of that organisation's stations only. Null: of no organisation's.",
  })
  organisation!: string | null;

  @Field(() => Boolean)
  active!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "Why the server has deactivated it: the receiver answered 410 Gone.",
  })
  disabledReason!: string | null;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime)
  updatedAt!: Date;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "One message to one webhook, kept for 30 days. Its id is the message's `webhook-id`.",
})
export class WebhookDelivery extends Node {
  @Field(() => ID)
  webhookId!: string;

  @Field(() => ReservationEventKind, { nullable: true, description: "Null: it is a test." })
  event!: ReservationEventKind | null;

  @Field(() => String, { description: "The JSON that is sent, to the byte." })
  body!: string;

  @Field(() => WebhookDeliveryStatus)
  status!: WebhookDeliveryStatus;

  @Field(() => Int)
  attempts!: number;

  @Field(() => Int, { nullable: true, description: "The HTTP status of the latest answer, where one came." })
  responseStatus!: number | null;

  @Field(() => String, { nullable: true, description: "Why the latest attempt failed." })
  error!: string | null;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true })
  lastAttemptAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Set while PENDING." })
  nextAttemptAt!: Date | null;

  @Field(() => DateTime, { nullable: true })
  deliveredAt!: Date | null;
}

export const WebhookConnection = connectionOf("Webhook", () => Webhook);
export const WebhookDeliveryConnection = connectionOf("WebhookDelivery", () => WebhookDelivery);

@ObjectType({ simpleResolvers: true })
export class WebhookPayload {
  @Field(() => Webhook)
  webhook!: Webhook;
}

@ObjectType({ simpleResolvers: true })
export class WebhookSecretPayload {
  @Field(() => Webhook)
  webhook!: Webhook;

  @Field(() => String, { description: "What its messages are signed with. It is shown this once: keep it." })
  secret!: string;
}

@ObjectType({ simpleResolvers: true })
export class WebhookDeliveryPayload {
  @Field(() => WebhookDelivery)
  delivery!: WebhookDelivery;
}

@InputType({ description: "All that is given must hold." })
export class WebhookDeliveryFilter {
  @IdField("webhook", { nullable: true })
  webhookId?: string | null;

  @Field(() => [WebhookDeliveryStatus], { nullable: true })
  statuses?: WebhookDeliveryStatus[] | null;

  @Field(() => [ReservationEventKind], { nullable: true })
  events?: ReservationEventKind[] | null;

  @IdField("reservation", { nullable: true })
  reservationId?: string | null;
}

@InputType()
export class RegisterWebhookInput {
  @TextField({ max: MAX_URL_LENGTH })
  url!: string;

  @Field(() => [ReservationEventKind], {
    nullable: true,
    description: `Of ${EVENTS}; all of them where not given.`,
  })
  @maxItems(ENOUGH_EVENTS)
  events?: ReservationEventKind[] | null;

  @IdField("station", {
    nullable: true,
    description: "Only what concerns this station; everything where not given.",
  })
  stationId?: string | null;

  @TextField({ max: 200, nullable: true })
  description?: string | null;
}

@InputType({ description: "What is not given stays as it is." })
export class UpdateWebhookInput {
  @IdField("webhook")
  webhookId!: string;

  @TextField({ max: MAX_URL_LENGTH, nullable: true })
  @NotNull()
  url?: string;

  @Field(() => [ReservationEventKind], { nullable: true, description: `Of ${EVENTS}.` })
  @maxItems(ENOUGH_EVENTS)
  @NotNull()
  events?: ReservationEventKind[];

  @IdField("station", { nullable: true, description: "Null: of every station." })
  stationId?: string | null;

  @TextField({ max: 200, nullable: true })
  description?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "False: it is told nothing, and what waits for it fails. True: it is told of what happens from then on.",
  })
  @NotNull()
  active?: boolean;
}
