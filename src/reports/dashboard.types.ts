import { Field, ObjectType } from "type-graphql";
import { Reservation } from "../reservations/reservation.types.ts";

@ObjectType({
  simpleResolvers: true,
  description:
    "What a dashboard shows at a glance. Each list has at most 100 reservations; the query `reservations` has them all. Hidden " +
    "reservations are in none of the lists, nor is one whose time has just run out, until the server has made it EXPIRED or MISSED.",
})
export class ReservationDashboard {
  @Field(() => [Reservation], {
    description: "ACTIVE reservations whose `reservedUntil` is within 24 hours, the soonest first.",
  })
  urgent!: Reservation[];

  @Field(() => [Reservation], {
    description:
      "All PENDING reservations, and ACTIVE ones that are not urgent, by the start of their earliest window, or by `reservedUntil` without windows; the soonest first.",
  })
  current!: Reservation[];

  @Field(() => [Reservation], { description: "YOUR_TURN reservations by `turnUntil`, the soonest first." })
  yourTurn!: Reservation[];

  @Field(() => [Reservation], { description: "WAITLISTED reservations in the order of their creation." })
  waitlisted!: Reservation[];

  @Field(() => [Reservation], {
    description:
      "EXPIRED, MISSED and CANCELLED reservations, which can be hidden; the one that was created last comes first.",
  })
  dismissible!: Reservation[];
}
