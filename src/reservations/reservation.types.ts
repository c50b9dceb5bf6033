import { ValidateNested } from "class-validator";
import { Field, InputType, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../graphql/connection.types.ts";
import { DateTime } from "../graphql/date-time.ts";
import { IdField, maxItems, minItems, TextField } from "../graphql/input.ts";
import { Node } from "../graphql/node.types.ts";
import {
  type InitialReservationStatus,
  ReservationEventKind,
  ReservationStatus,
} from "./reservation.rules.ts";

const InitialReservationStatusEnum = { PENDING: "PENDING", ACTIVE: "ACTIVE" } as const;

registerEnumType(ReservationStatus, { name: "ReservationStatus" });
registerEnumType(ReservationEventKind, { name: "ReservationEventKind" });
registerEnumType(InitialReservationStatusEnum, { name: "InitialReservationStatus" });

@ObjectType({ simpleResolvers: true })
export class ReservationItem {
  @Field(() => DateTime, { nullable: true })
  startAt!: Date | null;

  @Field(() => DateTime, { nullable: true })
  endAt!: Date | null;

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

  @Field(() => String, { nullable: true })
  cancellationReason!: string | null;

  @Field(() => String, { nullable: true })
  notes!: string | null;

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

  @Field(() => DateTime, { nullable: true })
  createdAfter?: Date | null;

  @Field(() => DateTime, { nullable: true })
  createdBefore?: Date | null;

  @Field(() => DateTime, { nullable: true })
  reservedUntilBefore?: Date | null;
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

  @TextField({ max: 2000, nullable: true })
  notes?: string | null;
}

@InputType()
export class CancelReservationInput {
  @IdField("reservation")
  reservationId!: string;

  @TextField({ max: 2000, nullable: true })
  reason?: string | null;
}
