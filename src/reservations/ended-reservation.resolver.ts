import { Arg, Ctx, ID, Mutation, Resolver } from "type-graphql";
import type { OperationContext } from "../graphql/context.ts";
import { badInput, DomainError } from "../shared/domain-error.ts";
import { parseId } from "../shared/ids.ts";
import { say } from "../shared/message.ts";
import type { EndedReservationService } from "./ended-reservation.service.ts";
import type { ReservationView } from "./reservation.queries.ts";
import {
  ExpireReservationsPayload,
  type HideReservationFailure,
  HideReservationPayload,
  HideReservationsPayload,
  ReservationPayload,
} from "./reservation.types.ts";

const MAX_IDS = 200;

/** Mutations for reservations whose time is over. */
@Resolver()
export class EndedReservationResolver {
  readonly #ended: EndedReservationService;

  constructor({ endedReservations }: { endedReservations: EndedReservationService }) {
    this.#ended = endedReservations;
  }

  @Mutation(() => ExpireReservationsPayload, {
    description:
      "Marks every PENDING or ACTIVE reservation whose reservedUntil has passed. The server also does it by itself, on time.",
  })
  async expireReservations(@Ctx() by: OperationContext): Promise<ExpireReservationsPayload> {
    const codes = await this.#ended.expireDue(by);
    return { success: true, expiredCount: codes.length, expiredReservations: codes };
  }

  @Mutation(() => HideReservationPayload)
  async hideReservation(
    @Arg("reservationId", () => ID) reservationId: string,
    @Ctx() by: OperationContext,
  ): Promise<{ success: boolean; message: string; reservation: ReservationView }> {
    const id = parseId("reservation", reservationId, "reservationId");
    const reservation = await this.#ended.hide(by, id);
    return {
      success: true,
      message: by.translate(say`Reservation ${reservation.code} is hidden from the dashboard.`),
      reservation,
    };
  }

  @Mutation(() => HideReservationsPayload)
  async hideReservations(
    @Arg("reservationIds", () => [ID]) reservationIds: string[],
    @Ctx() by: OperationContext,
  ): Promise<{ hidden: ReservationView[]; failed: HideReservationFailure[] }> {
    if (reservationIds.length > MAX_IDS) {
      throw badInput({ path: "reservationIds", message: say`must have at most ${MAX_IDS} items` });
    }
    const hidden: ReservationView[] = [];
    const failed: HideReservationFailure[] = [];
    for (const reservationId of reservationIds) {
      // Stops when the request has timed out: the client has already been told that it took too long.
      by.signal?.throwIfAborted();
      try {
        hidden.push(await this.#ended.hide(by, parseId("reservation", reservationId, "reservationIds")));
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        failed.push({ reservationId, code: error.code, message: error.describe(by.translate).message });
      }
    }
    return { hidden, failed };
  }

  @Mutation(() => ReservationPayload)
  async restoreReservation(
    @Arg("reservationId", () => ID) reservationId: string,
    @Ctx() by: OperationContext,
  ): Promise<{ reservation: ReservationView }> {
    const id = parseId("reservation", reservationId, "reservationId");
    return { reservation: await this.#ended.restore(by, id) };
  }
}
