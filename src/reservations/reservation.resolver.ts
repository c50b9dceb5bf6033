import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { UserView } from "../access/users/user.queries.ts";
import { User } from "../access/users/user.types.ts";
import type { Database } from "../database/database.ts";
import { After, First, toPage } from "../graphql/connection.types.ts";
import type { OperationContext } from "../graphql/context.ts";
import { withCodes } from "../graphql/descriptions.ts";
import { InputArg } from "../graphql/input.ts";
import { requireRow } from "../graphql/loaders.ts";
import { parseId } from "../shared/ids.ts";
import type { VehicleView } from "../vehicles/vehicle.queries.ts";
import { Vehicle } from "../vehicles/vehicle.types.ts";
import type { HistoryEntryView, ItemView, ReservationView } from "./reservation.queries.ts";
import { ReservationKind, reservationKind, withoutMarker } from "./reservation.rules.ts";
import type { ReservationService } from "./reservation.service.ts";
import {
  Reservation,
  ReservationConnection,
  ReservationHistoryEntry,
  ReservationItem,
  ReservationPayload,
} from "./reservation.types.ts";
import {
  CancelReservationInput,
  CreateReservationInput,
  ReservationFilter,
} from "./reservation-input.types.ts";
import { listReservations } from "./reservation-list.queries.ts";
import { ReservationOrder } from "./reservation-order.ts";
import { shownReason } from "./system-reasons.ts";

interface Payload {
  readonly reservation: ReservationView;
}

const NOT_FOUND = "there is no such reservation, or it is not the caller's.";

@Resolver(() => Reservation)
export class ReservationResolver {
  readonly #db: Database;
  readonly #reservations: ReservationService;

  constructor({ db, reservations }: { db: Database; reservations: ReservationService }) {
    this.#db = db;
    this.#reservations = reservations;
  }

  @Query(() => ReservationConnection, {
    description:
      "Lists reservations: to drivers their own, to operators and admins all that are at their stations.",
  })
  reservations(
    @InputArg("filter", () => ReservationFilter, {
      nullable: true,
      description: "Which reservations to list; null: all.",
    })
    filter: ReservationFilter | null,
    @Arg("orderBy", () => ReservationOrder, {
      nullable: true,
      defaultValue: "NEWEST",
      description:
        "The order of the list; null: NEWEST. A cursor of one order is BAD_USER_INPUT in the other.",
    })
    orderBy: ReservationOrder | null,
    @First() first: number | null,
    @After() after: string | null,
    @Ctx() { caller }: OperationContext,
  ) {
    const page = toPage(first ?? 20, after);
    return listReservations(this.#db, caller, filter ?? {}, orderBy ?? "NEWEST", page);
  }

  @Query(() => Reservation, {
    nullable: true,
    description: "Finds a reservation by its id; null where there is none, or it is not the caller's.",
  })
  reservation(
    @Arg("id", () => ID, { description: "The reservation's id." }) id: string,
    @Ctx() { caller }: OperationContext,
  ): Promise<ReservationView | null> {
    return this.#reservations.find(caller, parseId("reservation", id));
  }

  @Query(() => Reservation, {
    nullable: true,
    description: "Finds a reservation by its code; null where there is none, or it is not the caller's.",
  })
  reservationByCode(
    @Arg("code", () => String, { description: "The whole code, in capitals: `RS000001`." }) code: string,
    @Ctx() { caller }: OperationContext,
  ): Promise<ReservationView | null> {
    return this.#reservations.findByCode(caller, code);
  }

  @FieldResolver(() => ReservationKind, {
    description: "BOOKING where any of its items has a window, else HOLD.",
  })
  async kind(
    @Root() reservation: ReservationView,
    @Ctx() { loaders }: OperationContext,
  ): Promise<ReservationKind> {
    return reservationKind(
      reservation.firstAnswer?.items ?? (await loaders.itemsOfReservation.load(reservation.id)),
    );
  }

  @FieldResolver(() => Vehicle, { description: "The vehicle to charge." })
  async vehicle(
    @Root() reservation: ReservationView,
    @Ctx() { loaders }: OperationContext,
  ): Promise<VehicleView> {
    return requireRow(await loaders.vehicle.load(reservation.vehicleId));
  }

  @FieldResolver(() => User, { description: "The driver whose reservation it is: the owner of the vehicle." })
  async owner(@Root() reservation: ReservationView, @Ctx() { loaders }: OperationContext): Promise<UserView> {
    return requireRow(await loaders.user.load(reservation.ownerId));
  }

  @FieldResolver(() => [ReservationItem], {
    description: "The slots of the reservation, in the order in which they were reserved.",
  })
  async items(
    @Root() reservation: ReservationView,
    @Ctx() { loaders }: OperationContext,
  ): Promise<readonly ItemView[]> {
    return reservation.firstAnswer?.items ?? loaders.itemsOfReservation.load(reservation.id);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Why the reservation was cancelled or has expired: as given by a user, or a sentence of the server in the caller's language. Null if no reason was given.",
  })
  cancellationReason(
    @Root() reservation: ReservationView,
    @Ctx() { translate }: OperationContext,
  ): string | null {
    return shownReason(reservation.cancellationReason, translate);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      "The place in line, where 1 is next; null unless the status is WAITLISTED. It changes without an event, so ask again for it.",
  })
  async waitlistPosition(
    @Root() { id, status, firstAnswer }: ReservationView,
    @Ctx() { loaders }: OperationContext,
  ): Promise<number | null> {
    if (status !== "WAITLISTED") return null;
    return firstAnswer?.waitlistPosition ?? (await loaders.waitlistPosition.load(id))?.position ?? null;
  }

  @FieldResolver(() => [ReservationHistoryEntry], {
    description:
      "Every change of the reservation's status, oldest first. Other events, such as RESCHEDULED or HIDDEN, are not in it.",
  })
  async history(
    @Root() reservation: ReservationView,
    @Ctx() { loaders, translate }: OperationContext,
  ): Promise<HistoryEntryView[]> {
    const entries =
      reservation.firstAnswer?.history ?? (await loaders.historyOfReservation.load(reservation.id));
    return entries.map((entry) => ({ ...entry, reason: shownReason(entry.reason, translate) }));
  }

  @Mutation(() => ReservationPayload, {
    description: withCodes(
      "Reserves all of the given slots for a vehicle, or none. At an IMMEDIATE station the slots are BOOKED at once; at a CALENDAR " +
        "station windows are booked, and each holds its slot from shortly before it begins.",
      {
        NOT_FOUND: "there is no such vehicle or slot, or the vehicle is another driver's or was removed.",
        FORBIDDEN: "an operator reserves for a driver at another organisation's station.",
        BAD_USER_INPUT:
          "a window or `reservedUntil` is not allowed, or further ahead than drivers may reserve; slots repeat, or " +
          "are of different organisations; `joinWaitlist` needs one slot of an IMMEDIATE station.",
        SLOT_NOT_AVAILABLE: "a slot is not AVAILABLE (at a CALENDAR station: it is INACTIVE).",
        WINDOW_TAKEN: "a window overlaps one of another reservation (`extensions.takenWindows`).",
        INVALID_STATE:
          "the driver waits for the slot already (`extensions.reservationId`), or has as many open reservations as drivers may have (`extensions.maxOpenReservations`).",
        IDEMPOTENCY_KEY_REUSED: "the `idempotencyKey` came with another input before.",
      },
    ),
  })
  async createReservation(
    @InputArg("input", () => CreateReservationInput, { description: "The new reservation." })
    input: CreateReservationInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    const {
      vehicleId,
      items,
      status,
      reservedUntil = null,
      joinWaitlist,
      notes = null,
      idempotencyKey = null,
    } = input;
    const windows = items.map(({ slotId, startAt = null, endAt = null }) => ({ slotId, startAt, endAt }));
    const request = {
      vehicleId,
      items: windows,
      status: status ?? "ACTIVE",
      reservedUntil,
      joinWaitlist: joinWaitlist === true,
      notes: notes && withoutMarker(notes),
    };
    return { reservation: await this.#reservations.create(by, request, idempotencyKey) };
  }

  @Mutation(() => ReservationPayload, {
    description: withCodes("Confirms a PENDING reservation, which is ACTIVE then. Its deadline stays.", {
      NOT_FOUND,
      INVALID_STATE: "the reservation is not PENDING, or its time has run out.",
    }),
  })
  async confirmReservation(
    @Arg("reservationId", () => ID, { description: "The reservation to confirm." }) reservationId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    const id = parseId("reservation", reservationId, "reservationId");
    return { reservation: await this.#reservations.confirm(by, id) };
  }

  @Mutation(() => ReservationPayload, {
    description: withCodes(
      "Accepts the slot that a reservation has waited for: from YOUR_TURN to ACTIVE. It then lasts for at least 30 minutes (default of the server).",
      { NOT_FOUND, INVALID_STATE: "the reservation is not YOUR_TURN, or `turnUntil` has passed." },
    ),
  })
  async acceptTurn(
    @Arg("reservationId", () => ID, { description: "The reservation whose turn it is." })
    reservationId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    const id = parseId("reservation", reservationId, "reservationId");
    return { reservation: await this.#reservations.acceptTurn(by, id) };
  }

  @Mutation(() => ReservationPayload, {
    description: withCodes("Cancels an open reservation, and gives back its slots.", {
      NOT_FOUND,
      INVALID_STATE: "the reservation has ended already.",
    }),
  })
  async cancelReservation(
    @InputArg("input", () => CancelReservationInput, { description: "The reservation, and why." })
    { reservationId, reason = null }: CancelReservationInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { reservation: await this.#reservations.cancel(by, reservationId, reason) };
  }

  @Mutation(() => ReservationPayload, {
    description: withCodes(
      "Ends a PENDING or ACTIVE reservation that has served, and gives back its slots. `startChargingSession` completes a reservation by itself.",
      { NOT_FOUND, INVALID_STATE: "the reservation is neither PENDING nor ACTIVE, or its time has run out." },
    ),
  })
  async completeReservation(
    @Arg("reservationId", () => ID, { description: "The reservation to complete." }) reservationId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    const id = parseId("reservation", reservationId, "reservationId");
    return { reservation: await this.#reservations.complete(by, id) };
  }
}
