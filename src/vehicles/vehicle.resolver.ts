import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { UserView } from "../access/users/user.queries.ts";
import { User } from "../access/users/user.types.ts";
import type { Database } from "../database/database.ts";
import { After, First, toPage } from "../graphql/connection.types.ts";
import type { OperationContext } from "../graphql/context.ts";
import { withCodes } from "../graphql/descriptions.ts";
import { InputArg } from "../graphql/input.ts";
import { requireRow } from "../graphql/loaders.ts";
import { parseId } from "../shared/ids.ts";
import { listVehicles, type VehicleView } from "./vehicle.queries.ts";
import type { VehicleService } from "./vehicle.service.ts";
import {
  RegisterVehicleInput,
  UpdateVehicleInput,
  Vehicle,
  VehicleConnection,
  VehicleFilter,
  VehiclePayload,
} from "./vehicle.types.ts";

interface Payload {
  readonly vehicle: VehicleView;
}

const NOT_FOUND = "there is no such vehicle, it was removed, or it is another driver's.";
const FORBIDDEN = "an operator of an organisation may book for the driver, but not change the vehicle.";

@Resolver(() => Vehicle)
export class VehicleResolver {
  readonly #db: Database;
  readonly #vehicles: VehicleService;

  constructor({ db, vehicles }: { db: Database; vehicles: VehicleService }) {
    this.#db = db;
    this.#vehicles = vehicles;
  }

  @Query(() => VehicleConnection, {
    description:
      "Lists the vehicles of all drivers, for whom an operator may book and charge, in the order of their plates. Removed ones are left out.",
  })
  vehicles(
    @InputArg("filter", () => VehicleFilter, {
      nullable: true,
      description: "Which vehicles to list; null: all.",
    })
    filter: VehicleFilter | null,
    @First() first: number | null,
    @After() after: string | null,
  ) {
    return listVehicles(this.#db, filter ?? {}, toPage(first ?? 20, after));
  }

  @FieldResolver(() => User, { description: "The driver whose vehicle it is." })
  async owner(@Root() vehicle: VehicleView, @Ctx() { loaders }: OperationContext): Promise<UserView> {
    return requireRow(await loaders.user.load(vehicle.ownerId));
  }

  @Mutation(() => VehiclePayload, { description: "Registers a vehicle of the caller's own." })
  async registerVehicle(
    @InputArg("input", () => RegisterVehicleInput, { description: "The new vehicle." })
    input: RegisterVehicleInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { vehicle: await this.#vehicles.register(by, input) };
  }

  @Mutation(() => VehiclePayload, {
    description: withCodes("Changes a vehicle.", { NOT_FOUND, FORBIDDEN }),
  })
  async updateVehicle(
    @InputArg("input", () => UpdateVehicleInput, { description: "The vehicle, and what to change of it." })
    { vehicleId, ...change }: UpdateVehicleInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { vehicle: await this.#vehicles.update(by, vehicleId, change) };
  }

  @Mutation(() => VehiclePayload, {
    description: withCodes(
      "Removes a vehicle from all lists, for good. Its reservations and sessions still show it.",
      {
        NOT_FOUND,
        FORBIDDEN,
        INVALID_STATE: "a reservation of the vehicle is open, or a session ACTIVE (`extensions.openId`).",
      },
    ),
  })
  async removeVehicle(
    @Arg("vehicleId", () => ID, { description: "The vehicle to remove." }) vehicleId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { vehicle: await this.#vehicles.remove(by, parseId("vehicle", vehicleId, "vehicleId")) };
  }
}
