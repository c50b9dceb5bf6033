import type { Database } from "../database/database.ts";
import { type Queryable, statement } from "../database/statement.ts";
import { newId } from "../shared/ids.ts";
import type { Role } from "./roles.ts";
import type { Claims } from "./tokens.ts";

/** A user as the API shows it. */
export interface UserView {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly roles: readonly Role[];
}

const FIND_BY_IDS = statement<UserView>(
  "users.by_ids",
  "select id, name, email, roles from users where id = any($1::text[])",
);

const REMEMBER = statement<{ id: string }>(
  "users.remember",
  `insert into users (id, subject, name, email, roles) values ($1, $2, $3, $4, $5)
   on conflict on constraint user_subject do update
     set name = excluded.name, email = excluded.email, roles = excluded.roles
   returning id`,
);

export class UserService {
  readonly #db: Database;

  constructor({ db }: { db: Database }) {
    this.#db = db;
  }

  /** Remembers who signed in: a subject seen for the first time becomes a user. */
  async signedIn({ subject, name, email, roles }: Claims): Promise<{ id: string }> {
    const [user] = await this.#db.query(REMEMBER, [newId("user"), subject, name, email, roles]);
    if (!user) throw new Error("The user was not stored");
    return user;
  }
}

export function usersByIds(db: Queryable, ids: readonly string[]): Promise<UserView[]> {
  return db.query(FIND_BY_IDS, [ids]);
}
