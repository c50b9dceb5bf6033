import { Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import type { OperationContext } from "../graphql/context.ts";
import { present } from "../graphql/loaders.ts";
import type { SlotView } from "../slots/slot.queries.ts";
import { Slot } from "../slots/slot.types.ts";
import type { ItemView } from "./reservation.queries.ts";
import { ReservationItem } from "./reservation.types.ts";

@Resolver(() => ReservationItem)
export class ReservationItemResolver {
  @FieldResolver(() => ID, {
    description:
      "For clients' caches: of its reservation and its slot, of which a reservation has one item at most. It is no Node.",
  })
  id(@Root() { reservationId, slotId }: ItemView): string {
    return `${reservationId}.${slotId}`;
  }

  @FieldResolver(() => Slot)
  async slot(@Root() item: ItemView, @Ctx() { loaders }: OperationContext): Promise<SlotView> {
    return present(await loaders.slot.load(item.slotId));
  }
}
