import { ValidateNested } from "class-validator";
import { Field, InputType, ObjectType } from "type-graphql";
import { DateTime } from "../../graphql/date-time.ts";
import { IdField, maxItems, minItems } from "../../graphql/input.ts";
import { ReservationItemInput } from "../reservation.types.ts";

@ObjectType({ simpleResolvers: true, description: "A stretch of time in which a slot can be booked." })
export class AvailabilityWindow {
  @Field(() => DateTime)
  startAt!: Date;

  @Field(() => DateTime)
  endAt!: Date;
}

@InputType()
export class RescheduleReservationInput {
  @IdField("reservation")
  reservationId!: string;

  @Field(() => [ReservationItemInput], { description: "They take the place of all that it has." })
  @minItems(1)
  @maxItems(50)
  @ValidateNested()
  items!: ReservationItemInput[];

  @Field(() => DateTime, {
    nullable: true,
    description: "Where it is not given, it follows from the new windows, as for a new reservation.",
  })
  reservedUntil?: Date | null;
}
