import { IsOptional, ValidateNested } from "class-validator";
import { Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { MAX_ORGANISATION_LENGTH } from "../access/caller.ts";
import { connectionOf } from "../graphql/connection.types.ts";
import { IdField, NotNull, NumberField, TextField } from "../graphql/input.ts";
import { Node } from "../graphql/node.types.ts";
import { BookingMode, ExpiryPolicy } from "./station.rules.ts";

registerEnumType(ExpiryPolicy, {
  name: "ExpiryPolicy",
  description:
    "What happens to the slots of a reservation whose time runs out: they stay BOOKED until it is hidden, or are released at once.",
});
registerEnumType(BookingMode, {
  name: "BookingMode",
  description:
    "IMMEDIATE: one reservation holds a slot from its creation on. CALENDAR: many reservations with windows that do not overlap; each holds the slot from shortly before its startAt.",
});

@ObjectType({ simpleResolvers: true })
export class SlotCounts {
  @Field(() => Int)
  available!: number;

  @Field(() => Int)
  booked!: number;

  @Field(() => Int)
  inUse!: number;

  @Field(() => Int)
  inactive!: number;
}

@ObjectType({ implements: Node, simpleResolvers: true })
export class Station extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  address!: string | null;

  @Field(() => Float, { nullable: true })
  latitude!: number | null;

  @Field(() => Float, { nullable: true })
  longitude!: number | null;

  @Field(() => ExpiryPolicy)
  expiryPolicy!: ExpiryPolicy;

  @Field(() => BookingMode)
  bookingMode!: BookingMode;

  @Field(() => String, {
    nullable: true,
    description:
      "Who runs it; null: whoever runs this server. Operators of an organisation act on its stations, and see what is inside of them.",
  })
  organisation!: string | null;
}

@ObjectType({ implements: Node, simpleResolvers: true })
export class Port extends Node {
  @Field(() => String)
  label!: string;
}

export const StationConnection = connectionOf("Station", () => Station, {
  distanceKm: Field(() => Float, {
    nullable: true,
    description:
      "How far it is from the point that `near` names, as the crow flies, in kilometres to the millimetre; null without `near`.",
  }),
});

@ObjectType({ simpleResolvers: true })
export class StationPayload {
  @Field(() => Station)
  station!: Station;
}

@ObjectType({ simpleResolvers: true })
export class PortPayload {
  @Field(() => Port)
  port!: Port;
}

@InputType()
export class NearInput {
  @NumberField({ min: -90, max: 90 })
  latitude!: number;

  @NumberField({ min: -180, max: 180 })
  longitude!: number;

  @NumberField({ min: 0, max: 20_100 })
  radiusKm!: number;
}

function Organisation(description: string): PropertyDecorator {
  return TextField({ max: MAX_ORGANISATION_LENGTH, nullable: true, description });
}

@InputType()
export class StationFilter {
  @TextField({ max: 200, nullable: true })
  nameContains?: string | null;

  @Organisation("Only those of this organisation.")
  organisation?: string | null;

  @Field(() => Boolean, { nullable: true })
  hasAvailable?: boolean | null;

  @Field(() => NearInput, {
    nullable: true,
    description:
      "Only those around a point, nearest first. A cursor goes on around the same point only: BAD_USER_INPUT elsewhere.",
  })
  @IsOptional()
  @ValidateNested()
  near?: NearInput | null;
}

@InputType()
export class CreateStationInput {
  @TextField({ max: 200 })
  name!: string;

  @TextField({ max: 500, nullable: true })
  address?: string | null;

  @NumberField({ min: -90, max: 90, nullable: true })
  latitude?: number | null;

  @NumberField({ min: -180, max: 180, nullable: true })
  longitude?: number | null;

  @Field(() => ExpiryPolicy, { nullable: true, defaultValue: ExpiryPolicy.KEEP_BOOKED })
  expiryPolicy?: ExpiryPolicy | null;

  @Field(() => BookingMode, { nullable: true, defaultValue: BookingMode.IMMEDIATE })
  bookingMode?: BookingMode | null;

  @Organisation("The caller's own where not given; FORBIDDEN where the caller is of another one.")
  organisation?: string | null;
}

@InputType({ description: "What is not given stays as it is." })
export class UpdateStationInput {
  @IdField("station")
  stationId!: string;

  @TextField({ max: 200, nullable: true })
  @NotNull()
  name?: string;

  @TextField({ max: 500, nullable: true })
  address?: string | null;

  @NumberField({ min: -90, max: 90, nullable: true })
  latitude?: number | null;

  @NumberField({ min: -180, max: 180, nullable: true })
  longitude?: number | null;

  @Field(() => ExpiryPolicy, { nullable: true })
  @NotNull()
  expiryPolicy?: ExpiryPolicy;

  @Field(() => BookingMode, {
    nullable: true,
    description: "Refused while reservations of the station are open.",
  })
  @NotNull()
  bookingMode?: BookingMode;

  @Organisation(
    "Null: of none. What is inside of the station goes with it. FORBIDDEN to an operator of an organisation.",
  )
  organisation?: string | null;
}

@InputType()
export class CreatePortInput {
  @IdField("station")
  stationId!: string;

  @TextField({ max: 200 })
  label!: string;
}

@InputType({ description: "What is not given stays as it is." })
export class UpdatePortInput {
  @IdField("port")
  portId!: string;

  @TextField({ max: 200, nullable: true })
  @NotNull()
  label?: string;
}
