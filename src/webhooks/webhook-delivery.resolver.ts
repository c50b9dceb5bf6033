import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { confinedTo, mayActFor } from "../access/caller.ts";
import type { Database } from "../database/database.ts";
import { After, First, toPage } from "../graphql/connection.types.ts";
import type { OperationContext } from "../graphql/context.ts";
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

@Resolver(() => WebhookDelivery)
export class WebhookDeliveryResolver {
  readonly #db: Database;
  readonly #deliveries: WebhookDeliveryService;

  constructor({ db, webhookDeliveries }: { db: Database; webhookDeliveries: WebhookDeliveryService }) {
    this.#db = db;
    this.#deliveries = webhookDeliveries;
  }

  @Query(() => WebhookDeliveryConnection, { description: "The delivery log, newest first." })
  webhookDeliveries(
    @InputArg("filter", () => WebhookDeliveryFilter, { nullable: true }) filter: WebhookDeliveryFilter | null,
    @First() first: number | null,
    @After() after: string | null,
    @Ctx() { caller }: OperationContext,
  ) {
    return listDeliveries(this.#db, confinedTo(caller), filter ?? {}, toPage(first ?? 20, after));
  }

  @FieldResolver(() => Reservation, {
    nullable: true,
    description: "Null on a test, and where it is no longer the caller's to see.",
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
    description:
      "Sends a delivery again, under the same `webhook-id`; at once, where it waits for its next attempt.",
  })
  async redeliverWebhook(
    @Arg("deliveryId", () => ID) deliveryId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { delivery: await this.#deliveries.redeliver(by, parseId("delivery", deliveryId, "deliveryId")) };
  }

  @Mutation(() => WebhookDeliveryPayload, {
    description: "Sends a message of type `webhook.test`. It is tried once.",
  })
  async sendTestWebhook(
    @Arg("webhookId", () => ID) webhookId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { delivery: await this.#deliveries.sendTest(by, parseId("webhook", webhookId, "webhookId")) };
  }
}
