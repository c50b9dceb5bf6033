import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Database } from "../../database/database.ts";
import type { OperationContext } from "../../graphql/context.ts";
import { DateTime } from "../../graphql/date-time.ts";
import { InputArg } from "../../graphql/input.ts";
import { present } from "../../graphql/loaders.ts";
import type { SlotView } from "../../slots/slot.queries.ts";
import { Slot, SlotFilter } from "../../slots/slot.types.ts";
import type { ReservationView } from "../reservation.queries.ts";
import { ReservationPayload } from "../reservation.types.ts";
import type { ReservationRescheduler } from "../reservation-rescheduler.ts";
import { type AvailabilityView, findAvailability } from "./availability.queries.ts";
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
    description:
      "CALENDAR stations: the free windows of at least `minMinutes` in [from, to), by slot, then time. At most 31 days, and 1,000 slots.",
  })
  availability(
    @InputArg("filter", () => SlotFilter, { nullable: true }) filter: SlotFilter | null,
    @Arg("from", () => DateTime) from: Date,
    @Arg("to", () => DateTime) to: Date,
    @Arg("minMinutes", () => Int, { nullable: true, defaultValue: 15 }) minMinutes: number | null,
  ): Promise<AvailabilityView[]> {
    const request = { filter: filter ?? {}, from, to, minMinutes: minMinutes ?? 15 };
    return findAvailability(this.#db, request, this.#bufferSeconds);
  }

  @FieldResolver(() => Slot)
  async slot(@Root() { slotId }: AvailabilityView, @Ctx() { loaders }: OperationContext): Promise<SlotView> {
    return present(await loaders.slot.load(slotId));
  }

  @Mutation(() => ReservationPayload, {
    description:
      "Gives a PENDING or ACTIVE reservation other windows or slots, all at once; it keeps its code and its history. Refused like a new one, and then the old windows stand.",
  })
  async rescheduleReservation(
    @InputArg("input", () => RescheduleReservationInput) input: RescheduleReservationInput,
    @Ctx() by: OperationContext,
  ): Promise<{ reservation: ReservationView }> {
    const { reservationId, items, reservedUntil = null } = input;
    const windows = items.map(({ slotId, startAt = null, endAt = null }) => ({ slotId, startAt, endAt }));
    const request = { reservationId, items: windows, reservedUntil };
    return { reservation: await this.#rescheduler.reschedule(by, request) };
  }
}
