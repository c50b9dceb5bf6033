import { ValidateNested } from "class-validator";
import { Field, InputType, ObjectType } from "type-graphql";
import { DateTime } from "../../graphql/date-time.ts";
import { IdField, maxItems, minItems } from "../../graphql/input.ts";
import { RESERVED_UNTIL, ReservationItemInput } from "../reservation-input.types.ts";

@ObjectType({
  simpleResolvers: true,
  description: "A stretch of time in which a slot of a CALENDAR station can be booked.",
})
export class AvailabilityWindow {
  @Field(() => DateTime, { description: "The earliest moment at which a window can begin." })
  startAt!: Date;

  @Field(() => DateTime, { description: "The latest moment at which a window can end." })
  endAt!: Date;
}

@InputType({ description: "Which reservation to change, and its new windows or slots." })
export class RescheduleReservationInput {
  @IdField("reservation", { description: "The reservation to change." })
  reservationId!: string;

  @Field(() => [ReservationItemInput], {
    description:
      "All slots and windows of the reservation from now on, from 1 to 50, of the same organisation as before.",
  })
  @minItems(1)
  @maxItems(50)
  @ValidateNested()
  items!: ReservationItemInput[];

  @Field(() => DateTime, {
    nullable: true,
    description: RESERVED_UNTIL,
  })
  reservedUntil?: Date | null;
}
