import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Database } from "../../database/database.ts";
import type { OperationContext } from "../../graphql/context.ts";
import { DateTime } from "../../graphql/date-time.ts";
import { withCodes } from "../../graphql/descriptions.ts";
import { InputArg } from "../../graphql/input.ts";
import { requireRow } from "../../graphql/loaders.ts";
import type { SlotView } from "../../slots/slot.queries.ts";
import { Slot, SlotFilter } from "../../slots/slot.types.ts";
import type { ReservationView } from "../reservation.queries.ts";
import { ReservationPayload } from "../reservation.types.ts";
import type { ReservationRescheduler } from "../reservation-rescheduler.ts";
import {
  type AvailabilityView,
  findAvailability,
  MAX_DAYS,
  MAX_MINUTES,
  MAX_SLOTS,
} from "./availability.queries.ts";
import { AvailabilityWindow, RescheduleReservationInput } from "./calendar.types.ts";

/** The API that is specific to CALENDAR stations: free windows, and rescheduling. */
@Resolver(() => AvailabilityWindow)
export class CalendarResolver {
  readonly #db: Database;
  readonly #rescheduler: ReservationRescheduler;
  readonly #bufferSeconds: number;

  constructor(options: { db: Database; rescheduler: ReservationRescheduler; bufferSeconds: number }) {
    this.#db = options.db;
    this.#rescheduler = options.rescheduler;
    this.#bufferSeconds = options.bufferSeconds;
  }

  @Query(() => [AvailabilityWindow], {
    description: withCodes(
      "Lists the free windows of CALENDAR slots that are in service, by slot and then by time. What is past is left out, and so are " +
        "the buffers after the windows of others (5 minutes by default): any part of a free window can be booked.",
      {
        BAD_USER_INPUT: `the range is empty or longer than ${MAX_DAYS} days, or more than ${MAX_SLOTS} slots match.`,
      },
    ),
  })
  availability(
    @InputArg("filter", () => SlotFilter, {
      nullable: true,
      description: "Which slots to look at; null: all.",
    })
    filter: SlotFilter | null,
    @Arg("from", () => DateTime, { description: "The beginning of the range." }) from: Date,
    @Arg("to", () => DateTime, { description: `The end of the range, at most ${MAX_DAYS} days later.` })
    to: Date,
    @Arg("minMinutes", () => Int, {
      nullable: true,
      defaultValue: 15,
      description: `How long a window is at least, in minutes, from 1 to ${MAX_MINUTES}. Null: 15.`,
    })
    minMinutes: number | null,
  ): Promise<AvailabilityView[]> {
    const request = { filter: filter ?? {}, from, to, minMinutes: minMinutes ?? 15 };
    return findAvailability(this.#db, request, this.#bufferSeconds);
  }

  @FieldResolver(() => Slot, { description: "The slot that is free then." })
  async slot(@Root() { slotId }: AvailabilityView, @Ctx() { loaders }: OperationContext): Promise<SlotView> {
    return requireRow(await loaders.slot.load(slotId));
  }

  @Mutation(() => ReservationPayload, {
    description: withCodes(
      "Gives a PENDING or ACTIVE reservation other windows or slots, all at once. It keeps its code and its history. Where this is refused, the old windows stand.",
      {
        NOT_FOUND: "there is no such reservation or slot, or the reservation is not the caller's.",
        BAD_USER_INPUT:
          "a window or `reservedUntil` is not allowed, or further ahead than drivers may reserve; slots repeat, or are of another organisation.",
        SLOT_NOT_AVAILABLE: "a new slot is not AVAILABLE (at a CALENDAR station: it is INACTIVE).",
        WINDOW_TAKEN: "a window overlaps one of another reservation (`extensions.takenWindows`).",
        INVALID_STATE: "the reservation is neither PENDING nor ACTIVE, or its time has run out.",
      },
    ),
  })
  async rescheduleReservation(
    @InputArg("input", () => RescheduleReservationInput, {
      description: "The reservation, and its new windows or slots.",
    })
    input: RescheduleReservationInput,
    @Ctx() by: OperationContext,
  ): Promise<{ reservation: ReservationView }> {
    const { reservationId, items, reservedUntil = null } = input;
    const windows = items.map(({ slotId, startAt = null, endAt = null }) => ({ slotId, startAt, endAt }));
    const request = { reservationId, items: windows, reservedUntil };
    return { reservation: await this.#rescheduler.reschedule(by, request) };
  }
}
