import { Field, Float, InputType, ObjectType } from "type-graphql";
import { connectionOf } from "../graphql/connection.types.ts";
import { IdField, NotNull, NumberField, TextField } from "../graphql/input.ts";
import { Node } from "../graphql/node.types.ts";

@ObjectType({ implements: Node, simpleResolvers: true })
export class Vehicle extends Node {
  @Field(() => String)
  plate!: string;

  @Field(() => String, { nullable: true })
  model!: string | null;

  @Field(() => Float, { nullable: true })
  batteryKwh!: number | null;
}

export const VehicleConnection = connectionOf("Vehicle", () => Vehicle);

@InputType()
export class VehicleFilter {
  @TextField({
    max: 200,
    nullable: true,
    description: "How the plate begins; upper and lower case, spaces, dots and dashes do not matter.",
  })
  plateStartsWith?: string | null;
}

@ObjectType({ simpleResolvers: true })
export class VehiclePayload {
  @Field(() => Vehicle)
  vehicle!: Vehicle;
}

@InputType()
export class RegisterVehicleInput {
  @TextField({ max: 200 })
  plate!: string;

  @TextField({ max: 200, nullable: true })
  model?: string | null;

  @NumberField({ min: 0, aboveMin: true, max: 10_000, nullable: true })
  batteryKwh?: number | null;
}

@InputType({ description: "What is not given stays as it is." })
export class UpdateVehicleInput {
  @IdField("vehicle")
  vehicleId!: string;

  @TextField({ max: 200, nullable: true })
  @NotNull()
  plate?: string;

  @TextField({ max: 200, nullable: true })
  model?: string | null;

  @NumberField({ min: 0, aboveMin: true, max: 10_000, nullable: true })
  batteryKwh?: number | null;
}
