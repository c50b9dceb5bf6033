import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import { mayActFor } from "../access/caller.ts";
import type { Database } from "../database/database.ts";
import { After, First, toPage } from "../graphql/connection.types.ts";
import type { OperationContext } from "../graphql/context.ts";
import { InputArg } from "../graphql/input.ts";
import { present } from "../graphql/loaders.ts";
import { selects } from "../graphql/selection.ts";
import type { ReservationView } from "../reservations/reservation.queries.ts";
import { Reservation } from "../reservations/reservation.types.ts";
import { parseId } from "../shared/ids.ts";
import type { SlotView } from "../slots/slot.queries.ts";
import { Slot } from "../slots/slot.types.ts";
import type { VehicleView } from "../vehicles/vehicle.queries.ts";
import { Vehicle } from "../vehicles/vehicle.types.ts";
import { listSessions, type SessionView } from "./session.queries.ts";
import { type SessionService, vehicleForbidden } from "./session.service.ts";
import {
  ChargingSession,
  ChargingSessionConnection,
  ChargingSessionFilter,
  ChargingSessionPayload,
  ReportChargingProgressInput,
  StartChargingSessionInput,
  StopChargingSessionInput,
} from "./session.types.ts";
import type { SessionStartService } from "./session-start.service.ts";

/** The path to the vehicle in the payload of a session's mutations. */
const VEHICLE = ["session", "vehicle"];

interface Payload {
  readonly session: SessionView;
}

@Resolver(() => ChargingSession)
export class SessionResolver {
  readonly #db: Database;
  readonly #sessions: SessionService;
  readonly #sessionStarts: SessionStartService;

  constructor(services: { db: Database; sessions: SessionService; sessionStarts: SessionStartService }) {
    this.#db = services.db;
    this.#sessions = services.sessions;
    this.#sessionStarts = services.sessionStarts;
  }

  @Query(() => ChargingSessionConnection, {
    description:
      "Drivers see their own; operators and admins all that are at their stations. Those that started last first.",
  })
  chargingSessions(
    @InputArg("filter", () => ChargingSessionFilter, { nullable: true }) filter: ChargingSessionFilter | null,
    @First() first: number | null,
    @After() after: string | null,
    @Ctx() { caller }: OperationContext,
  ) {
    return listSessions(this.#db, caller, filter ?? {}, toPage(first ?? 20, after));
  }

  @Query(() => ChargingSession, { nullable: true })
  chargingSession(
    @Arg("id", () => ID) id: string,
    @Ctx() { caller }: OperationContext,
  ): Promise<SessionView | null> {
    return this.#sessions.find(caller, parseId("session", id));
  }

  @FieldResolver(() => Slot)
  async slot(@Root() session: SessionView, @Ctx() { loaders }: OperationContext): Promise<SlotView> {
    return present(await loaders.slot.load(session.slotId));
  }

  @FieldResolver(() => Vehicle, {
    description: "FORBIDDEN to a CHARGER: it meters the session, whoever's it is.",
  })
  async vehicle(
    @Root() session: SessionView,
    @Ctx() { caller, loaders }: OperationContext,
  ): Promise<VehicleView> {
    if (!mayActFor(caller, session)) throw vehicleForbidden();
    return present(await loaders.vehicle.load(session.vehicleId));
  }

  @FieldResolver(() => Reservation, { nullable: true })
  async reservation(
    @Root() session: SessionView,
    @Ctx() { caller, loaders }: OperationContext,
  ): Promise<ReservationView | null> {
    if (session.reservationId === null || !mayActFor(caller, session)) return null;
    const reservation = await loaders.reservation.load(session.reservationId);
    return reservation && mayActFor(caller, reservation) ? reservation : null;
  }

  @Mutation(() => ChargingSessionPayload)
  async startChargingSession(
    @InputArg("input", () => StartChargingSessionInput) input: StartChargingSessionInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    const {
      slotId,
      vehicleId,
      initialPercent,
      targetPercent,
      reservationId = null,
      idempotencyKey = null,
    } = input;
    const request = { slotId, vehicleId, initialPercent, targetPercent, reservationId };
    return { session: await this.#sessionStarts.start(by, request, idempotencyKey) };
  }

  @Mutation(() => ChargingSessionPayload)
  async reportChargingProgress(
    @InputArg("input", () => ReportChargingProgressInput) {
      sessionId,
      ...reading
    }: ReportChargingProgressInput,
    @Ctx() by: OperationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Payload> {
    const request = { sessionId, showsVehicle: selects(info, VEHICLE) };
    return { session: await this.#sessions.report(by, request, reading) };
  }

  @Mutation(() => ChargingSessionPayload)
  async stopChargingSession(
    @InputArg("input", () => StopChargingSessionInput) input: StopChargingSessionInput,
    @Ctx() by: OperationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Payload> {
    const final = { percent: input.finalPercent, energyKwh: input.energyKwh };
    const request = { sessionId: input.sessionId, showsVehicle: selects(info, VEHICLE) };
    return { session: await this.#sessions.stop(by, request, input.outcome ?? "COMPLETED", final) };
  }
}
