import { Conditions, countRows, type Queryable, statement } from "../../database/statement.ts";
import {
  type Connection,
  decodeCursor,
  isIdKey,
  type PageRequest,
  toConnection,
} from "../../shared/connection.ts";
import type { Role } from "../roles.ts";

/** A user as the API shows it. */
export interface UserView {
  readonly id: string;
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
  /** Without the revoked roles. */
  readonly roles: readonly Role[];
  readonly revokedRoles: readonly Role[];
  readonly disabledAt: Date | null;
  readonly disabledReason: string | null;
}

export interface UserFilter {
  /** A part of the name, the email address or the subject. */
  readonly text?: string | null;
  readonly role?: Role | null;
  readonly disabled?: boolean | null;
}

const COLUMNS = `id, subject, name, email, revoked_roles as "revokedRoles", disabled_at as "disabledAt",
  disabled_reason as "disabledReason",
  array(select role from unnest(roles) with ordinality as had (role, place)
    where role <> all(revoked_roles) order by place) as roles`;

const FIND_BY_IDS = statement<UserView>(
  "users.by_ids",
  `select ${COLUMNS} from users where id = any($1::text[])`,
);

export function usersByIds(db: Queryable, ids: readonly string[]): Promise<UserView[]> {
  return db.query(FIND_BY_IDS, [ids]);
}

const LIST = "users";

/** Users in the order in which they first signed in. */
export async function listUsers(
  db: Queryable,
  filter: UserFilter,
  page: PageRequest,
): Promise<Connection<UserView>> {
  const after = decodeCursor<[string]>(LIST, page, isIdKey);
  const matching = userConditions(filter).add(after?.[0], (id) => `id > ${id}`);
  const text = `select ${COLUMNS} from users ${matching.where} order by id limit ${page.first + 1}`;
  const rows = await db.query<UserView>({ text }, matching.values);
  const count = () => countRows(db, "users", userConditions(filter));
  return toConnection({ list: LIST, page, rows, keyOf: (row) => [row.id], count });
}

function userConditions({ text, role, disabled }: UserFilter): Conditions {
  return new Conditions()
    .add(text, (part) => `position(lower(${part}) in lower(concat_ws(e'\\n', name, email, subject))) > 0`)
    .add(role, (name) => `${name} = any(roles) and ${name} <> all(revoked_roles)`)
    .add(disabled, (is) => `(disabled_at is not null) = ${is}`);
}
