import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from "type-graphql";
import { mayActFor, onlyVisibleOwnerId } from "../access/caller.ts";
import type { OperationContext } from "../graphql/context.ts";
import { IN_ORDER, RESUME_AFTER, withCodes } from "../graphql/descriptions.ts";
import { requireRow } from "../graphql/loaders.ts";
import type { Change } from "../live/change-feed.ts";
import { ALL, type ReservationChanged } from "../outbox/outbox-events.ts";
import { notFound } from "../shared/domain-error.ts";
import { parseId } from "../shared/ids.ts";
import { stationInScope } from "../stations/station-scope.ts";
import type { ReservationView } from "./reservation.queries.ts";
import type { ReservationEventKind } from "./reservation.rules.ts";
import { Reservation, ReservationEvent } from "./reservation.types.ts";

interface Arguments {
  readonly reservationId?: string | null;
  readonly stationId?: string | null;
  readonly after?: string | null;
}

interface EventView {
  readonly cursor: string;
  readonly kind: ReservationEventKind;
  readonly occurredAt: Date;
  readonly reservationId: string;
}

@Resolver(() => ReservationEvent)
export class ReservationEventResolver {
  @Subscription(() => ReservationEvent, {
    description: withCodes(
      `Tells what happens to reservations: to drivers their own, to operators and admins those at their stations. ${IN_ORDER}`,
      {
        NOT_FOUND: "the reservation or station does not exist, or the reservation is not the caller's.",
        CURSOR_EXPIRED: "`after` is not of this feed, or too old.",
      },
    ),
    subscribe: async ({ args, context }: { args: Arguments; context: OperationContext }) => {
      const { caller, changeFeed } = context;
      const { reservationId, stationId, ownerId } = await requireScope(args, context);
      const request = {
        kind: "reservation.changed" as const,
        channel: ownerId ?? stationId ?? ALL,
        wanted: (change: ReservationChanged) =>
          mayActFor(caller, change) &&
          (!reservationId || change.reservationId === reservationId) &&
          (!stationId || change.stationIds.includes(stationId)),
        after: args.after,
      };
      return changeFeed.subscribe(request);
    },
  })
  reservationChanged(
    @Root() { cursor, payload }: Change<ReservationChanged>,
    // Declared for the schema; `subscribe` has already applied them.
    @Arg("reservationId", () => ID, { nullable: true, description: "Only this reservation; null: all." })
    _reservationId: string | null,
    @Arg("stationId", () => ID, {
      nullable: true,
      description: "Only reservations with a slot of this station; null: of any.",
    })
    _stationId: string | null,
    @Arg("after", () => String, { nullable: true, description: RESUME_AFTER }) _after: string | null,
  ): EventView {
    const { reservationId, kind, occurredAt } = payload;
    return { cursor, kind, occurredAt: new Date(occurredAt), reservationId };
  }

  @FieldResolver(() => Reservation, {
    description:
      "The reservation as it is now, which may be later than the event. NOT_FOUND where it is no longer the caller's to see.",
  })
  async reservation(
    @Root() event: EventView,
    @Ctx() { caller, loaders }: OperationContext,
  ): Promise<ReservationView> {
    const reservation = requireRow(await loaders.reservation.load(event.reservationId));
    // Its station may belong to another organisation since the event.
    if (!mayActFor(caller, reservation)) throw notFound("Reservation", reservation.id);
    return reservation;
  }
}

/** @throws DomainError BAD_USER_INPUT, or NOT_FOUND if something does not exist or is not the caller's. */
async function requireScope({ reservationId, stationId }: Arguments, { caller, loaders }: OperationContext) {
  // If all events are of one driver's reservations, that driver's channel is the narrowest one that brings them all.
  let ownerId = onlyVisibleOwnerId(caller);
  if (reservationId) {
    const found = await loaders.reservation.load(parseId("reservation", reservationId, "reservationId"));
    if (!found || !mayActFor(caller, found)) throw notFound("Reservation", reservationId);
    ownerId = found.ownerId;
  }
  return { reservationId, stationId: await stationInScope(stationId, loaders), ownerId };
}
