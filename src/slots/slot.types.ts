import { Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../graphql/connection.types.ts";
import { DateTime } from "../graphql/date-time.ts";
import { IdField, IdListField, NotNull, NumberField, TextField } from "../graphql/input.ts";
import { Node } from "../graphql/node.types.ts";
import { ReservationKind } from "../reservations/reservation.rules.ts";
import { SlotStatus, SlotStatusCause } from "./slot.rules.ts";

export const SlotEventKind = { SNAPSHOT: "SNAPSHOT", CHANGE: "CHANGE" } as const;
export type SlotEventKind = (typeof SlotEventKind)[keyof typeof SlotEventKind];

registerEnumType(SlotStatus, { name: "SlotStatus" });
registerEnumType(SlotStatusCause, { name: "SlotStatusCause" });
registerEnumType(SlotEventKind, { name: "SlotEventKind" });
registerEnumType(ReservationKind, {
  name: "ReservationKind",
  description: "HOLD: it has a deadline only. BOOKING: its items have windows of time.",
});

@ObjectType({ simpleResolvers: true })
export class SlotHold {
  @Field(() => ReservationKind)
  kind!: ReservationKind;

  @Field(() => DateTime)
  until!: Date;

  @Field(() => Boolean, { description: "Its time has passed, but it has not been hidden yet (KEEP_BOOKED)." })
  lapsed!: boolean;
}

@ObjectType({ implements: Node, simpleResolvers: true })
export class Slot extends Node {
  @Field(() => String)
  label!: string;

  @Field(() => SlotStatus)
  status!: SlotStatus;

  @Field(() => Int, { description: "Grows by one with every change of status, without gaps." })
  version!: number;

  @Field(() => String, { nullable: true })
  connectorType!: string | null;

  @Field(() => Float, { nullable: true })
  powerKw!: number | null;
}

@ObjectType({ simpleResolvers: true })
export class SlotStatusEvent {
  @Field(() => String, { description: "The event's place in the feed." })
  cursor!: string;

  @Field(() => SlotEventKind)
  kind!: SlotEventKind;

  @Field(() => Slot, { description: "The slot as it was when this happened." })
  slot!: Slot;

  @Field(() => SlotStatus)
  status!: SlotStatus;

  @Field(() => SlotStatus, { nullable: true })
  previousStatus!: SlotStatus | null;

  @Field(() => Int)
  version!: number;

  @Field(() => Boolean, {
    description: "Versions between this and the one before were left out, because the reader was too slow.",
  })
  conflated!: boolean;

  @Field(() => SlotStatusCause, { nullable: true, description: "Null on a SNAPSHOT." })
  cause!: SlotStatusCause | null;

  @Field(() => DateTime)
  occurredAt!: Date;
}

export const SlotConnection = connectionOf("Slot", () => Slot);
export const SlotEventConnection = connectionOf("SlotEvent", () => SlotStatusEvent);

@ObjectType({ simpleResolvers: true })
export class SlotPayload {
  @Field(() => Slot)
  slot!: Slot;
}

@InputType({ description: "All that is given must hold; nothing given means every slot." })
export class SlotFilter {
  @IdListField("slot", { max: 1000 })
  slotIds?: string[] | null;

  @IdField("port", { nullable: true })
  portId?: string | null;

  @IdField("station", { nullable: true })
  stationId?: string | null;

  @Field(() => [SlotStatus], { nullable: true })
  statuses?: SlotStatus[] | null;

  @TextField({ max: 200, nullable: true })
  connectorType?: string | null;
}

@InputType()
export class CreateSlotInput {
  @IdField("port")
  portId!: string;

  @TextField({ max: 200 })
  label!: string;

  @TextField({ max: 200, nullable: true })
  connectorType?: string | null;

  @NumberField({ min: 0, aboveMin: true, max: 10_000, nullable: true })
  powerKw?: number | null;
}

@InputType({ description: "What is not given stays as it is." })
export class UpdateSlotInput {
  @IdField("slot")
  slotId!: string;

  @TextField({ max: 200, nullable: true })
  @NotNull()
  label?: string;

  @TextField({ max: 200, nullable: true })
  connectorType?: string | null;

  @NumberField({ min: 0, aboveMin: true, max: 10_000, nullable: true })
  powerKw?: number | null;
}

@InputType()
export class DeactivateSlotInput {
  @IdField("slot")
  slotId!: string;

  @TextField({ max: 2000, nullable: true })
  reason?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "Cancel the reservations that hold it, wait for it or have it booked; otherwise they make this fail.",
  })
  cancelReservations?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "Move the reservations that hold it, wait for it or have it booked to equivalent free slots of the station (the same connector, at least the power); where one cannot be moved, nothing is changed.",
  })
  moveReservations?: boolean | null;
}
