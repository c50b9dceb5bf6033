import type { Outcome } from "../shared/batcher.ts";
import { DomainError } from "../shared/domain-error.ts";
import type { Database, Tx } from "./database.ts";

type Outcomes<Answer> = readonly Outcome<Answer>[];

/** Has a transaction rolled back in which no request has changed anything: the disk need not hear of its locks. */
class NothingToCommit<Answer> extends Error {
  override readonly name = "NothingToCommit";
  readonly outcomes: Outcomes<Answer>;

  constructor(outcomes: Outcomes<Answer>) {
    super("Nothing was changed");
    this.outcomes = outcomes;
  }
}

/**
 * Runs many requests in one transaction, once: what the database refuses is rolled back for all of them.
 *
 * @throws whatever went wrong before the commit: nothing has come of any of them. A connection that is lost in the
 * commit leaves open whether something has: each is told SERVICE_UNAVAILABLE then, as it would have been by itself.
 */
export async function inOneTransaction<Answer>(
  db: Database,
  work: (tx: Tx) => Promise<Outcomes<Answer>>,
): Promise<Outcomes<Answer>> {
  const progress: { decided: Outcomes<Answer> | null } = { decided: null };
  const decide = async (tx: Tx) => {
    const outcomes = await work(tx);
    if (!outcomes.some(({ kind }) => kind === "ANSWERED")) throw new NothingToCommit(outcomes);
    progress.decided = outcomes;
    return outcomes;
  };
  try {
    return await db.inOneAttempt(decide);
  } catch (error) {
    if (error instanceof NothingToCommit) return error.outcomes;
    if (!progress.decided || !(error instanceof DomainError)) throw error;
    return progress.decided.map((outcome) =>
      outcome.kind === "ANSWERED" ? { kind: "REFUSED", error } : outcome,
    );
  }
}
