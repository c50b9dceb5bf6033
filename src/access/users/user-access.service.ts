import { type Actor, record } from "../../audit/audit-log.ts";
import { readClock } from "../../database/clock.ts";
import type { Database, Tx } from "../../database/database.ts";
import { statement } from "../../database/statement.ts";
import type { Outbox } from "../../outbox/outbox.ts";
import { badInput, DomainError, notFound } from "../../shared/domain-error.ts";
import { type Message, say } from "../../shared/message.ts";
import { Role } from "../roles.ts";
import { type UserView, usersByIds } from "./user.queries.ts";

/** What has been revoked from a user. */
interface Access {
  readonly disabledAt: Date | null;
  readonly disabledReason: string | null;
  readonly revokedRoles: readonly Role[];
}

const LOCK = statement<Access>(
  "user_access.lock",
  `select disabled_at as "disabledAt", disabled_reason as "disabledReason", revoked_roles as "revokedRoles"
    from users where id = $1 for no key update`,
);
const STORE = statement<never>(
  "user_access.store",
  "update users set disabled_at = $2, disabled_reason = $3, revoked_roles = $4::text[] where id = $1",
);

/**
 * What an admin revokes from a user and restores. It takes effect on every server within a second, for the user's
 * existing tokens and open connections. Each public method is one transaction.
 */
export class UserAccessService {
  readonly #db: Database;
  readonly #outbox: Outbox;

  constructor({ db, outbox }: { db: Database; outbox: Outbox }) {
    this.#db = db;
    this.#outbox = outbox;
  }

  /** Makes all tokens of the user invalid. @throws DomainError NOT_FOUND, INVALID_STATE, BAD_USER_INPUT */
  disable(by: Actor, userId: string, reason: string): Promise<UserView> {
    if (by.caller.userId === userId) throw ownUser("input.userId");
    return this.#change(by, "disableUser", userId, (access, now) => {
      if (access.disabledAt)
        throw invalidState(say`User ${userId} is already disabled.`, { userId, step: "disable" });
      return { ...access, disabledAt: now, disabledReason: reason };
    });
  }

  /** @throws DomainError NOT_FOUND, INVALID_STATE */
  enable(by: Actor, userId: string): Promise<UserView> {
    return this.#change(by, "enableUser", userId, (access) => {
      if (!access.disabledAt)
        throw invalidState(say`User ${userId} is not disabled.`, { userId, step: "enable" });
      return { ...access, disabledAt: null, disabledReason: null };
    });
  }

  /** Disregards the role, whatever a token says. @throws DomainError NOT_FOUND, INVALID_STATE, BAD_USER_INPUT */
  revokeRole(by: Actor, userId: string, role: Role): Promise<UserView> {
    if (by.caller.userId === userId && role === Role.ADMIN) throw ownUser("userId");
    return this.#change(by, "revokeRole", userId, (access) => {
      if (access.revokedRoles.includes(role))
        throw invalidState(say`The role ${role} of user ${userId} is already revoked.`, {
          userId,
          step: "revokeRole",
          role,
        });
      return { ...access, revokedRoles: [...access.revokedRoles, role] };
    });
  }

  /** @throws DomainError NOT_FOUND, INVALID_STATE */
  restoreRole(by: Actor, userId: string, role: Role): Promise<UserView> {
    return this.#change(by, "restoreRole", userId, (access) => {
      if (!access.revokedRoles.includes(role))
        throw invalidState(say`The role ${role} of user ${userId} is not revoked.`, {
          userId,
          step: "restoreRole",
          role,
        });
      return { ...access, revokedRoles: access.revokedRoles.filter((revoked) => revoked !== role) };
    });
  }

  #change(
    by: Actor,
    operation: string,
    userId: string,
    change: (access: Access, now: Date) => Access,
  ): Promise<UserView> {
    return this.#db.inTransaction(async (tx: Tx) => {
      const [access] = await tx.query(LOCK, [userId]);
      if (!access) throw notFound("User", userId);
      const [before = null] = await usersByIds(tx, [userId]);
      const now = await readClock(tx);
      const { disabledAt, disabledReason, revokedRoles } = change(access, now);
      await tx.query(STORE, [userId, disabledAt, disabledReason, revokedRoles]);
      const payload = { userId, occurredAt: now.toISOString() };
      await this.#outbox.append(tx, [{ kind: "access.changed", payload, occurredAt: now }]);
      const [user] = (await usersByIds(tx, [userId])) as [UserView];
      await record(tx, by, { operation, type: "User", id: userId, organisation: null, before, after: user });
      return user;
    });
  }
}

function ownUser(path: string): DomainError {
  return badInput({ path, message: "must not be your own user: ask another administrator" });
}

function invalidState(message: Message, facts: Record<string, unknown>): DomainError {
  return new DomainError("INVALID_STATE", message, facts);
}
