import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { OperationContext } from "../graphql/context.ts";
import { present } from "../graphql/loaders.ts";
import type { SlotView } from "../slots/slot.queries.ts";
import { Slot } from "../slots/slot.types.ts";
import type { ItemView } from "./reservation.queries.ts";
import { ReservationItem } from "./reservation.types.ts";

@Resolver(() => ReservationItem)
export class ReservationItemResolver {
  @FieldResolver(() => Slot)
  async slot(@Root() item: ItemView, @Ctx() { loaders }: OperationContext): Promise<SlotView> {
    return present(await loaders.slot.load(item.slotId));
  }
}
