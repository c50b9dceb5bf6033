import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, ID, Info, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Database } from "../database/database.ts";
import { ByKey } from "../graphql/by-key.ts";
import { After, First, toPage } from "../graphql/connection.types.ts";
import type { OperationContext } from "../graphql/context.ts";
import { DateTime } from "../graphql/date-time.ts";
import { REMOVED_AT, withCodes } from "../graphql/descriptions.ts";
import { InputArg } from "../graphql/input.ts";
import { requireRow } from "../graphql/loaders.ts";
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
  SlotFilter,
  SlotHold,
  SlotPayload,
  UpdateSlotInput,
} from "./slot.types.ts";
import { toHistoryEvent } from "./slot-event.ts";
import { SlotEventConnection } from "./slot-event.types.ts";

interface Payload {
  readonly slot: SlotView;
}

const NOT_FOUND = "there is no such slot, or it was removed.";
const FORBIDDEN = "the station is another organisation's.";

@Resolver(() => Slot)
export class SlotResolver {
  readonly #db: Database;
  readonly #slots: SlotService;

  constructor({ db, slots }: { db: Database; slots: SlotService }) {
    this.#db = db;
    this.#slots = slots;
  }

  @Query(() => SlotConnection, {
    description: "Lists the slots that were not removed, in the order in which they were created.",
  })
  slots(
    @InputArg("filter", () => SlotFilter, { nullable: true, description: "Which slots to list; null: all." })
    filter: SlotFilter | null,
    @First(50) first: number | null,
    @After() after: string | null,
    @Info() info: GraphQLResolveInfo,
  ) {
    const inFeed = selects(info, ["feedCursor"]);
    return listSlots(this.#db, filter ?? {}, toPage(first ?? 50, after), { inFeed });
  }

  @ByKey()
  @Query(() => Slot, {
    nullable: true,
    description: "Finds a slot, also one that was removed; null where there is none.",
  })
  slot(
    @Arg("id", () => ID, { description: "The slot's id." }) id: string,
    @Ctx() { loaders }: OperationContext,
  ): Promise<SlotView | null> {
    return loaders.slot.load(parseId("slot", id));
  }

  @ByKey()
  @FieldResolver(() => Port, { description: "The port that the slot is part of." })
  async port(@Root() slot: SlotView, @Ctx() { loaders }: OperationContext): Promise<PortView> {
    return requireRow(await loaders.port.load(slot.portId));
  }

  @ByKey()
  @FieldResolver(() => SlotHold, {
    nullable: true,
    description:
      "Why the slot is BOOKED; null in any other status. In `history`, only the event of the current version has it.",
  })
  async hold(@Root() slot: SlotView, @Ctx() { loaders }: OperationContext) {
    if (slot.status !== "BOOKED" || slot.hold === null) return null;
    return slot.hold ? { ...slot.hold, lapsed: false } : loaders.hold.load(slot.id);
  }

  @FieldResolver(() => Int, {
    description: "How many reservations wait in line for the slot now. The number changes without an event.",
  })
  async waitlistLength(@Root() slot: SlotView, @Ctx() { loaders }: OperationContext): Promise<number> {
    return (await loaders.waitlistLength.load(slot.id))?.length ?? 0;
  }

  @FieldResolver(() => SlotEventConnection, {
    description: "Lists every change of the slot's status, newest first.",
  })
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

  @FieldResolver(() => DateTime, { nullable: true, description: REMOVED_AT("slot") })
  async removedAt(@Root() slot: SlotView, @Ctx() { loaders }: OperationContext): Promise<Date | null> {
    return requireRow(await loaders.removal.load(slot.id)).removedAt;
  }

  @Mutation(() => SlotPayload, {
    description: withCodes("Adds a slot to a port. The slot is AVAILABLE at once (event: SLOT_ADDED).", {
      NOT_FOUND: "there is no such port, or it was removed.",
      FORBIDDEN,
    }),
  })
  async createSlot(
    @InputArg("input", () => CreateSlotInput, { description: "The new slot." }) {
      portId,
      ...details
    }: CreateSlotInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { slot: await this.#slots.create(by, portId, details) };
  }

  @Mutation(() => SlotPayload, {
    description: withCodes(
      "Changes the description of a slot. Its `version` stays, and subscribers are not told.",
      {
        NOT_FOUND,
        FORBIDDEN,
      },
    ),
  })
  async updateSlot(
    @InputArg("input", () => UpdateSlotInput, { description: "The slot, and what to change of it." }) {
      slotId,
      ...change
    }: UpdateSlotInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { slot: await this.#slots.update(by, slotId, change) };
  }

  @Mutation(() => SlotPayload, {
    description: withCodes("Puts an INACTIVE slot back into service.", {
      NOT_FOUND,
      FORBIDDEN,
      INVALID_STATE: "the slot is not INACTIVE.",
    }),
  })
  async activateSlot(
    @Arg("slotId", () => ID, { description: "The slot to put back into service." }) slotId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { slot: await this.#slots.activate(by, parseId("slot", slotId, "slotId")) };
  }

  @Mutation(() => SlotPayload, {
    description: withCodes(
      "Takes a slot out of service, which makes it INACTIVE. Reservations on the slot prevent this, unless the input says what to do with them.",
      {
        NOT_FOUND,
        FORBIDDEN,
        SLOT_IN_USE: "a charging session is going on; stop it first.",
        SLOT_BOOKED:
          "reservations hold the slot, wait for it or have booked a window on it (`extensions.reservationCount`); or some of them cannot be moved (`extensions.reservations` lists their codes).",
        INVALID_STATE: "the slot is INACTIVE already.",
      },
    ),
  })
  async deactivateSlot(
    @InputArg("input", () => DeactivateSlotInput, {
      description: "The slot, and what to do with its reservations.",
    })
    input: DeactivateSlotInput,
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
    description: withCodes(
      "Removes a slot from all lists, for good. Subscribers receive a last change (SLOT_REMOVED). Histories keep the slot, with `removedAt`.",
      { NOT_FOUND, FORBIDDEN, INVALID_STATE: "the slot is not INACTIVE; deactivate it first." },
    ),
  })
  async removeSlot(
    @Arg("slotId", () => ID, { description: "The slot to remove." }) slotId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { slot: await this.#slots.remove(by, parseId("slot", slotId, "slotId")) };
  }
}
