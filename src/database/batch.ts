import type { Outcome } from "../shared/batcher.ts";
import { CommitUnanswered, type Database, type SingleAttemptTx } from "./database.ts";
import { unavailable } from "./postgres-errors.ts";

type Outcomes<Answer> = readonly Outcome<Answer>[];
/** The outcomes of requests whose last statements are still under way: the commit does not wait for their answers. */
type Sent<Answer> = Outcomes<Promise<Answer>>;

/** Rolls back a transaction in which no request has changed anything, so that its row locks cause no write to disk. */
class NothingToCommit extends Error {
  override readonly name = "NothingToCommit";
  readonly outcomes: Outcomes<never>;

  constructor(outcomes: Outcomes<never>) {
    super("Nothing was changed");
    this.outcomes = outcomes;
  }
}

/**
 * Runs many requests in one transaction, once. What the database refuses is rolled back for all of them. If the
 * connection is lost during the commit, nobody knows whether it has happened. Each request is then refused with
 * SERVICE_UNAVAILABLE, as it would have been by itself.
 *
 * @throws whatever went wrong before the commit. No request has had any effect then.
 */
export async function runInOneTransaction<Answer>(
  db: Database,
  work: (tx: SingleAttemptTx) => Promise<Sent<Answer>>,
): Promise<Outcomes<Answer>> {
  const progress: { sent: Sent<Answer> } = { sent: [] };
  try {
    await db.inTransactionOnce(async (tx) => {
      const sent = await work(tx);
      const answers = sent.flatMap((outcome) => (outcome.kind === "ANSWERED" ? [outcome.answer] : []));
      if (answers.length === 0) throw new NothingToCommit(sent as Outcomes<never>);
      // The answers are awaited after the commit, which fails if one of them does.
      for (const answer of answers) answer.catch(() => {});
      progress.sent = sent;
    });
  } catch (error) {
    if (error instanceof NothingToCommit) return error.outcomes;
    if (!(error instanceof CommitUnanswered)) throw error;
    const refused = { kind: "REFUSED", error: unavailable() } as const;
    return progress.sent.map((outcome) => (outcome.kind === "ANSWERED" ? refused : outcome));
  }
  return Promise.all(progress.sent.map(settled));
}

async function settled<Answer>(outcome: Outcome<Promise<Answer>>): Promise<Outcome<Answer>> {
  if (outcome.kind !== "ANSWERED") return outcome;
  try {
    return { kind: "ANSWERED", answer: await outcome.answer };
  } catch (error) {
    // The transaction has committed: running the request again would run it twice.
    return { kind: "REFUSED", error };
  }
}
