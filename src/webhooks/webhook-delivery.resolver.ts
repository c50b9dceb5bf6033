import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { mayActFor, operatorOrganisationOf } from "../access/caller.ts";
import type { Database } from "../database/database.ts";
import { After, First, toPage } from "../graphql/connection.types.ts";
import type { OperationContext } from "../graphql/context.ts";
import { withCodes } from "../graphql/descriptions.ts";
import { InputArg } from "../graphql/input.ts";
import type { ReservationView } from "../reservations/reservation.queries.ts";
import { Reservation } from "../reservations/reservation.types.ts";
import { parseId } from "../shared/ids.ts";
import { type DeliveryView, listDeliveries } from "./webhook.queries.ts";
import {
  WebhookDelivery,
  WebhookDeliveryConnection,
  WebhookDeliveryFilter,
  WebhookDeliveryPayload,
} from "./webhook.types.ts";
import type { WebhookDeliveryService } from "./webhook-delivery.service.ts";

interface Payload {
  readonly delivery: DeliveryView;
}

const INVALID_STATE = "the webhook is not active.";

@Resolver(() => WebhookDelivery)
export class WebhookDeliveryResolver {
  readonly #db: Database;
  readonly #deliveries: WebhookDeliveryService;

  constructor({ db, webhookDeliveries }: { db: Database; webhookDeliveries: WebhookDeliveryService }) {
    this.#db = db;
    this.#deliveries = webhookDeliveries;
  }

  @Query(() => WebhookDeliveryConnection, {
    description: "Lists the deliveries of the caller's webhooks, newest first.",
  })
  webhookDeliveries(
    @InputArg("filter", () => WebhookDeliveryFilter, {
      nullable: true,
      description: "Which deliveries to list; null: all.",
    })
    filter: WebhookDeliveryFilter | null,
    @First() first: number | null,
    @After() after: string | null,
    @Ctx() { caller }: OperationContext,
  ) {
    return listDeliveries(this.#db, operatorOrganisationOf(caller), filter ?? {}, toPage(first ?? 20, after));
  }

  @FieldResolver(() => Reservation, {
    nullable: true,
    description:
      "The reservation that the message is about, as it is now; null on a test, and where the caller may no longer see it.",
  })
  async reservation(
    @Root() { reservationId }: DeliveryView,
    @Ctx() { caller, loaders }: OperationContext,
  ): Promise<ReservationView | null> {
    if (reservationId === null) return null;
    const reservation = await loaders.reservation.load(reservationId);
    return reservation && mayActFor(caller, reservation) ? reservation : null;
  }

  @Mutation(() => WebhookDeliveryPayload, {
    description: withCodes(
      "Sends a message again at once, whatever its status, under the same `webhook-id`. Where that fails, it is tried for another 24 hours.",
      { NOT_FOUND: "there is no such delivery, or it is another organisation's.", INVALID_STATE },
    ),
  })
  async redeliverWebhook(
    @Arg("deliveryId", () => ID, { description: "The delivery to repeat." }) deliveryId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { delivery: await this.#deliveries.redeliver(by, parseId("delivery", deliveryId, "deliveryId")) };
  }

  @Mutation(() => WebhookDeliveryPayload, {
    description: withCodes("Sends a message of the type `webhook.test`. It is tried once only.", {
      NOT_FOUND: "there is no such webhook, or it is another organisation's.",
      INVALID_STATE,
    }),
  })
  async sendTestWebhook(
    @Arg("webhookId", () => ID, { description: "The webhook to test." }) webhookId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { delivery: await this.#deliveries.sendTest(by, parseId("webhook", webhookId, "webhookId")) };
  }
}
