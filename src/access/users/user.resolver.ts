import { Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { OperationContext } from "../../graphql/context.ts";
import type { VehicleView } from "../../vehicles/vehicle.queries.ts";
import { Vehicle } from "../../vehicles/vehicle.types.ts";
import { mayServe } from "../caller.ts";
import type { UserView } from "./user.queries.ts";
import { User } from "./user.types.ts";

@Resolver(() => User)
export class UserResolver {
  @Query(() => User, { nullable: true, description: "Who is signed in; null for nobody." })
  async me(@Ctx() { caller, loaders }: OperationContext): Promise<UserView | null> {
    return caller.userId === null ? null : loaders.user.load(caller.userId);
  }

  @FieldResolver(() => [Vehicle])
  async vehicles(
    @Root() user: UserView,
    @Ctx() { caller, loaders }: OperationContext,
  ): Promise<VehicleView[]> {
    if (!mayServe(caller, user.id)) return [];
    return loaders.vehiclesOfOwner.load(user.id);
  }
}
