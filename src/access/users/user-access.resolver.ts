import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Database } from "../../database/database.ts";
import { After, First, toPage } from "../../graphql/connection.types.ts";
import type { OperationContext } from "../../graphql/context.ts";
import { DateTime } from "../../graphql/date-time.ts";
import { withCodes } from "../../graphql/descriptions.ts";
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

const TAKES_EFFECT =
  "It takes effect within a second, also for tokens that the user has already; the user's open connections end.";
const FOR_ADMINS = "Null to everybody but admins.";
const NOT_FOUND = "there is no such user.";

/** What admins see and decide about users. */
@Resolver(() => User)
export class UserAccessResolver {
  readonly #db: Database;
  readonly #userAccess: UserAccessService;

  constructor({ db, userAccess }: { db: Database; userAccess: UserAccessService }) {
    this.#db = db;
    this.#userAccess = userAccess;
  }

  @Query(() => UserConnection, { description: "Lists users in the order in which they first signed in." })
  users(
    @InputArg("filter", () => UserFilter, { nullable: true, description: "Which users to list; null: all." })
    filter: UserFilter | null,
    @First() first: number | null,
    @After() after: string | null,
  ) {
    return listUsers(this.#db, filter ?? {}, toPage(first ?? 20, after));
  }

  @Query(() => User, { nullable: true, description: "Finds a user; null where there is none." })
  user(
    @Arg("id", () => ID, { description: "The user's id." }) id: string,
    @Ctx() { loaders }: OperationContext,
  ): Promise<UserView | null> {
    return loaders.user.load(parseId("user", id));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: `The \`sub\` of the user's tokens. ${FOR_ADMINS}`,
  })
  subject(@Root() user: UserView, @Ctx() { caller }: OperationContext): string | null {
    return isAdmin(caller) ? user.subject : null;
  }

  @FieldResolver(() => [Role], {
    nullable: true,
    description: `The roles that do not count, whatever a token says. ${FOR_ADMINS}`,
  })
  revokedRoles(@Root() user: UserView, @Ctx() { caller }: OperationContext): readonly Role[] | null {
    return isAdmin(caller) ? user.revokedRoles : null;
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description: `When the user was disabled; null while enabled. ${FOR_ADMINS}`,
  })
  disabledAt(@Root() user: UserView, @Ctx() { caller }: OperationContext): Date | null {
    return isAdmin(caller) ? user.disabledAt : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: `Why the user was disabled; null while enabled. ${FOR_ADMINS}`,
  })
  disabledReason(@Root() user: UserView, @Ctx() { caller }: OperationContext): string | null {
    return isAdmin(caller) ? user.disabledReason : null;
  }

  @Mutation(() => UserPayload, {
    description: withCodes(`Disables a user: every token of the user is refused. ${TAKES_EFFECT}`, {
      NOT_FOUND,
      BAD_USER_INPUT: "it is the caller's own user.",
      INVALID_STATE: "the user is disabled already.",
    }),
  })
  async disableUser(
    @InputArg("input", () => DisableUserInput, { description: "The user, and why." })
    { userId, reason }: DisableUserInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { user: await this.#userAccess.disable(by, userId, reason) };
  }

  @Mutation(() => UserPayload, {
    description: withCodes("Enables a disabled user: tokens of the user count again.", {
      NOT_FOUND,
      INVALID_STATE: "the user is not disabled.",
    }),
  })
  async enableUser(
    @Arg("userId", () => ID, { description: "The user to enable." }) userId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { user: await this.#userAccess.enable(by, parseId("user", userId, "userId")) };
  }

  @Mutation(() => UserPayload, {
    description: withCodes(
      `Revokes a role: from then on it is ignored in the tokens of the user. ${TAKES_EFFECT}`,
      {
        NOT_FOUND,
        BAD_USER_INPUT: "it is the role ADMIN of the caller's own user.",
        INVALID_STATE: "the role is revoked already.",
      },
    ),
  })
  async revokeRole(
    @Arg("userId", () => ID, { description: "The user who has the role." }) userId: string,
    @Arg("role", () => Role, { description: "The role to revoke. The user need not have it." }) role: Role,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { user: await this.#userAccess.revokeRole(by, parseId("user", userId, "userId"), role) };
  }

  @Mutation(() => UserPayload, {
    description: withCodes(
      "Takes back `revokeRole`: the role counts again where a token says that the user has it.",
      {
        NOT_FOUND,
        INVALID_STATE: "the role is not revoked.",
      },
    ),
  })
  async restoreRole(
    @Arg("userId", () => ID, { description: "The user of whom the role was revoked." }) userId: string,
    @Arg("role", () => Role, { description: "The role that counts again." }) role: Role,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { user: await this.#userAccess.restoreRole(by, parseId("user", userId, "userId"), role) };
  }
}
