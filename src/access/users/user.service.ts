import type { Database } from "../../database/database.ts";
import { statement } from "../../database/statement.ts";
import { newId } from "../../shared/ids.ts";
import type { Role } from "../roles.ts";
import type { Claims } from "../tokens/tokens.ts";

/** The user of a token, and what has been revoked from the user, whatever the token says. */
export interface SignedIn {
  readonly id: string;
  readonly disabled: boolean;
  readonly revokedRoles: readonly Role[];
}

const REMEMBER = statement<SignedIn>(
  "users.remember",
  `insert into users (id, subject, name, email, roles) values ($1, $2, $3, $4, $5)
   on conflict on constraint user_subject do update
     set name = coalesce(excluded.name, users.name), email = coalesce(excluded.email, users.email),
       roles = excluded.roles
   returning id, disabled_at is not null as disabled, revoked_roles as "revokedRoles"`,
);

export class UserService {
  readonly #db: Database;

  constructor({ db }: { db: Database }) {
    this.#db = db;
  }

  /**
   * Stores who signed in: a subject that is seen for the first time becomes a user. A token without a name or an email
   * address leaves the known one.
   */
  async signedIn({ subject, name, email, roles }: Claims): Promise<SignedIn> {
    const [user] = await this.#db.query(REMEMBER, [newId("user"), subject, name, email, roles]);
    if (!user) throw new Error("The user was not stored");
    return user;
  }
}
