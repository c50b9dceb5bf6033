import { IsOptional, ValidateNested } from "class-validator";
import { Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { MAX_ORGANISATION_LENGTH } from "../access/caller.ts";
import { connectionOf, payloadOf } from "../graphql/connection.types.ts";
import { ALL_MUST_HOLD, PARTIAL_UPDATE } from "../graphql/descriptions.ts";
import { IdField, NotNull, NumberField, TextField } from "../graphql/input.ts";
import { Node } from "../graphql/node.types.ts";
import { BookingMode, ExpiryPolicy } from "./station.rules.ts";

registerEnumType(ExpiryPolicy, {
  name: "ExpiryPolicy",
  description:
    "What happens to the slots of a reservation whose time runs out. It applies to IMMEDIATE stations only: a CALENDAR station always releases them.",
  valuesConfig: {
    KEEP_BOOKED: { description: "The slots stay BOOKED until the EXPIRED reservation is hidden." },
    RELEASE: { description: "The slots are given back at once." },
  },
});
registerEnumType(BookingMode, {
  name: "BookingMode",
  description: "How the slots of a station are reserved.",
  valuesConfig: {
    IMMEDIATE: {
      description:
        "One reservation holds a slot, from its creation until it ends. Others can wait in line for the slot.",
    },
    CALENDAR: {
      description:
        "A slot takes any number of reservations whose windows of time do not overlap. Each holds the slot from shortly " +
        "before its window begins (15 minutes by default). There is no waitlist.",
    },
  },
});

const LATITUDE = "Degrees north of the equator (WGS 84).";
const LONGITUDE = "Degrees east of Greenwich (WGS 84).";
const REMOVES = "Null, for both coordinates, removes the position.";
const TOGETHER = "Given together with the other coordinate, or not at all.";

@ObjectType({
  simpleResolvers: true,
  description: "How many slots are in each status. Removed slots are not counted.",
})
export class SlotCounts {
  @Field(() => Int, { description: "How many slots are AVAILABLE." })
  available!: number;

  @Field(() => Int, { description: "How many slots are BOOKED." })
  booked!: number;

  @Field(() => Int, { description: "How many slots are IN_USE." })
  inUse!: number;

  @Field(() => Int, { description: "How many slots are INACTIVE." })
  inactive!: number;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A place with ports, whose slots vehicles charge on. Everybody may read it.",
})
export class Station extends Node {
  @Field(() => String, { description: "The name that drivers see." })
  name!: string;

  @Field(() => String, { nullable: true, description: "The postal address; null where none is given." })
  address!: string | null;

  @Field(() => Float, { nullable: true, description: `${LATITUDE} Null where the position is not given.` })
  latitude!: number | null;

  @Field(() => Float, { nullable: true, description: `${LONGITUDE} Null where the position is not given.` })
  longitude!: number | null;

  @Field(() => ExpiryPolicy, {
    description: "What happens to the slots of a reservation here whose time runs out.",
  })
  expiryPolicy!: ExpiryPolicy;

  @Field(() => BookingMode, { description: "How the slots of this station are reserved." })
  bookingMode!: BookingMode;

  @Field(() => String, {
    nullable: true,
    description:
      "The organisation that runs the station; null if the operator of this server runs it. Operators of an " +
      "organisation may change its stations, and see the reservations and sessions there.",
  })
  organisation!: string | null;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A charge point of a station, with the slots that vehicles charge on. Everybody may read it.",
})
export class Port extends Node {
  @Field(() => String, { description: "The name of the port within its station." })
  label!: string;
}

export const StationConnection = connectionOf("Station", () => Station, {
  distanceKm: Field(() => Float, {
    nullable: true,
    description:
      "The distance in kilometres from the point of `near`, as the crow flies, exact to 0.5 %; null without `near`.",
  }),
});

export const StationPayload = payloadOf("station", () => Station);
export const PortPayload = payloadOf("port", () => Port);

@InputType({ description: "A circle on the map." })
export class NearInput {
  @NumberField({ min: -90, max: 90, description: LATITUDE })
  latitude!: number;

  @NumberField({ min: -180, max: 180, description: LONGITUDE })
  longitude!: number;

  @NumberField({ min: 0, max: 20_100, description: "The radius in kilometres." })
  radiusKm!: number;
}

function Organisation(description: string): PropertyDecorator {
  return TextField({ max: MAX_ORGANISATION_LENGTH, nullable: true, description });
}

@InputType({ description: `Which stations a list has. ${ALL_MUST_HOLD}` })
export class StationFilter {
  @TextField({
    max: 200,
    nullable: true,
    description: "Part of the name, in upper or lower case.",
  })
  nameContains?: string | null;

  @Organisation("Only the stations of the organisation with exactly this name.")
  organisation?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "True: only stations with an AVAILABLE slot. False: only those without. Null: both. It does not look at the windows of CALENDAR stations.",
  })
  hasAvailable?: boolean | null;

  @Field(() => NearInput, {
    nullable: true,
    description:
      "Only stations in this circle, the nearest first; those without a position are in none. A cursor goes on around " +
      "the same point only: around another one it is BAD_USER_INPUT. The radius may change.",
  })
  @IsOptional()
  @ValidateNested()
  near?: NearInput | null;
}

@InputType({ description: "A new station." })
export class CreateStationInput {
  @TextField({ max: 200, description: "The name that drivers see." })
  name!: string;

  @TextField({ max: 500, nullable: true, description: "The postal address." })
  address?: string | null;

  @NumberField({ min: -90, max: 90, nullable: true, description: `${LATITUDE} ${TOGETHER}` })
  latitude?: number | null;

  @NumberField({ min: -180, max: 180, nullable: true, description: `${LONGITUDE} ${TOGETHER}` })
  longitude?: number | null;

  @Field(() => ExpiryPolicy, {
    nullable: true,
    defaultValue: ExpiryPolicy.KEEP_BOOKED,
    description: "What happens to the slots of a reservation whose time runs out. Null: KEEP_BOOKED.",
  })
  expiryPolicy?: ExpiryPolicy | null;

  @Field(() => BookingMode, {
    nullable: true,
    defaultValue: BookingMode.IMMEDIATE,
    description: "How the slots are reserved. Null: IMMEDIATE.",
  })
  bookingMode?: BookingMode | null;

  @Organisation(
    "The organisation that runs the station. Null: the caller's own, or none where the " +
      "caller is of none. FORBIDDEN where the caller is an operator of another one.",
  )
  organisation?: string | null;
}

@InputType({ description: `What to change of a station. ${PARTIAL_UPDATE}` })
export class UpdateStationInput {
  @IdField("station", { description: "The station to change." })
  stationId!: string;

  @TextField({ max: 200, nullable: true, description: "The name that drivers see; not null." })
  @NotNull()
  name?: string;

  @TextField({ max: 500, nullable: true, description: "The postal address; null removes it." })
  address?: string | null;

  @NumberField({ min: -90, max: 90, nullable: true, description: `${LATITUDE} ${REMOVES}` })
  latitude?: number | null;

  @NumberField({ min: -180, max: 180, nullable: true, description: `${LONGITUDE} ${REMOVES}` })
  longitude?: number | null;

  @Field(() => ExpiryPolicy, {
    nullable: true,
    description:
      "What happens to the slots of a reservation whose time runs out; not null. Reservations that have expired before are not affected.",
  })
  @NotNull()
  expiryPolicy?: ExpiryPolicy;

  @Field(() => BookingMode, {
    nullable: true,
    description:
      "How the slots are reserved; not null. INVALID_STATE while reservations of the station are open. A change releases what EXPIRED reservations still keep BOOKED.",
  })
  @NotNull()
  bookingMode?: BookingMode;

  @Organisation(
    "The organisation that runs the station from now on; null: none. All reservations and sessions of the station go " +
      "with it; a reservation that also has slots of another organisation is of none then. FORBIDDEN to an operator of an organisation.",
  )
  organisation?: string | null;
}

@InputType({ description: "A new port." })
export class CreatePortInput {
  @IdField("station", { description: "The station that gets the port." })
  stationId!: string;

  @TextField({ max: 200, description: "The name of the port within its station." })
  label!: string;
}

@InputType({ description: `What to change of a port. ${PARTIAL_UPDATE}` })
export class UpdatePortInput {
  @IdField("port", { description: "The port to change." })
  portId!: string;

  @TextField({ max: 200, nullable: true, description: "The name of the port within its station; not null." })
  @NotNull()
  label?: string;
}
