import { createHash } from "node:crypto";
import { DomainError } from "../shared/domain-error.ts";
import type { Tx } from "./database.ts";
import { statement } from "./statement.ts";

export const IDEMPOTENCY_HOURS = 24;

// A second request with the same key waits here until the first has committed or failed.
const CLAIM = statement<{ isNew: boolean }>(
  "idempotency.claim",
  `insert into idempotency_keys (user_id, operation, key, input_hash, answer) values ($1, $2, $3, $4, 'null')
   on conflict (user_id, operation, key) do update
     set input_hash = excluded.input_hash, answer = excluded.answer, created_at = excluded.created_at
     where idempotency_keys.created_at < slotwire_now() - interval '${IDEMPOTENCY_HOURS} hours'
   returning true as "isNew"`,
);
const READ = statement<{ inputHash: string; answer: unknown }>(
  "idempotency.read",
  `select input_hash as "inputHash", answer from idempotency_keys where user_id = $1 and operation = $2 and key = $3`,
);
const STORE = statement<never>(
  "idempotency.keep",
  "update idempotency_keys set answer = $4 where user_id = $1 and operation = $2 and key = $3",
);

// In the same order everywhere, so that two servers with the same keys do not wait for each other.
const CLAIM_NEW = statement<{ userId: string; key: string }>(
  "idempotency.claim_new",
  `insert into idempotency_keys (user_id, operation, key, input_hash, answer)
     select user_id, $1, key, input_hash, 'null'
       from unnest($2::text[], $3::text[], $4::text[]) as wanted (user_id, key, input_hash) order by user_id, key
   on conflict do nothing returning user_id as "userId", key`,
);
const STORE_ALL = statement<never>(
  "idempotency.keep_all",
  `update idempotency_keys k set answer = kept.answer
     from unnest($2::text[], $3::text[], $4::jsonb[]) as kept (user_id, key, answer)
     where k.user_id = kept.user_id and k.operation = $1 and k.key = kept.key`,
);
const RELEASE = statement<never>(
  "idempotency.give_up",
  `delete from idempotency_keys k using unnest($2::text[], $3::text[]) as given_up (user_id, key)
     where k.user_id = given_up.user_id and k.operation = $1 and k.key = given_up.key`,
);
// Limits the wait for a request with the same key on another server, because the rest of the batch waits, too. Later
// statements wait as long as usual.
const LIMIT_LOCK_WAIT = statement<never>(
  "idempotency.wait_a_second",
  "select set_config('lock_timeout', '1000', true)",
);
const RESET_LOCK_WAIT = statement<never>("idempotency.wait_as_ever", "set local lock_timeout to default");

export interface IdempotentRequest<Answer> {
  readonly userId: string;
  /** The organisation that the user acts for: an answer to one organisation is not repeated to another. */
  readonly organisation: string | null;
  readonly operation: string;
  /** Null if the request has no key, and is simply run. */
  readonly key: string | null;
  readonly input: unknown;
  /** Makes an answer from its stored JSON, or refuses it: the caller may have lost the right to see it. */
  readonly replay: (kept: unknown) => Promise<Answer>;
}

/**
 * Runs a request once for each key of a user: the same key with the same input returns the first answer, unchanged. The
 * key is written in the request's own transaction, so that a request that is refused leaves none.
 *
 * @throws DomainError IDEMPOTENCY_KEY_REUSED if the key was sent with another input before; whatever `replay` throws.
 */
export async function runIdempotently<Answer>(
  tx: Tx,
  { userId, organisation, operation, key, input, replay }: IdempotentRequest<Answer>,
  run: () => Promise<Answer>,
): Promise<Answer> {
  if (key === null) return run();
  const inputHash = hashOf({ organisation, input });
  const id = [userId, operation, key];
  const [claim] = await tx.query(CLAIM, [...id, inputHash]);
  if (!claim) {
    const [known] = await tx.query(READ, id);
    if (known?.inputHash === inputHash) return replay(known.answer);
    throw new DomainError(
      "IDEMPOTENCY_KEY_REUSED",
      "This idempotencyKey was already used with different input; send a new key with a new request",
      { operation },
    );
  }
  const answer = await run();
  await tx.query(STORE, [...id, JSON.stringify(answer)]);
  return answer;
}

/** A key of a user, and the request that it is for. */
export interface NewKey {
  readonly userId: string;
  readonly organisation: string | null;
  readonly key: string;
  readonly input: unknown;
}

/**
 * Like `runIdempotently`, for many requests with different keys: claims the new keys, in the transaction that runs the
 * requests. Requests with any other key are left to `runIdempotently`.
 *
 * @returns the claimed keys, which must be stored with answers, or released.
 */
export async function claimNewKeys<Key extends NewKey>(
  tx: Tx,
  operation: string,
  keys: readonly Key[],
): Promise<Key[]> {
  if (keys.length === 0) return [];
  const [, rows] = await Promise.all([
    tx.query(LIMIT_LOCK_WAIT),
    tx.query(CLAIM_NEW, [operation, ...columnsOf(keys), keys.map(hashOf)]),
    tx.query(RESET_LOCK_WAIT),
  ]);
  const claimed = new Set(rows.map(nameOf));
  return keys.filter((key) => claimed.has(nameOf(key)));
}

/** Stores the first answers of claimed keys. */
export async function storeAnswers(
  tx: Tx,
  operation: string,
  answered: readonly (Pick<NewKey, "userId" | "key"> & { readonly answer: unknown })[],
): Promise<void> {
  if (answered.length === 0) return;
  const answers = answered.map(({ answer }) => JSON.stringify(answer));
  await tx.query(STORE_ALL, [operation, ...columnsOf(answered), answers]);
}

/** Deletes claimed keys whose requests were refused, so that the same key may be tried again. */
export async function releaseKeys(
  tx: Tx,
  operation: string,
  keys: readonly Pick<NewKey, "userId" | "key">[],
): Promise<void> {
  if (keys.length > 0) await tx.query(RELEASE, [operation, ...columnsOf(keys)]);
}

function hashOf({ organisation, input }: Pick<NewKey, "organisation" | "input">): string {
  const hashed = organisation === null ? input : { organisation, input };
  return createHash("sha256").update(JSON.stringify(hashed)).digest("hex");
}

function columnsOf(keys: readonly Pick<NewKey, "userId" | "key">[]): [string[], string[]] {
  return [keys.map(({ userId }) => userId), keys.map(({ key }) => key)];
}

function nameOf({ userId, key }: Pick<NewKey, "userId" | "key">): string {
  return `${userId} ${key}`;
}
