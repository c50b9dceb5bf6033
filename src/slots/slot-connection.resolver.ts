import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { OperationContext } from "../graphql/context.ts";
import { requireRow } from "../graphql/loaders.ts";
import type { ReadInFeed } from "./slot.queries.ts";
import { SlotConnection } from "./slot.types.ts";

@Resolver(() => SlotConnection)
export class SlotConnectionResolver {
  @FieldResolver(() => String, {
    description:
      "The place in the feed of this read. A `slotStatusChanged` with it as `after` tells every later change, and misses none.",
  })
  feedCursor(
    @Root() { inFeed }: { inFeed: ReadInFeed | null },
    @Ctx() { slotFeed }: OperationContext,
  ): string {
    return slotFeed.cursorOfRead(requireRow(inFeed));
  }
}
