import { ValidateNested } from "class-validator";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../graphql/connection.types.ts";
import { DateTime } from "../graphql/date-time.ts";
import { IdField, maxItems, minItems, TextField } from "../graphql/input.ts";
import { Node } from "../graphql/node.types.ts";
import { type ErrorCode, errorCodes } from "../shared/error-codes.ts";
import {
  type InitialReservationStatus,
  ReservationEventKind,
  ReservationStatus,
} from "./reservation.rules.ts";
import { ReservationOrder } from "./reservation-order.ts";

const InitialReservationStatusEnum = { PENDING: "PENDING", ACTIVE: "ACTIVE" } as const;

const ErrorCodeEnum = Object.fromEntries(errorCodes.map((code) => [code, code]));

registerEnumType(ErrorCodeEnum, {
  name: "ErrorCode",
  description: "Every `extensions.code` that this API raises, so that clients can generate it.",
});
registerEnumType(ReservationStatus, { name: "ReservationStatus" });
registerEnumType(ReservationEventKind, { name: "ReservationEventKind" });
registerEnumType(ReservationOrder, {
  name: "ReservationOrder",
  description:
    "NEWEST: created last first. WINDOW: by the start of their earliest window, soonest first, and only those that have a window.",
});
registerEnumType(InitialReservationStatusEnum, { name: "InitialReservationStatus" });

@ObjectType({ simpleResolvers: true })
export class ReservationItem {
  @Field(() => DateTime, { nullable: true })
  startAt!: Date | null;

  @Field(() => DateTime, { nullable: true })
  endAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "From when the slot is to be held for this window: shortly before startAt, or once whoever has it before that leaves it. Null without a window.",
  })
  holdFrom!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "Since when it has held its slot, or the one that it was moved from; null while it waits, in line or for its window.",
  })
  heldAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the slot was given back; null while this item still holds it (or waits for it).",
  })
  releasedAt!: Date | null;
}

@ObjectType({ simpleResolvers: true })
export class ReservationHistoryEntry {
  @Field(() => ReservationStatus)
  status!: ReservationStatus;

  @Field(() => ReservationEventKind)
  event!: ReservationEventKind;

  @Field(() => DateTime)
  at!: Date;

  @Field(() => String, { nullable: true })
  reason!: string | null;
}

@ObjectType({ implements: Node, simpleResolvers: true })
export class Reservation extends Node {
  @Field(() => String, { description: "RS000001, RS000002, … in order of creation, without gaps." })
  code!: string;

  @Field(() => ReservationStatus)
  status!: ReservationStatus;

  @Field(() => DateTime)
  reservedUntil!: Date;

  @Field(() => DateTime, { nullable: true, description: "Set while YOUR_TURN: accept before then." })
  turnUntil!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "Ends with the marker [HIDDEN_FROM_DASHBOARD] while the reservation is hidden.",
  })
  notes!: string | null;

  @Field(() => DateTime, { nullable: true })
  hiddenAt!: Date | null;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime)
  updatedAt!: Date;
}

export const ReservationConnection = connectionOf("Reservation", () => Reservation);

@ObjectType({ simpleResolvers: true })
export class ReservationPayload {
  @Field(() => Reservation)
  reservation!: Reservation;
}

@ObjectType({ simpleResolvers: true })
export class ExpireReservationsPayload {
  @Field(() => Boolean)
  success!: boolean;

  @Field(() => Int)
  expiredCount!: number;

  @Field(() => [String], { description: "Their codes." })
  expiredReservations!: string[];
}

@ObjectType({ simpleResolvers: true })
export class HideReservationPayload {
  @Field(() => Boolean)
  success!: boolean;

  @Field(() => String)
  message!: string;

  @Field(() => Reservation)
  reservation!: Reservation;
}

@ObjectType({ simpleResolvers: true })
export class HideReservationFailure {
  @Field(() => ID)
  reservationId!: string;

  @Field(() => ErrorCodeEnum)
  code!: ErrorCode;

  @Field(() => String)
  message!: string;
}

@ObjectType({ simpleResolvers: true, description: "One bad id does not stop the others." })
export class HideReservationsPayload {
  @Field(() => [Reservation])
  hidden!: Reservation[];

  @Field(() => [HideReservationFailure])
  failed!: HideReservationFailure[];
}

@ObjectType({ simpleResolvers: true })
export class ReservationEvent {
  @Field(() => ReservationEventKind)
  kind!: ReservationEventKind;

  @Field(() => DateTime)
  occurredAt!: Date;

  @Field(() => String, { description: "The event's place in the feed." })
  cursor!: string;
}

@InputType()
export class ReservationFilter {
  @Field(() => [ReservationStatus], { nullable: true })
  statuses?: ReservationStatus[] | null;

  @IdField("slot", { nullable: true })
  slotId?: string | null;

  @IdField("station", { nullable: true })
  stationId?: string | null;

  @IdField("vehicle", { nullable: true })
  vehicleId?: string | null;

  @IdField("user", { nullable: true })
  ownerId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Null: hidden and visible ones alike (the history).",
  })
  hidden?: boolean | null;

  @Field(() => DateTime, { nullable: true })
  createdAfter?: Date | null;

  @Field(() => DateTime, { nullable: true })
  createdBefore?: Date | null;

  @Field(() => DateTime, { nullable: true })
  reservedUntilBefore?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "By the start of its earliest window, as windowBefore; both need `orderBy: WINDOW`.",
  })
  windowAfter?: Date | null;

  @Field(() => DateTime, { nullable: true })
  windowBefore?: Date | null;
}

@InputType()
export class ReservationItemInput {
  @IdField("slot")
  slotId!: string;

  @Field(() => DateTime, { nullable: true })
  startAt?: Date | null;

  @Field(() => DateTime, { nullable: true })
  endAt?: Date | null;
}

@InputType()
export class CreateReservationInput {
  @IdField("vehicle")
  vehicleId!: string;

  @Field(() => [ReservationItemInput])
  @minItems(1)
  @maxItems(50)
  @ValidateNested()
  items!: ReservationItemInput[];

  @Field(() => InitialReservationStatusEnum, { nullable: true, defaultValue: "ACTIVE" })
  status?: InitialReservationStatus | null;

  @Field(() => DateTime, { nullable: true })
  reservedUntil?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Where the (single) slot is BOOKED or IN_USE: wait for it instead of failing.",
  })
  joinWaitlist?: boolean | null;

  @TextField({ max: 2000, nullable: true })
  notes?: string | null;

  @TextField({ max: 200, nullable: true })
  idempotencyKey?: string | null;
}

@InputType()
export class CancelReservationInput {
  @IdField("reservation")
  reservationId!: string;

  @TextField({ max: 2000, nullable: true })
  reason?: string | null;
}
