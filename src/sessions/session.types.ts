import { Field, Float, InputType, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf, payloadOf } from "../graphql/connection.types.ts";
import { DateTime } from "../graphql/date-time.ts";
import { ALL_MUST_HOLD, EVENT_CURSOR, IDEMPOTENCY_KEY } from "../graphql/descriptions.ts";
import { IdField, NumberField, TextField } from "../graphql/input.ts";
import { Node } from "../graphql/node.types.ts";
import { SessionOutcome, SessionStatus } from "./session.rules.ts";

registerEnumType(SessionStatus, {
  name: "SessionStatus",
  description: "The lifecycle of a charging session.",
  valuesConfig: {
    ACTIVE: { description: "The session is going on, and its slot is IN_USE." },
    COMPLETED: { description: "The session has reached its target, or was stopped as complete." },
    CANCELLED: { description: "The session was broken off." },
  },
});
registerEnumType(SessionOutcome, {
  name: "SessionOutcome",
  description: "How a charging session ends that is stopped.",
  valuesConfig: {
    COMPLETED: { description: "As a session that has served." },
    CANCELLED: { description: "As a session that was broken off." },
  },
});

const percent = { min: 0, max: 100 };
const meter = { min: 0, max: 1_000_000, nullable: true };

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "The charging of a vehicle on a slot. Its driver sees it, and operators and admins at whose station the slot is.",
})
export class ChargingSession extends Node {
  @Field(() => SessionStatus, { description: "The session's place in its lifecycle." })
  status!: SessionStatus;

  @Field(() => Float, { description: "The charge of the battery at the start, in percent." })
  initialPercent!: number;

  @Field(() => Float, {
    description: "The charge of the battery, in percent, at which the session completes by itself.",
  })
  targetPercent!: number;

  @Field(() => Float, {
    description:
      "The latest reported charge of the battery, in percent. It begins with `initialPercent`, and never falls.",
  })
  currentPercent!: number;

  @Field(() => Float, {
    nullable: true,
    description: "The latest reported power in kW; null before the first report.",
  })
  powerKw!: number | null;

  @Field(() => Float, { description: "The energy charged so far in kWh. It begins with 0, and never falls." })
  energyKwh!: number;

  @Field(() => DateTime, { description: "When the session started." })
  startedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: "When the session ended; null while it is ACTIVE." })
  endedAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "CALENDAR: by when the slot should be left, because the next reservation begins to hold it then. A session within the window " +
      "of its own reservation has at least until the end of that window. The server stops no session; one that stays longer keeps " +
      "the slot (SLOT_OVERRUN). Null where no reservation follows, and once the session has ended.",
  })
  mustEndBy!: Date | null;
}

export const ChargingSessionConnection = connectionOf("ChargingSession", () => ChargingSession);
export const ChargingSessionPayload = payloadOf("session", () => ChargingSession);

@ObjectType({
  simpleResolvers: true,
  description: "A charging session has started, has progressed, has another `mustEndBy`, or has ended.",
})
export class ChargingSessionEvent {
  @Field(() => DateTime, { description: "When it happened." })
  occurredAt!: Date;

  @Field(() => String, { description: EVENT_CURSOR })
  cursor!: string;
}

@InputType({ description: `Which charging sessions a list has. ${ALL_MUST_HOLD}` })
export class ChargingSessionFilter {
  @Field(() => [SessionStatus], { nullable: true, description: "Only sessions in one of these statuses." })
  statuses?: SessionStatus[] | null;

  @IdField("slot", { nullable: true, description: "Only sessions on this slot." })
  slotId?: string | null;

  @IdField("station", { nullable: true, description: "Only sessions at this station." })
  stationId?: string | null;

  @IdField("vehicle", { nullable: true, description: "Only sessions of this vehicle." })
  vehicleId?: string | null;
}

@InputType({ description: "Which vehicle to charge, where, and how far." })
export class StartChargingSessionInput {
  @IdField("slot", { description: "The slot to charge on." })
  slotId!: string;

  @IdField("vehicle", { description: "The vehicle to charge. Drivers name one of their own." })
  vehicleId!: string;

  @NumberField({ ...percent, description: "The charge of the battery now, in percent." })
  initialPercent!: number;

  @NumberField({
    ...percent,
    description:
      "The charge at which the session completes by itself, in percent; more than `initialPercent`.",
  })
  targetPercent!: number;

  @IdField("reservation", {
    nullable: true,
    description:
      "The ACTIVE or YOUR_TURN reservation of this vehicle that holds the slot. It is COMPLETED by the start, gives back its " +
      "other slots, and the slot goes straight from BOOKED to IN_USE. Null: the slot must be AVAILABLE.",
  })
  reservationId?: string | null;

  @TextField({ max: 200, nullable: true, description: IDEMPOTENCY_KEY })
  idempotencyKey?: string | null;
}

@InputType({ description: "Which charging session to stop, and its last reading." })
export class StopChargingSessionInput {
  @IdField("session", { description: "The session to stop." })
  sessionId!: string;

  @Field(() => SessionOutcome, {
    nullable: true,
    defaultValue: "COMPLETED",
    description: "How the session ends; null: COMPLETED.",
  })
  outcome?: SessionOutcome | null;

  @NumberField({
    ...percent,
    nullable: true,
    description:
      "The last charge of the battery, in percent. It counts where it is more than the one before.",
  })
  finalPercent?: number | null;

  @NumberField({
    ...meter,
    description:
      "The energy charged in the whole session, in kWh. It counts where it is more than the one before.",
  })
  energyKwh?: number | null;
}

@InputType({ description: "A reading of the meter of a charging session." })
export class ReportChargingProgressInput {
  @IdField("session", { description: "The session that was metered." })
  sessionId!: string;

  @NumberField({
    ...percent,
    description:
      "The charge of the battery, in percent. A report with less than the last one is ignored; one that reaches `targetPercent` completes the session.",
  })
  percent!: number;

  @NumberField({ ...meter, description: "The power in kW; null: as last reported." })
  powerKw?: number | null;

  @NumberField({
    ...meter,
    description:
      "The energy charged in the whole session, in kWh. It counts where it is more than the one before.",
  })
  energyKwh?: number | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When the meter was read; null, or in the future: now. Of two reports with the same percent, the one that was read earlier is ignored.",
  })
  measuredAt?: Date | null;
}
