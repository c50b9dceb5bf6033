import { Field, ObjectType } from "type-graphql";
import { Reservation } from "../reservations/reservation.types.ts";

@ObjectType({
  simpleResolvers: true,
  description:
    "What a dashboard shows at a glance. Hidden reservations are in none of the lists. Each list has at most 100; `reservations` has them all.",
})
export class ReservationDashboard {
  @Field(() => [Reservation], { description: "ACTIVE, running out within 24 hours, soonest first." })
  urgent!: Reservation[];

  @Field(() => [Reservation], { description: "PENDING and ACTIVE beyond that." })
  current!: Reservation[];

  @Field(() => [Reservation])
  yourTurn!: Reservation[];

  @Field(() => [Reservation])
  waitlisted!: Reservation[];

  @Field(() => [Reservation], { description: "EXPIRED, MISSED and CANCELLED: those that can be hidden." })
  dismissible!: Reservation[];
}
