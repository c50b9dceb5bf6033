import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import { mayActFor } from "../access/caller.ts";
import type { Database } from "../database/database.ts";
import { After, First, toPage } from "../graphql/connection.types.ts";
import type { OperationContext } from "../graphql/context.ts";
import { withCodes } from "../graphql/descriptions.ts";
import { InputArg } from "../graphql/input.ts";
import { requireRow } from "../graphql/loaders.ts";
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

const NOT_FOUND = "there is no such session, or it is not the caller's.";
const FORBIDDEN = "a CHARGER selects `session.vehicle`.";
const INVALID_STATE = "the session is not ACTIVE.";

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
      "Lists charging sessions, the one that started last first: to drivers their own, to operators and admins all at their stations.",
  })
  chargingSessions(
    @InputArg("filter", () => ChargingSessionFilter, {
      nullable: true,
      description: "Which sessions to list; null: all.",
    })
    filter: ChargingSessionFilter | null,
    @First() first: number | null,
    @After() after: string | null,
    @Ctx() { caller }: OperationContext,
  ) {
    return listSessions(this.#db, caller, filter ?? {}, toPage(first ?? 20, after));
  }

  @Query(() => ChargingSession, {
    nullable: true,
    description: "Finds a charging session; null where there is none, or it is not the caller's.",
  })
  chargingSession(
    @Arg("id", () => ID, { description: "The session's id." }) id: string,
    @Ctx() { caller }: OperationContext,
  ): Promise<SessionView | null> {
    return this.#sessions.find(caller, parseId("session", id));
  }

  @FieldResolver(() => Slot, { description: "The slot that the vehicle charges on." })
  async slot(@Root() session: SessionView, @Ctx() { loaders }: OperationContext): Promise<SlotView> {
    return requireRow(await loaders.slot.load(session.slotId));
  }

  @FieldResolver(() => Vehicle, {
    description:
      "The vehicle that charges. FORBIDDEN to a CHARGER, who meters sessions without being told whose they are.",
  })
  async vehicle(
    @Root() session: SessionView,
    @Ctx() { caller, loaders }: OperationContext,
  ): Promise<VehicleView> {
    if (!mayActFor(caller, session)) throw vehicleForbidden();
    return requireRow(await loaders.vehicle.load(session.vehicleId));
  }

  @FieldResolver(() => Reservation, {
    nullable: true,
    description:
      "The reservation that the session was started with; null where there was none, or the caller may not see it.",
  })
  async reservation(
    @Root() session: SessionView,
    @Ctx() { caller, loaders }: OperationContext,
  ): Promise<ReservationView | null> {
    if (session.reservationId === null || !mayActFor(caller, session)) return null;
    const reservation = await loaders.reservation.load(session.reservationId);
    return reservation && mayActFor(caller, reservation) ? reservation : null;
  }

  @Mutation(() => ChargingSessionPayload, {
    description: withCodes(
      "Starts to charge a vehicle on an AVAILABLE slot, or on the slot that its reservation holds. The slot is IN_USE then.",
      {
        NOT_FOUND:
          "there is no such vehicle, slot or reservation, it is not the caller's, or the vehicle was removed.",
        FORBIDDEN:
          "an operator starts without a reservation, for a driver, at another organisation's station.",
        BAD_USER_INPUT:
          "`targetPercent` is not more than `initialPercent`; the reservation is for another slot or vehicle.",
        SLOT_BOOKED:
          "a reservation holds the slot (`extensions.reservationId` names it where it is the driver's own), or " +
          "begins to hold it too soon, in less than 10 minutes by default (`extensions.mustEndBy`).",
        SLOT_IN_USE: "another session is going on.",
        SLOT_INACTIVE: "the slot is out of service.",
        INVALID_STATE:
          "the reservation is neither ACTIVE nor YOUR_TURN; or it does not hold the slot yet (`extensions.holdFrom`), or no longer.",
        VEHICLE_ALREADY_CHARGING: "the vehicle has an ACTIVE session.",
        IDEMPOTENCY_KEY_REUSED: "the `idempotencyKey` came with another input before.",
      },
    ),
  })
  async startChargingSession(
    @InputArg("input", () => StartChargingSessionInput, { description: "The new session." })
    input: StartChargingSessionInput,
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

  @Mutation(() => ChargingSessionPayload, {
    description: withCodes(
      "Records a meter reading of an ACTIVE session. Readings may come twice or out of order: one that is older than the last is ignored, and the unchanged session is returned.",
      { NOT_FOUND, FORBIDDEN, INVALID_STATE },
    ),
  })
  async reportChargingProgress(
    @InputArg("input", () => ReportChargingProgressInput, { description: "The reading." })
    { sessionId, ...reading }: ReportChargingProgressInput,
    @Ctx() by: OperationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Payload> {
    const request = { sessionId, showsVehicle: selects(info, VEHICLE) };
    return { session: await this.#sessions.report(by, request, reading) };
  }

  @Mutation(() => ChargingSessionPayload, {
    description: withCodes(
      "Stops a charging session, and gives back its slot: to the next in line or to a window that is due, else it is AVAILABLE.",
      { NOT_FOUND, FORBIDDEN, INVALID_STATE },
    ),
  })
  async stopChargingSession(
    @InputArg("input", () => StopChargingSessionInput, { description: "The session, and its last reading." })
    input: StopChargingSessionInput,
    @Ctx() by: OperationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Payload> {
    const final = { percent: input.finalPercent, energyKwh: input.energyKwh };
    const request = { sessionId: input.sessionId, showsVehicle: selects(info, VEHICLE) };
    return { session: await this.#sessions.stop(by, request, input.outcome ?? "COMPLETED", final) };
  }
}
