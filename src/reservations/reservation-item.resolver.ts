import { Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import type { OperationContext } from "../graphql/context.ts";
import { requireRow } from "../graphql/loaders.ts";
import type { SlotView } from "../slots/slot.queries.ts";
import { Slot } from "../slots/slot.types.ts";
import type { ItemView } from "./reservation.queries.ts";
import { ReservationItem } from "./reservation.types.ts";

@Resolver(() => ReservationItem)
export class ReservationItemResolver {
  @FieldResolver(() => ID, {
    description:
      "An id for clients' caches, made of the ids of the reservation and the slot. `node` does not find it.",
  })
  id(@Root() { reservationId, slotId }: ItemView): string {
    return `${reservationId}.${slotId}`;
  }

  @FieldResolver(() => Slot, { description: "The slot that is reserved." })
  async slot(@Root() item: ItemView, @Ctx() { loaders }: OperationContext): Promise<SlotView> {
    return requireRow(await loaders.slot.load(item.slotId));
  }
}
