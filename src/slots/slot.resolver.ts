import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from "type-graphql";
import type { Database } from "../database/database.ts";
import { ByKey } from "../graphql/by-key.ts";
import { After, First, toPage } from "../graphql/connection.types.ts";
import type { OperationContext } from "../graphql/context.ts";
import { DateTime } from "../graphql/date-time.ts";
import { InputArg, validateInput } from "../graphql/input.ts";
import { present } from "../graphql/loaders.ts";
import { selects } from "../graphql/selection.ts";
import { badInput } from "../shared/domain-error.ts";
import { parseId } from "../shared/ids.ts";
import type { PortView } from "../stations/station.queries.ts";
import { Port } from "../stations/station.types.ts";
import { listSlots, type SlotView } from "./slot.queries.ts";
import type { SlotService } from "./slot.service.ts";
import {
  CreateSlotInput,
  DeactivateSlotInput,
  Slot,
  SlotConnection,
  SlotEventConnection,
  SlotFilter,
  SlotHold,
  SlotPayload,
  SlotStatusEvent,
  UpdateSlotInput,
} from "./slot.types.ts";
import { type SlotStatusEventView, toHistoryEvent } from "./slot-event.ts";

interface Payload {
  readonly slot: SlotView;
}

@ArgsType()
class SlotStatusChangedArgs {
  @Field(() => SlotFilter, { nullable: true })
  filter?: SlotFilter | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false })
  snapshot?: boolean | null;

  @Field(() => String, { nullable: true })
  after?: string | null;
}

@Resolver(() => Slot)
export class SlotResolver {
  readonly #db: Database;
  readonly #slots: SlotService;

  constructor({ db, slots }: { db: Database; slots: SlotService }) {
    this.#db = db;
    this.#slots = slots;
  }

  @Query(() => SlotConnection)
  slots(
    @InputArg("filter", () => SlotFilter, { nullable: true }) filter: SlotFilter | null,
    @First(50) first: number | null,
    @After() after: string | null,
    @Info() info: GraphQLResolveInfo,
  ) {
    const inFeed = selects(info, ["feedCursor"]);
    return listSlots(this.#db, filter ?? {}, toPage(first ?? 50, after), { inFeed });
  }

  @ByKey()
  @Query(() => Slot, { nullable: true })
  slot(@Arg("id", () => ID) id: string, @Ctx() { loaders }: OperationContext): Promise<SlotView | null> {
    return loaders.slot.load(parseId("slot", id));
  }

  @Query(() => Boolean, {
    description:
      "Whether the status of any slot in scope has changed since a cursor: false tells a client that went on from there that what it shows is how things are.",
  })
  slotsChangedSince(
    @Arg("cursor", () => String) cursor: string,
    @InputArg("filter", () => SlotFilter, { nullable: true }) filter: SlotFilter | null,
    @Ctx() { slotFeed }: OperationContext,
  ): Promise<boolean> {
    return slotFeed.changedSince(cursor, filter ?? {});
  }

  @ByKey()
  @FieldResolver(() => Port)
  async port(@Root() slot: SlotView, @Ctx() { loaders }: OperationContext): Promise<PortView> {
    return present(await loaders.port.load(slot.portId));
  }

  @ByKey()
  @FieldResolver(() => SlotHold, {
    nullable: true,
    description: "Why the slot is BOOKED; null otherwise. It does not tell whose it is.",
  })
  async hold(@Root() slot: SlotView, @Ctx() { loaders }: OperationContext) {
    if (slot.status !== "BOOKED") return null;
    return slot.hold ? { ...slot.hold, lapsed: false } : loaders.hold.load(slot.id);
  }

  @FieldResolver(() => Int, {
    description: "How many reservations wait for this slot. It changes without an event.",
  })
  async waitlistLength(@Root() slot: SlotView, @Ctx() { loaders }: OperationContext): Promise<number> {
    return (await loaders.waitlistLength.load(slot.id))?.length ?? 0;
  }

  @FieldResolver(() => SlotEventConnection, { description: "Every change of status, newest first." })
  async history(
    @Root() slot: SlotView,
    @First() first: number | null,
    @After() after: string | null,
    @Ctx() { loaders, slotFeed }: OperationContext,
  ) {
    const history = await loaders.historyOfSlot(slot, toPage(first ?? 20, after));
    const edges = history.edges.map(({ cursor, node }) => ({
      cursor,
      node: toHistoryEvent(slotFeed.cursorOfEvent(node), slot, node),
    }));
    return { ...history, edges };
  }

  @FieldResolver(() => DateTime, { nullable: true, description: "Null: it is there." })
  async removedAt(@Root() slot: SlotView, @Ctx() { loaders }: OperationContext): Promise<Date | null> {
    return present(await loaders.removal.load(slot.id)).removedAt;
  }

  @Mutation(() => SlotPayload)
  async createSlot(
    @InputArg("input", () => CreateSlotInput) { portId, ...details }: CreateSlotInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { slot: await this.#slots.create(by, portId, details) };
  }

  @Mutation(() => SlotPayload)
  async updateSlot(
    @InputArg("input", () => UpdateSlotInput) { slotId, ...change }: UpdateSlotInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { slot: await this.#slots.update(by, slotId, change) };
  }

  @Mutation(() => SlotPayload)
  async activateSlot(@Arg("slotId", () => ID) slotId: string, @Ctx() by: OperationContext): Promise<Payload> {
    return { slot: await this.#slots.activate(by, parseId("slot", slotId, "slotId")) };
  }

  @Mutation(() => SlotPayload)
  async deactivateSlot(
    @InputArg("input", () => DeactivateSlotInput) input: DeactivateSlotInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    const { slotId, reason = null } = input;
    const cancelReservations = input.cancelReservations === true;
    const moveReservations = input.moveReservations === true;
    if (cancelReservations && moveReservations) {
      throw badInput({
        path: "input.moveReservations",
        message: "must not be true together with cancelReservations: choose one",
      });
    }
    return {
      slot: await this.#slots.deactivate(by, slotId, { reason, cancelReservations, moveReservations }),
    };
  }

  @Mutation(() => SlotPayload, {
    description:
      "INVALID_STATE unless it is INACTIVE. It is in no list any more; whoever watches it is told a last change, SLOT_REMOVED. Histories keep it.",
  })
  async removeSlot(@Arg("slotId", () => ID) slotId: string, @Ctx() by: OperationContext): Promise<Payload> {
    return { slot: await this.#slots.remove(by, parseId("slot", slotId, "slotId")) };
  }

  @Subscription(() => SlotStatusEvent, {
    description:
      "Every change of status in scope, in order per slot, without gaps or repeats.\n" +
      "`snapshot`: first one SNAPSHOT event for each slot in scope, then the changes, nothing lost between.\n" +
      "`after`: first every change since that cursor; where they are no longer kept, CURSOR_EXPIRED, or with `snapshot` a snapshot instead.",
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
