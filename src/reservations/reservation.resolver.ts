import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { UserView } from "../access/users/user.queries.ts";
import { User } from "../access/users/user.types.ts";
import type { Database } from "../database/database.ts";
import { After, First, toPage } from "../graphql/connection.types.ts";
import type { OperationContext } from "../graphql/context.ts";
import { InputArg } from "../graphql/input.ts";
import { present } from "../graphql/loaders.ts";
import { parseId } from "../shared/ids.ts";
import type { VehicleView } from "../vehicles/vehicle.queries.ts";
import { Vehicle } from "../vehicles/vehicle.types.ts";
import type { HistoryEntryView, ItemView, ReservationView } from "./reservation.queries.ts";
import { ReservationKind, reservationKind, withoutMarker } from "./reservation.rules.ts";
import type { ReservationService } from "./reservation.service.ts";
import {
  CancelReservationInput,
  CreateReservationInput,
  Reservation,
  ReservationConnection,
  ReservationFilter,
  ReservationHistoryEntry,
  ReservationItem,
  ReservationPayload,
} from "./reservation.types.ts";
import { listReservations } from "./reservation-list.queries.ts";
import { ReservationOrder } from "./reservation-order.ts";
import { shownReason } from "./system-reasons.ts";

interface Payload {
  readonly reservation: ReservationView;
}

@Resolver(() => Reservation)
export class ReservationResolver {
  readonly #db: Database;
  readonly #reservations: ReservationService;

  constructor({ db, reservations }: { db: Database; reservations: ReservationService }) {
    this.#db = db;
    this.#reservations = reservations;
  }

  @Query(() => ReservationConnection, {
    description: "Drivers see their own; operators and admins all that are at their stations.",
  })
  reservations(
    @InputArg("filter", () => ReservationFilter, { nullable: true }) filter: ReservationFilter | null,
    @Arg("orderBy", () => ReservationOrder, { nullable: true, defaultValue: "NEWEST" })
    orderBy: ReservationOrder | null,
    @First() first: number | null,
    @After() after: string | null,
    @Ctx() { caller }: OperationContext,
  ) {
    const page = toPage(first ?? 20, after);
    return listReservations(this.#db, caller, filter ?? {}, orderBy ?? "NEWEST", page);
  }

  @Query(() => Reservation, { nullable: true })
  reservation(
    @Arg("id", () => ID) id: string,
    @Ctx() { caller }: OperationContext,
  ): Promise<ReservationView | null> {
    return this.#reservations.find(caller, parseId("reservation", id));
  }

  @Query(() => Reservation, { nullable: true })
  reservationByCode(
    @Arg("code", () => String) code: string,
    @Ctx() { caller }: OperationContext,
  ): Promise<ReservationView | null> {
    return this.#reservations.findByCode(caller, code);
  }

  @FieldResolver(() => ReservationKind)
  async kind(
    @Root() reservation: ReservationView,
    @Ctx() { loaders }: OperationContext,
  ): Promise<ReservationKind> {
    return reservationKind(
      reservation.firstAnswer?.items ?? (await loaders.itemsOfReservation.load(reservation.id)),
    );
  }

  @FieldResolver(() => Vehicle)
  async vehicle(
    @Root() reservation: ReservationView,
    @Ctx() { loaders }: OperationContext,
  ): Promise<VehicleView> {
    return present(await loaders.vehicle.load(reservation.vehicleId));
  }

  @FieldResolver(() => User)
  async owner(@Root() reservation: ReservationView, @Ctx() { loaders }: OperationContext): Promise<UserView> {
    return present(await loaders.user.load(reservation.ownerId));
  }

  @FieldResolver(() => [ReservationItem])
  async items(
    @Root() reservation: ReservationView,
    @Ctx() { loaders }: OperationContext,
  ): Promise<readonly ItemView[]> {
    return reservation.firstAnswer?.items ?? loaders.itemsOfReservation.load(reservation.id);
  }

  @FieldResolver(() => String, { nullable: true })
  cancellationReason(
    @Root() reservation: ReservationView,
    @Ctx() { translate }: OperationContext,
  ): string | null {
    return shownReason(reservation.cancellationReason, translate);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: "Set while WAITLISTED: 1 is next. It moves up without an event: ask again for it.",
  })
  async waitlistPosition(
    @Root() { id, status, firstAnswer }: ReservationView,
    @Ctx() { loaders }: OperationContext,
  ): Promise<number | null> {
    if (status !== "WAITLISTED") return null;
    return firstAnswer?.waitlistPosition ?? (await loaders.waitlistPosition.load(id))?.position ?? null;
  }

  @FieldResolver(() => [ReservationHistoryEntry], { description: "Every change of status, oldest first." })
  async history(
    @Root() reservation: ReservationView,
    @Ctx() { loaders, translate }: OperationContext,
  ): Promise<HistoryEntryView[]> {
    const entries =
      reservation.firstAnswer?.history ?? (await loaders.historyOfReservation.load(reservation.id));
    return entries.map((entry) => ({ ...entry, reason: shownReason(entry.reason, translate) }));
  }

  @Mutation(() => ReservationPayload)
  async createReservation(
    @InputArg("input", () => CreateReservationInput) input: CreateReservationInput,
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

  @Mutation(() => ReservationPayload, { description: "PENDING to ACTIVE." })
  async confirmReservation(
    @Arg("reservationId", () => ID) reservationId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    const id = parseId("reservation", reservationId, "reservationId");
    return { reservation: await this.#reservations.confirm(by, id) };
  }

  @Mutation(() => ReservationPayload, { description: "YOUR_TURN to ACTIVE." })
  async acceptTurn(
    @Arg("reservationId", () => ID) reservationId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    const id = parseId("reservation", reservationId, "reservationId");
    return { reservation: await this.#reservations.acceptTurn(by, id) };
  }

  @Mutation(() => ReservationPayload)
  async cancelReservation(
    @InputArg("input", () => CancelReservationInput) { reservationId, reason = null }: CancelReservationInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { reservation: await this.#reservations.cancel(by, reservationId, reason) };
  }

  @Mutation(() => ReservationPayload)
  async completeReservation(
    @Arg("reservationId", () => ID) reservationId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    const id = parseId("reservation", reservationId, "reservationId");
    return { reservation: await this.#reservations.complete(by, id) };
  }
}
