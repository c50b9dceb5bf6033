import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Database } from "../../database/database.ts";
import { After, First, toPage } from "../../graphql/connection.types.ts";
import type { OperationContext } from "../../graphql/context.ts";
import { DateTime } from "../../graphql/date-time.ts";
import { InputArg } from "../../graphql/input.ts";
import { parseId } from "../../shared/ids.ts";
import { isAdmin } from "../caller.ts";
import { Role } from "../roles.ts";
import { listUsers, type UserView } from "./user.queries.ts";
import { DisableUserInput, User, UserConnection, UserFilter, UserPayload } from "./user.types.ts";
import type { UserAccessService } from "./user-access.service.ts";

interface Payload {
  readonly user: UserView;
}

const TAKES_EFFECT = "It counts within a second, also for tokens that the user has; open connections end.";
const FOR_ADMINS = "Null for all but admins.";

/** What admins see and decide about users. */
@Resolver(() => User)
export class UserAccessResolver {
  readonly #db: Database;
  readonly #userAccess: UserAccessService;

  constructor({ db, userAccess }: { db: Database; userAccess: UserAccessService }) {
    this.#db = db;
    this.#userAccess = userAccess;
  }

  @Query(() => UserConnection, { description: "In the order in which they first signed in." })
  users(
    @InputArg("filter", () => UserFilter, { nullable: true }) filter: UserFilter | null,
    @First() first: number | null,
    @After() after: string | null,
  ) {
    return listUsers(this.#db, filter ?? {}, toPage(first ?? 20, after));
  }

  @Query(() => User, { nullable: true })
  user(@Arg("id", () => ID) id: string, @Ctx() { loaders }: OperationContext): Promise<UserView | null> {
    return loaders.user.load(parseId("user", id));
  }

  @FieldResolver(() => String, { nullable: true, description: `The \`sub\` of its tokens. ${FOR_ADMINS}` })
  subject(@Root() user: UserView, @Ctx() { caller }: OperationContext): string | null {
    return isAdmin(caller) ? user.subject : null;
  }

  @FieldResolver(() => [Role], { nullable: true, description: FOR_ADMINS })
  revokedRoles(@Root() user: UserView, @Ctx() { caller }: OperationContext): readonly Role[] | null {
    return isAdmin(caller) ? user.revokedRoles : null;
  }

  @FieldResolver(() => DateTime, { nullable: true, description: `Null while enabled. ${FOR_ADMINS}` })
  disabledAt(@Root() user: UserView, @Ctx() { caller }: OperationContext): Date | null {
    return isAdmin(caller) ? user.disabledAt : null;
  }

  @FieldResolver(() => String, { nullable: true, description: FOR_ADMINS })
  disabledReason(@Root() user: UserView, @Ctx() { caller }: OperationContext): string | null {
    return isAdmin(caller) ? user.disabledReason : null;
  }

  @Mutation(() => UserPayload, { description: `No token of the user is any good. ${TAKES_EFFECT}` })
  async disableUser(
    @InputArg("input", () => DisableUserInput) { userId, reason }: DisableUserInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { user: await this.#userAccess.disable(by, userId, reason) };
  }

  @Mutation(() => UserPayload)
  async enableUser(@Arg("userId", () => ID) userId: string, @Ctx() by: OperationContext): Promise<Payload> {
    return { user: await this.#userAccess.enable(by, parseId("user", userId, "userId")) };
  }

  @Mutation(() => UserPayload, { description: `The role counts no longer. ${TAKES_EFFECT}` })
  async revokeRole(
    @Arg("userId", () => ID) userId: string,
    @Arg("role", () => Role) role: Role,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { user: await this.#userAccess.revokeRole(by, parseId("user", userId, "userId"), role) };
  }

  @Mutation(() => UserPayload, {
    description: "The role counts again where a token says that the user has it.",
  })
  async restoreRole(
    @Arg("userId", () => ID) userId: string,
    @Arg("role", () => Role) role: Role,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { user: await this.#userAccess.restoreRole(by, parseId("user", userId, "userId"), role) };
  }
}
