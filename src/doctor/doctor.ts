import type { Database } from "../database/database.ts";
import { checks } from "./checks.ts";

/** A violated invariant, and where. */
export interface Disagreement {
  readonly claim: string;
  /** The id of the slot or reservation. */
  readonly subject: string;
  readonly detail: string;
}

/** Compares stored data with what it must follow from, in one snapshot, and changes nothing. */
export async function examine(db: Database): Promise<Disagreement[]> {
  return db.inSnapshot(async (snapshot) => {
    const found: Disagreement[] = [];
    for (const { claim, find } of checks) {
      for (const row of await snapshot.query(find)) found.push({ claim, ...row });
    }
    return found;
  });
}

/** The findings for a terminal. */
export function describeFindings(found: readonly Disagreement[]): string {
  if (found.length === 0) return `All ${checks.length} checks passed.`;
  const lines = found.map(({ claim, subject, detail }) => `${subject}: ${detail}\n  expected: ${claim}`);
  return `${found.length} problem${found.length === 1 ? "" : "s"} found:\n${lines.join("\n")}`;
}
