import { Field, ObjectType } from "type-graphql";
import { connectionOf, payloadOf } from "../graphql/connection.types.ts";
import { DateTime } from "../graphql/date-time.ts";
import { EVENT_CURSOR } from "../graphql/descriptions.ts";
import { Node } from "../graphql/node.types.ts";
import { HIDDEN_MARKER, ReservationEventKind, ReservationStatus } from "./reservation.rules.ts";

@ObjectType({
  simpleResolvers: true,
  description: "One slot of a reservation. A reservation has each slot once.",
})
export class ReservationItem {
  @Field(() => DateTime, { nullable: true, description: "When the window begins; null without a window." })
  startAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When the window ends; null without a window." })
  endAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "CALENDAR: from when the slot is to be held for this window, shortly before `startAt` (15 minutes by default). The hold " +
      "begins later where another reservation or session still has the slot. Null at an IMMEDIATE station.",
  })
  holdFrom!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "Since when the item has held its slot, or the slot that it was moved from; null while it waits, in line or for its window.",
  })
  heldAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the slot was given back; null while the item holds the slot or waits for it.",
  })
  releasedAt!: Date | null;
}

@ObjectType({ simpleResolvers: true, description: "A change of a reservation's status." })
export class ReservationHistoryEntry {
  @Field(() => ReservationStatus, { description: "The status after the change." })
  status!: ReservationStatus;

  @Field(() => ReservationEventKind, { description: "What has changed the status." })
  event!: ReservationEventKind;

  @Field(() => DateTime, { description: "When the status changed." })
  at!: Date;

  @Field(() => String, {
    nullable: true,
    description:
      "The reason: as given by the user who cancelled it, or a sentence of the server in the caller's language; null if no reason was given.",
  })
  reason!: string | null;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A driver's claim on one or more slots. Its driver sees it, and operators and admins at whose stations its slots are.",
})
export class Reservation extends Node {
  @Field(() => String, {
    description:
      "A short name for people: RS000001, RS000002 and so on in the order of creation, without gaps.",
  })
  code!: string;

  @Field(() => ReservationStatus, { description: "The reservation's place in its lifecycle." })
  status!: ReservationStatus;

  @Field(() => DateTime, {
    description:
      "The deadline: a PENDING or ACTIVE reservation expires then. A turn that is accepted extends it.",
  })
  reservedUntil!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "Until when the turn can be accepted (15 minutes by default); null unless the status is YOUR_TURN.",
  })
  turnUntil!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: `A text of the driver's or operator's own; null where there is none. While the reservation is hidden, it ends with the marker ${HIDDEN_MARKER}.`,
  })
  notes!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the reservation was hidden from dashboards; null while it is shown.",
  })
  hiddenAt!: Date | null;

  @Field(() => DateTime, { description: "When the reservation was created." })
  createdAt!: Date;

  @Field(() => DateTime, { description: "When the reservation was changed last." })
  updatedAt!: Date;
}

export const ReservationConnection = connectionOf("Reservation", () => Reservation);
export const ReservationPayload = payloadOf("reservation", () => Reservation);

@ObjectType({ simpleResolvers: true, description: "Something that has happened to a reservation." })
export class ReservationEvent {
  @Field(() => ReservationEventKind, { description: "What has happened." })
  kind!: ReservationEventKind;

  @Field(() => DateTime, { description: "When it happened." })
  occurredAt!: Date;

  @Field(() => String, { description: EVENT_CURSOR })
  cursor!: string;
}
