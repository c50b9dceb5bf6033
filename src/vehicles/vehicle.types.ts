import { Field, Float, InputType, ObjectType } from "type-graphql";
import { connectionOf, payloadOf } from "../graphql/connection.types.ts";
import { PARTIAL_UPDATE } from "../graphql/descriptions.ts";
import { IdField, NotNull, NumberField, TextField } from "../graphql/input.ts";
import { Node } from "../graphql/node.types.ts";

const BATTERY = { min: 0, aboveMin: true, max: 10_000, nullable: true };

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A driver's vehicle. Its owner sees it, and every operator and admin.",
})
export class Vehicle extends Node {
  @Field(() => String, { description: "The number plate, as its owner writes it. Plates are not unique." })
  plate!: string;

  @Field(() => String, { nullable: true, description: "The make and model; null where it is not given." })
  model!: string | null;

  @Field(() => Float, {
    nullable: true,
    description: "The capacity of the battery in kWh; null where it is not given.",
  })
  batteryKwh!: number | null;
}

export const VehicleConnection = connectionOf("Vehicle", () => Vehicle);
export const VehiclePayload = payloadOf("vehicle", () => Vehicle);

@InputType({ description: "Which vehicles a list has." })
export class VehicleFilter {
  @TextField({
    max: 200,
    nullable: true,
    description:
      "Only vehicles whose plate begins so. Upper and lower case, spaces, dots and dashes do not matter. Null: all.",
  })
  plateStartsWith?: string | null;
}

@InputType({ description: "A new vehicle." })
export class RegisterVehicleInput {
  @TextField({ max: 200, description: "The number plate." })
  plate!: string;

  @TextField({ max: 200, nullable: true, description: "The make and model." })
  model?: string | null;

  @NumberField({ ...BATTERY, description: "The capacity of the battery in kWh." })
  batteryKwh?: number | null;
}

@InputType({ description: `What to change of a vehicle. ${PARTIAL_UPDATE}` })
export class UpdateVehicleInput {
  @IdField("vehicle", { description: "The vehicle to change." })
  vehicleId!: string;

  @TextField({ max: 200, nullable: true, description: "The number plate; not null." })
  @NotNull()
  plate?: string;

  @TextField({ max: 200, nullable: true, description: "The make and model; null removes it." })
  model?: string | null;

  @NumberField({ ...BATTERY, description: "The capacity of the battery in kWh; null removes it." })
  batteryKwh?: number | null;
}
