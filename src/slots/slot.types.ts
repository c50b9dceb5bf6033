import { Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf, payloadOf } from "../graphql/connection.types.ts";
import { DateTime } from "../graphql/date-time.ts";
import { ALL_MUST_HOLD, PARTIAL_UPDATE } from "../graphql/descriptions.ts";
import { IdField, IdListField, NotNull, NumberField, TextField } from "../graphql/input.ts";
import { Node } from "../graphql/node.types.ts";
import { ReservationKind } from "../reservations/reservation.rules.ts";
import { SlotStatus } from "./slot.rules.ts";

registerEnumType(SlotStatus, {
  name: "SlotStatus",
  description:
    "What can be done with a slot now. It follows from who claims the slot, and is never set by hand.",
  valuesConfig: {
    AVAILABLE: {
      description:
        "The slot is free: nobody holds it or charges on it. CALENDAR: windows to come may be booked.",
    },
    BOOKED: { description: "A reservation holds the slot; only with that can charging start." },
    IN_USE: { description: "A charging session is going on." },
    INACTIVE: { description: "The slot is out of service: it cannot be reserved or charged on." },
  },
});
registerEnumType(ReservationKind, {
  name: "ReservationKind",
  description: "Whether a reservation has windows of time.",
  valuesConfig: {
    HOLD: { description: "It has no window, only a deadline." },
    BOOKING: { description: "It has a window of time, from `startAt` to `endAt`." },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    "Why a slot is BOOKED, without whose reservation it is. It can change without an event of the slot.",
})
export class SlotHold {
  @Field(() => ReservationKind, { description: "Whether the slot is held for a window of time." })
  kind!: ReservationKind;

  @Field(() => DateTime, {
    description: "The deadline of the reservation: its `reservedUntil`, or its `turnUntil` while YOUR_TURN.",
  })
  until!: Date;

  @Field(() => Boolean, {
    description:
      "Whether `until` has passed. By KEEP_BOOKED the slot stays BOOKED until the EXPIRED reservation is hidden. An event always says false.",
  })
  lapsed!: boolean;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A place of a port where one vehicle charges at a time. Everybody may read it.",
})
export class Slot extends Node {
  @Field(() => String, { description: "The name of the slot within its port." })
  label!: string;

  @Field(() => SlotStatus, { description: "What can be done with the slot now." })
  status!: SlotStatus;

  @Field(() => Int, {
    description:
      "A count that begins with 1 and grows by one, without gaps, with every change of status and with the slot's removal.",
  })
  version!: number;

  @Field(() => String, {
    nullable: true,
    description:
      "The type of the connector in the operator's own words, such as `CCS2`; null where it is not given.",
  })
  connectorType!: string | null;

  @Field(() => Float, { nullable: true, description: "The power in kW; null where it is not given." })
  powerKw!: number | null;
}

export const SlotConnection = connectionOf("Slot", () => Slot);
export const SlotPayload = payloadOf("slot", () => Slot);

const MAX_SLOT_IDS = 1000;

@InputType({ description: `Which slots are in scope. ${ALL_MUST_HOLD} Removed slots are in no list.` })
export class SlotFilter {
  @IdListField("slot", { max: MAX_SLOT_IDS, description: "Only these slots." })
  slotIds?: string[] | null;

  @IdField("port", { nullable: true, description: "Only slots of this port." })
  portId?: string | null;

  @IdField("station", { nullable: true, description: "Only slots of this station." })
  stationId?: string | null;

  @Field(() => [SlotStatus], {
    nullable: true,
    description: "Only slots in one of these statuses. In a subscription: only changes to one of them.",
  })
  statuses?: SlotStatus[] | null;

  @TextField({ max: 200, nullable: true, description: "Only slots with exactly this `connectorType`." })
  connectorType?: string | null;
}

const LABEL = "The name of the slot within its port";
const CONNECTOR = "The type of the connector, such as `CCS2`";
const POWER = { min: 0, aboveMin: true, max: 10_000, nullable: true };

@InputType({ description: "A new slot." })
export class CreateSlotInput {
  @IdField("port", { description: "The port that gets the slot." })
  portId!: string;

  @TextField({ max: 200, description: `${LABEL}.` })
  label!: string;

  @TextField({ max: 200, nullable: true, description: `${CONNECTOR}.` })
  connectorType?: string | null;

  @NumberField({ ...POWER, description: "The power in kW." })
  powerKw?: number | null;
}

@InputType({ description: `What to change of a slot. ${PARTIAL_UPDATE}` })
export class UpdateSlotInput {
  @IdField("slot", { description: "The slot to change." })
  slotId!: string;

  @TextField({ max: 200, nullable: true, description: `${LABEL}; not null.` })
  @NotNull()
  label?: string;

  @TextField({ max: 200, nullable: true, description: `${CONNECTOR}; null removes it.` })
  connectorType?: string | null;

  @NumberField({ ...POWER, description: "The power in kW; null removes it." })
  powerKw?: number | null;
}

@InputType({ description: "Which slot to take out of service, and what to do with its reservations." })
export class DeactivateSlotInput {
  @IdField("slot", { description: "The slot to take out of service." })
  slotId!: string;

  @TextField({
    max: 2000,
    nullable: true,
    description:
      "Why, for the audit log and as the `cancellationReason` of reservations that are cancelled. Null: these get a sentence of the server.",
  })
  reason?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "Whether to cancel the reservations that hold the slot, wait for it or have booked a window on it. They give back their other slots, too.",
  })
  cancelReservations?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "Whether to move the reservations that hold the slot, wait for it or have booked a window on it to equivalent free " +
      "slots of the station: with the same `connectorType`, and at least the power. Where one cannot be moved, nothing changes. " +
      "BAD_USER_INPUT together with `cancelReservations`.",
  })
  moveReservations?: boolean | null;
}
