import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { isAdmin, isStaff, mayActForDriver } from "../access/caller.ts";
import { findAuditEntry } from "../audit/audit.queries.ts";
import type { Database } from "../database/database.ts";
import type { ReservationService } from "../reservations/reservation.service.ts";
import type { SessionService } from "../sessions/session.service.ts";
import { type IdPrefix, parseAnyId } from "../shared/ids.ts";
import type { WebhookService } from "../webhooks/webhook.service.ts";
import type { WebhookDeliveryService } from "../webhooks/webhook-delivery.service.ts";
import type { OperationContext } from "./context.ts";
import { Node } from "./node.types.ts";

type Lookup = (id: string, context: OperationContext) => Promise<{ id: string } | null>;

@Resolver()
export class NodeResolver {
  readonly #lookups: Record<IdPrefix, Lookup>;

  constructor(services: {
    db: Database;
    reservations: ReservationService;
    sessions: SessionService;
    webhooks: WebhookService;
    webhookDeliveries: WebhookDeliveryService;
  }) {
    const { db, reservations, sessions, webhooks, webhookDeliveries } = services;
    this.#lookups = {
      station: (id, { loaders }) => loaders.station.load(id),
      port: (id, { loaders }) => loaders.port.load(id),
      slot: (id, { loaders }) => loaders.slot.load(id),
      user: async (id, { loaders, caller }) =>
        caller.userId === id || isStaff(caller) ? loaders.user.load(id) : null,
      vehicle: async (id, { loaders, caller }) => {
        const vehicle = await loaders.vehicle.load(id);
        return vehicle && mayActForDriver(caller, vehicle.ownerId) ? vehicle : null;
      },
      reservation: (id, { caller }) => reservations.find(caller, id),
      session: (id, { caller }) => sessions.find(caller, id),
      webhook: async (id, { caller }) => (isStaff(caller) ? webhooks.find(caller, id) : null),
      delivery: async (id, { caller }) => (isStaff(caller) ? webhookDeliveries.find(caller, id) : null),
      audit: async (id, { caller }) => (isAdmin(caller) ? findAuditEntry(db, id) : null),
    };
  }

  @Query(() => Node, {
    nullable: true,
    description: "Finds any object by its id; null where it does not exist or the caller may not see it.",
  })
  node(
    @Arg("id", () => ID, { description: "The id of an object of any type." }) id: string,
    @Ctx() context: OperationContext,
  ): Promise<{ id: string } | null> {
    return this.#lookups[parseAnyId(id)](id, context);
  }
}
