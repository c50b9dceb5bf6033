import { Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { OperationContext } from "../../graphql/context.ts";
import type { VehicleView } from "../../vehicles/vehicle.queries.ts";
import { Vehicle } from "../../vehicles/vehicle.types.ts";
import { mayActForDriver } from "../caller.ts";
import type { UserView } from "./user.queries.ts";
import { User } from "./user.types.ts";

@Resolver(() => User)
export class UserResolver {
  @Query(() => User, { nullable: true, description: "The signed-in user; null for an anonymous caller." })
  async me(@Ctx() { caller, loaders }: OperationContext): Promise<UserView | null> {
    return caller.userId === null ? null : loaders.user.load(caller.userId);
  }

  @FieldResolver(() => [Vehicle], {
    description:
      "The user's vehicles in the order in which they were registered, without removed ones. Empty where the caller may not see them.",
  })
  async vehicles(
    @Root() user: UserView,
    @Ctx() { caller, loaders }: OperationContext,
  ): Promise<VehicleView[]> {
    if (!mayActForDriver(caller, user.id)) return [];
    return loaders.vehiclesOfOwner.load(user.id);
  }
}
