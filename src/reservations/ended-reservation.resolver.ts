import { Arg, Ctx, ID, Mutation, Resolver } from "type-graphql";
import type { OperationContext } from "../graphql/context.ts";
import { withCodes } from "../graphql/descriptions.ts";
import { badInput, DomainError } from "../shared/domain-error.ts";
import { parseId } from "../shared/ids.ts";
import { say } from "../shared/message.ts";
import type { EndedReservationService } from "./ended-reservation.service.ts";
import {
  ExpireReservationsPayload,
  type HideReservationFailure,
  HideReservationPayload,
  HideReservationsPayload,
} from "./ended-reservation.types.ts";
import type { ReservationView } from "./reservation.queries.ts";
import { ReservationPayload } from "./reservation.types.ts";

const MAX_IDS = 200;

const NOT_FOUND = "there is no such reservation, or it is not the caller's.";

/** Mutations for reservations whose time is over. */
@Resolver()
export class EndedReservationResolver {
  readonly #ended: EndedReservationService;

  constructor({ endedReservations }: { endedReservations: EndedReservationService }) {
    this.#ended = endedReservations;
  }

  @Mutation(() => ExpireReservationsPayload, {
    description:
      "Expires every PENDING or ACTIVE reservation at the caller's stations whose `reservedUntil` has passed. The server also does this by itself, on time.",
  })
  async expireReservations(@Ctx() by: OperationContext): Promise<ExpireReservationsPayload> {
    const codes = await this.#ended.expireDue(by);
    return { success: true, expiredCount: codes.length, expiredReservations: codes };
  }

  @Mutation(() => HideReservationPayload, {
    description: withCodes(
      "Hides a reservation that came to nothing from dashboards, and gives back slots that it still keeps BOOKED. Its status stays.",
      {
        NOT_FOUND,
        INVALID_STATE: "the reservation is not EXPIRED, MISSED or CANCELLED, or it is hidden already.",
      },
    ),
  })
  async hideReservation(
    @Arg("reservationId", () => ID, { description: "The reservation to hide." }) reservationId: string,
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

  @Mutation(() => HideReservationsPayload, {
    description: withCodes("Hides many reservations, one after the other, each as `hideReservation` does.", {
      BAD_USER_INPUT: `there are more than ${MAX_IDS} ids.`,
    }),
  })
  async hideReservations(
    @Arg("reservationIds", () => [ID], { description: `The reservations to hide, at most ${MAX_IDS}.` })
    reservationIds: string[],
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

  @Mutation(() => ReservationPayload, {
    description: withCodes(
      "Shows a hidden reservation on dashboards again. Its status stays, and slots that were given back stay free.",
      { NOT_FOUND, INVALID_STATE: "the reservation is not hidden." },
    ),
  })
  async restoreReservation(
    @Arg("reservationId", () => ID, { description: "The reservation to show again." }) reservationId: string,
    @Ctx() by: OperationContext,
  ): Promise<{ reservation: ReservationView }> {
    const id = parseId("reservation", reservationId, "reservationId");
    return { reservation: await this.#ended.restore(by, id) };
  }
}
