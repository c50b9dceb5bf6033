import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { UserView } from "../access/users/user.queries.ts";
import { User } from "../access/users/user.types.ts";
import type { Database } from "../database/database.ts";
import { After, First, toPage } from "../graphql/connection.types.ts";
import type { OperationContext } from "../graphql/context.ts";
import { InputArg } from "../graphql/input.ts";
import { present } from "../graphql/loaders.ts";
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
      "All drivers', for whom an operator may book and charge; by plate. Without those that were removed.",
  })
  vehicles(
    @InputArg("filter", () => VehicleFilter, { nullable: true }) filter: VehicleFilter | null,
    @First() first: number | null,
    @After() after: string | null,
  ) {
    return listVehicles(this.#db, filter ?? {}, toPage(first ?? 20, after));
  }

  @FieldResolver(() => User)
  async owner(@Root() vehicle: VehicleView, @Ctx() { loaders }: OperationContext): Promise<UserView> {
    return present(await loaders.user.load(vehicle.ownerId));
  }

  @Mutation(() => VehiclePayload, { description: "The new vehicle belongs to the caller." })
  async registerVehicle(
    @InputArg("input", () => RegisterVehicleInput) input: RegisterVehicleInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { vehicle: await this.#vehicles.register(by, input) };
  }

  @Mutation(() => VehiclePayload)
  async updateVehicle(
    @InputArg("input", () => UpdateVehicleInput) { vehicleId, ...change }: UpdateVehicleInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { vehicle: await this.#vehicles.update(by, vehicleId, change) };
  }

  @Mutation(() => VehiclePayload, {
    description: "INVALID_STATE while a reservation or session of it is open. Its history keeps it.",
  })
  async removeVehicle(
    @Arg("vehicleId", () => ID) vehicleId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { vehicle: await this.#vehicles.remove(by, parseId("vehicle", vehicleId, "vehicleId")) };
  }
}
