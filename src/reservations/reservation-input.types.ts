import { ValidateNested } from "class-validator";
import { Field, InputType } from "type-graphql";
import { DateTime } from "../graphql/date-time.ts";
import { ALL_MUST_HOLD, IDEMPOTENCY_KEY } from "../graphql/descriptions.ts";
import { IdField, maxItems, minItems, TextField } from "../graphql/input.ts";
import { type InitialReservationStatus, ReservationStatus } from "./reservation.rules.ts";
import { InitialReservationStatusEnum } from "./reservation-enums.types.ts";

const NEEDS_NEWEST = "BAD_USER_INPUT with `orderBy: WINDOW`.";
const NEEDS_WINDOW = "BAD_USER_INPUT without `orderBy: WINDOW`.";

@InputType({ description: `Which reservations a list has. ${ALL_MUST_HOLD}` })
export class ReservationFilter {
  @Field(() => [ReservationStatus], {
    nullable: true,
    description: "Only reservations in one of these statuses.",
  })
  statuses?: ReservationStatus[] | null;

  @IdField("slot", {
    nullable: true,
    description: "Only reservations with this slot, also where they have given it back.",
  })
  slotId?: string | null;

  @IdField("station", {
    nullable: true,
    description: "Only reservations with a slot of this station, also where they have given it back.",
  })
  stationId?: string | null;

  @IdField("vehicle", { nullable: true, description: "Only reservations for this vehicle." })
  vehicleId?: string | null;

  @IdField("user", { nullable: true, description: "Only reservations of this driver." })
  ownerId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "True: only hidden reservations. False: only those that are not hidden. Null: both, as for a history.",
  })
  hidden?: boolean | null;

  @Field(() => DateTime, {
    nullable: true,
    description: `Only reservations that were created later than this. ${NEEDS_NEWEST}`,
  })
  createdAfter?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: `Only reservations that were created earlier than this. ${NEEDS_NEWEST}`,
  })
  createdBefore?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: `Only reservations whose \`reservedUntil\` is earlier than this. ${NEEDS_NEWEST}`,
  })
  reservedUntilBefore?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: `Only reservations whose earliest window begins later than this. ${NEEDS_WINDOW}`,
  })
  windowAfter?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: `Only reservations whose earliest window begins earlier than this. ${NEEDS_WINDOW}`,
  })
  windowBefore?: Date | null;
}

@InputType({ description: "One slot to reserve, and its window of time." })
export class ReservationItemInput {
  @IdField("slot", { description: "The slot to reserve. Each slot can be in one item only." })
  slotId!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When the window begins; it may have begun already. Required at a CALENDAR station. At an IMMEDIATE one the slot is held at once, whatever the window.",
  })
  startAt?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When the window ends: after `startAt`, in the future, and before the year 9999. Given together " +
      "with `startAt`, or not at all. The server may limit how far ahead drivers book.",
  })
  endAt?: Date | null;
}

export const RESERVED_UNTIL =
  "When the reservation expires, in the future and before the year 9999. Null: 30 minutes after the end of the last window, " +
  "or without windows 30 minutes from now (defaults of the server). An earlier deadline cuts windows short. The server may limit " +
  "how long drivers hold a slot.";

@InputType({ description: "A new reservation." })
export class CreateReservationInput {
  @IdField("vehicle", {
    description: "The vehicle to charge. Its owner owns the reservation. Drivers name one of their own.",
  })
  vehicleId!: string;

  @Field(() => [ReservationItemInput], {
    description:
      "The slots to reserve, from 1 to 50, of one organisation. All of them are reserved, or none.",
  })
  @minItems(1)
  @maxItems(50)
  @ValidateNested()
  items!: ReservationItemInput[];

  @Field(() => InitialReservationStatusEnum, {
    nullable: true,
    defaultValue: "ACTIVE",
    description: "In which status the reservation begins, unless it waits in line. Null: ACTIVE.",
  })
  status?: InitialReservationStatus | null;

  @Field(() => DateTime, { nullable: true, description: RESERVED_UNTIL })
  reservedUntil?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "Whether to wait in line (WAITLISTED) where the slot is BOOKED or IN_USE, rather than fail. It needs exactly one item, at an IMMEDIATE station.",
  })
  joinWaitlist?: boolean | null;

  @TextField({ max: 2000, nullable: true, description: "A text of the driver's or operator's own." })
  notes?: string | null;

  @TextField({ max: 200, nullable: true, description: IDEMPOTENCY_KEY })
  idempotencyKey?: string | null;
}

@InputType({ description: "Which reservation to cancel, and why." })
export class CancelReservationInput {
  @IdField("reservation", { description: "The reservation to cancel." })
  reservationId!: string;

  @TextField({ max: 2000, nullable: true, description: "Why; it becomes the `cancellationReason`." })
  reason?: string | null;
}
