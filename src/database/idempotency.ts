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
const KEEP = statement<never>(
  "idempotency.keep",
  "update idempotency_keys set answer = $4 where user_id = $1 and operation = $2 and key = $3",
);

export interface IdempotentRequest<Answer> {
  readonly userId: string;
  /** For whom the user acts: what was answered to one organisation is not told to another. */
  readonly organisation: string | null;
  readonly operation: string;
  /** Null: the request has no key, and is simply run. */
  readonly key: string | null;
  readonly input: unknown;
  /** Makes an answer of what was kept of it as JSON. */
  readonly revive: (kept: unknown) => Answer;
}

/**
 * Runs a request once for each key of a user: the same key with the same input returns the first answer, as it was.
 * The key is written in the request's own transaction, so that a request which is refused leaves none.
 *
 * @throws DomainError IDEMPOTENCY_KEY_REUSED where the key came with another input before.
 */
export async function once<Answer>(
  tx: Tx,
  { userId, organisation, operation, key, input, revive }: IdempotentRequest<Answer>,
  run: () => Promise<Answer>,
): Promise<Answer> {
  if (key === null) return run();
  const hashed = organisation === null ? input : { organisation, input };
  const inputHash = createHash("sha256").update(JSON.stringify(hashed)).digest("hex");
  const id = [userId, operation, key];
  const [claim] = await tx.query(CLAIM, [...id, inputHash]);
  if (!claim) {
    const [known] = await tx.query(READ, id);
    if (known?.inputHash === inputHash) return revive(known.answer);
    throw new DomainError(
      "IDEMPOTENCY_KEY_REUSED",
      "This idempotencyKey was used with another input before; send a new key with a new request",
      { operation },
    );
  }
  const answer = await run();
  await tx.query(KEEP, [...id, JSON.stringify(answer)]);
  return answer;
}
