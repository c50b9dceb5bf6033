import { Arg, Args, ArgsType, Ctx, Field, Query, Resolver, Root, Subscription } from "type-graphql";
import type { OperationContext } from "../graphql/context.ts";
import { RESUME_AFTER, withCodes } from "../graphql/descriptions.ts";
import { InputArg, validateInput } from "../graphql/input.ts";
import { SlotFilter } from "./slot.types.ts";
import type { SlotStatusEventView } from "./slot-event.ts";
import { SlotStatusEvent } from "./slot-event.types.ts";

@ArgsType()
class SlotStatusChangedArgs {
  @Field(() => SlotFilter, { nullable: true, description: "Which slots to watch; null: all." })
  filter?: SlotFilter | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "Whether to begin with one SNAPSHOT event for each slot in scope. With `after`: only where the events since then are no longer kept.",
  })
  snapshot?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: `${RESUME_AFTER} The \`feedCursor\` of \`slots\` is such a cursor, too.`,
  })
  after?: string | null;
}

const NOT_FOUND = "`filter` names a slot, port or station that does not exist.";

/** The subscription to slot status changes, and the fields of its events. */
@Resolver()
export class SlotEventResolver {
  @Query(() => Boolean, {
    description: withCodes(
      "Whether the status of any slot in scope has changed since a cursor. False: a client that has read up to there shows " +
        "how things are. Right after an event elsewhere, true may also be answered where nothing in scope has changed.",
      {
        NOT_FOUND,
        CURSOR_EXPIRED: "`cursor` is not of this feed, or the events since then are no longer kept.",
      },
    ),
  })
  slotsChangedSince(
    @Arg("cursor", () => String, {
      description:
        "The `cursor` of an event, or the `feedCursor` of `slots`: up to where the client has read.",
    })
    cursor: string,
    @InputArg("filter", () => SlotFilter, {
      nullable: true,
      description: "Which slots to look at; null: all.",
    })
    filter: SlotFilter | null,
    @Ctx() { slotFeed, signal }: OperationContext,
  ): Promise<boolean> {
    return slotFeed.changedSince(cursor, filter ?? {}, signal);
  }

  @Subscription(() => SlotStatusEvent, {
    description: withCodes(
      "Tells every change of the status of the slots in scope. The events of a slot come in the order of its versions, each once. " +
        "A client that reads too slowly receives only the newest event of each slot (`conflated`). A subscription begins now, after a cursor " +
        "(`after`), or with how each slot is (`snapshot`); no change is lost between that and the live events.",
      {
        NOT_FOUND,
        CURSOR_EXPIRED: "`after` is not of this feed, or too old; with `snapshot` a snapshot comes instead.",
      },
    ),
    subscribe: ({ args, context }: { args: SlotStatusChangedArgs; context: OperationContext }) => {
      validateInput(Object.assign(new SlotFilter(), args.filter), "filter");
      const request = { filter: args.filter ?? {}, snapshot: args.snapshot === true, after: args.after };
      return context.slotFeed.subscribe(request);
    },
  })
  slotStatusChanged(
    @Root() event: SlotStatusEventView,
    // Declared for the schema; `subscribe` has already applied them.
    @Args(() => SlotStatusChangedArgs) _args: SlotStatusChangedArgs,
  ): SlotStatusEventView {
    return event;
  }
}
