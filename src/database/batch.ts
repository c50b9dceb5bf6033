import type { Outcome } from "../shared/batcher.ts";
import { type Attempt, CommitUnanswered, type Database } from "./database.ts";
import { unavailable } from "./postgres-errors.ts";

type Outcomes<Answer> = readonly Outcome<Answer>[];
/** Decided, while the statements that write it down are under way: the commit does not wait for their answers. */
type Sent<Answer> = Outcomes<Promise<Answer>>;

/** Has a transaction rolled back in which no request has changed anything: the disk need not hear of its locks. */
class NothingToCommit extends Error {
  override readonly name = "NothingToCommit";
  readonly outcomes: Outcomes<never>;

  constructor(outcomes: Outcomes<never>) {
    super("Nothing was changed");
    this.outcomes = outcomes;
  }
}

/**
 * Runs many requests in one transaction, once: what the database refuses is rolled back for all of them.
 *
 * @throws whatever went wrong before the commit: nothing has come of any request. Where the connection is lost during
 * the commit, nobody knows what has come of them: then each is told SERVICE_UNAVAILABLE, as it would have been by itself.
 */
export async function inOneTransaction<Answer>(
  db: Database,
  work: (tx: Attempt) => Promise<Sent<Answer>>,
): Promise<Outcomes<Answer>> {
  const progress: { sent: Sent<Answer> } = { sent: [] };
  try {
    await db.inOneAttempt(async (tx) => {
      const sent = await work(tx);
      const answers = sent.flatMap((outcome) => (outcome.kind === "ANSWERED" ? [outcome.answer] : []));
      if (answers.length === 0) throw new NothingToCommit(sent as Outcomes<never>);
      // They are asked for after the commit, which fails where one of them does.
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
    // It has committed: doing it once more would do it twice.
    return { kind: "REFUSED", error };
  }
}
