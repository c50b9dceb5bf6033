import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { OperationContext } from "../graphql/context.ts";
import { present } from "../graphql/loaders.ts";
import type { ReadInFeed } from "./slot.queries.ts";
import { SlotConnection } from "./slot.types.ts";

@Resolver(() => SlotConnection)
export class SlotConnectionResolver {
  @FieldResolver(() => String, {
    description:
      "Pass it as `after` to slotStatusChanged: every change later than this read follows, none is missed between.",
  })
  feedCursor(
    @Root() { inFeed }: { inFeed: ReadInFeed | null },
    @Ctx() { slotFeed }: OperationContext,
  ): string {
    return slotFeed.cursorOfRead(present(inFeed));
  }
}
