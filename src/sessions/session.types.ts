import { Field, Float, InputType, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../graphql/connection.types.ts";
import { DateTime } from "../graphql/date-time.ts";
import { IdField, NumberField, TextField } from "../graphql/input.ts";
import { Node } from "../graphql/node.types.ts";
import { SessionOutcome, SessionStatus } from "./session.rules.ts";

registerEnumType(SessionStatus, { name: "SessionStatus" });
registerEnumType(SessionOutcome, { name: "SessionOutcome" });

const percent = { min: 0, max: 100 };
const meter = { min: 0, max: 1_000_000, nullable: true };

@ObjectType({ implements: Node, simpleResolvers: true })
export class ChargingSession extends Node {
  @Field(() => SessionStatus)
  status!: SessionStatus;

  @Field(() => Float)
  initialPercent!: number;

  @Field(() => Float)
  targetPercent!: number;

  @Field(() => Float)
  currentPercent!: number;

  @Field(() => Float, { nullable: true })
  powerKw!: number | null;

  @Field(() => Float)
  energyKwh!: number;

  @Field(() => DateTime)
  startedAt!: Date;

  @Field(() => DateTime, { nullable: true })
  endedAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "CALENDAR: when the next reservation of this slot begins to hold it, but not before the end of the window that this session was booked for, where that comes first. Null where none is booked, and once the session has ended.",
  })
  mustEndBy!: Date | null;
}

export const ChargingSessionConnection = connectionOf("ChargingSession", () => ChargingSession);

@ObjectType({ simpleResolvers: true })
export class ChargingSessionPayload {
  @Field(() => ChargingSession)
  session!: ChargingSession;
}

@ObjectType({ simpleResolvers: true })
export class ChargingSessionEvent {
  @Field(() => DateTime)
  occurredAt!: Date;

  @Field(() => String, { description: "The event's place in the feed." })
  cursor!: string;
}

@InputType()
export class ChargingSessionFilter {
  @Field(() => [SessionStatus], { nullable: true })
  statuses?: SessionStatus[] | null;

  @IdField("slot", { nullable: true })
  slotId?: string | null;

  @IdField("station", { nullable: true })
  stationId?: string | null;

  @IdField("vehicle", { nullable: true })
  vehicleId?: string | null;
}

@InputType()
export class StartChargingSessionInput {
  @IdField("slot")
  slotId!: string;

  @IdField("vehicle")
  vehicleId!: string;

  @NumberField(percent)
  initialPercent!: number;

  @NumberField(percent)
  targetPercent!: number;

  @IdField("reservation", {
    nullable: true,
    description:
      "The caller's own ACTIVE or YOUR_TURN reservation that holds the slot: it is completed and the slot goes straight from BOOKED to IN_USE.",
  })
  reservationId?: string | null;

  @TextField({ max: 200, nullable: true })
  idempotencyKey?: string | null;
}

@InputType()
export class StopChargingSessionInput {
  @IdField("session")
  sessionId!: string;

  @Field(() => SessionOutcome, { nullable: true, defaultValue: "COMPLETED" })
  outcome?: SessionOutcome | null;

  @NumberField({ ...percent, nullable: true })
  finalPercent?: number | null;

  @NumberField(meter)
  energyKwh?: number | null;
}

@InputType()
export class ReportChargingProgressInput {
  @IdField("session")
  sessionId!: string;

  @NumberField(percent)
  percent!: number;

  @NumberField(meter)
  powerKw?: number | null;

  @NumberField(meter)
  energyKwh?: number | null;

  @Field(() => DateTime, { nullable: true })
  measuredAt?: Date | null;
}
