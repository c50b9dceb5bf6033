import { Field, ID, Int, ObjectType } from "type-graphql";
import { ErrorCodeEnum } from "../graphql/error-code.types.ts";
import type { ErrorCode } from "../shared/error-codes.ts";
import { Reservation } from "./reservation.types.ts";

@ObjectType({ simpleResolvers: true, description: "What `expireReservations` has done." })
export class ExpireReservationsPayload {
  @Field(() => Boolean, { description: "Always true: a failure is an error." })
  success!: boolean;

  @Field(() => Int, { description: "How many reservations have expired by this call." })
  expiredCount!: number;

  @Field(() => [String], {
    description: "The codes (`RS000001`) of the reservations that have expired by this call.",
  })
  expiredReservations!: string[];
}

@ObjectType({ simpleResolvers: true, description: "What `hideReservation` has done." })
export class HideReservationPayload {
  @Field(() => Boolean, { description: "Always true: a failure is an error." })
  success!: boolean;

  @Field(() => String, { description: "A sentence for people, in the caller's language." })
  message!: string;

  @Field(() => Reservation, { description: "The reservation, which is hidden now." })
  reservation!: Reservation;
}

@ObjectType({ simpleResolvers: true, description: "Why one reservation was not hidden." })
export class HideReservationFailure {
  @Field(() => ID, { description: "The id as it was sent." })
  reservationId!: string;

  @Field(() => ErrorCodeEnum, { description: "The code that `hideReservation` would have answered." })
  code!: ErrorCode;

  @Field(() => String, { description: "A sentence for people, in the caller's language." })
  message!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "What `hideReservations` has done: each id is in one of the two lists, in the order in which they were sent.",
})
export class HideReservationsPayload {
  @Field(() => [Reservation], { description: "The reservations that are hidden now." })
  hidden!: Reservation[];

  @Field(() => [HideReservationFailure], {
    description: "What could not be hidden. It has not stopped the others.",
  })
  failed!: HideReservationFailure[];
}
