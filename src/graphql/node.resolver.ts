import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { isStaff, mayActFor } from "../access/caller.ts";
import type { ReservationService } from "../reservations/reservation.service.ts";
import type { SessionService } from "../sessions/session.service.ts";
import { badInput } from "../shared/domain-error.ts";
import { type IdPrefix, idPrefixes, idPrefixOf } from "../shared/ids.ts";
import { say } from "../shared/message.ts";
import type { WebhookService } from "../webhooks/webhook.service.ts";
import type { OperationContext } from "./context.ts";
import { Node } from "./node.types.ts";

type Lookup = (id: string, context: OperationContext) => Promise<{ id: string } | null>;

@Resolver()
export class NodeResolver {
  readonly #lookups: Record<IdPrefix, Lookup>;

  constructor({
    reservations,
    sessions,
    webhooks,
  }: { reservations: ReservationService; sessions: SessionService; webhooks: WebhookService }) {
    this.#lookups = {
      station: (id, { loaders }) => loaders.station.load(id),
      port: (id, { loaders }) => loaders.port.load(id),
      slot: (id, { loaders }) => loaders.slot.load(id),
      user: async (id, { loaders, caller }) =>
        caller.userId === id || isStaff(caller) ? loaders.user.load(id) : null,
      vehicle: async (id, { loaders, caller }) => {
        const vehicle = await loaders.vehicle.load(id);
        return vehicle && mayActFor(caller, vehicle.ownerId) ? vehicle : null;
      },
      reservation: (id, { caller }) => reservations.find(caller, id),
      session: (id, { caller }) => sessions.find(caller, id),
      webhook: async (id, { caller }) => (isStaff(caller) ? webhooks.find(id) : null),
      delivery: async (id, { caller }) => (isStaff(caller) ? webhooks.findDelivery(id) : null),
    };
  }

  @Query(() => Node, {
    nullable: true,
    description: "Anything by its id; null where it does not exist or is not the caller's to see.",
  })
  node(@Arg("id", () => ID) id: string, @Ctx() context: OperationContext): Promise<{ id: string } | null> {
    const prefix = idPrefixOf(id);
    if (!prefix)
      throw badInput({
        path: "id",
        message: say`must be an id that begins with one of ${idPrefixes}`,
      });
    return this.#lookups[prefix](id, context);
  }
}
