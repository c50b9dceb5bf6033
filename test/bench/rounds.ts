import type { Competition, Contender, Measured } from "./benchmark.ts";

/** All rounds of one contender. */
export interface Result {
  readonly contender: Contender;
  readonly rounds: readonly Measured[];
}

/** Long enough for the compiler to have seen every path, and for PostgreSQL to have planned every statement. */
const WARM_UP_SECONDS = 1.5;

/**
 * Runs the contenders in turn, round after round: what else the machine does then falls on all of them, and a ratio
 * is taken within one round.
 *
 * @throws Error where an answer is wrong.
 */
export async function runRounds(
  { contenders, verify, audit, isWarm }: Competition,
  options: { rounds: number; secondsPerRound: number; onProgress: (text: string) => void },
): Promise<Result[]> {
  const { rounds, secondsPerRound, onProgress } = options;
  onProgress("comparing the answers");
  await verify();
  const results = contenders.map((contender) => ({ contender, rounds: [] as Measured[] }));
  for (const contender of isWarm ? [] : contenders) {
    onProgress(`warming up ${contender.name}`);
    await runOnce(contender, WARM_UP_SECONDS);
  }
  for (let round = 1; round <= rounds; round++) {
    for (const result of results) {
      onProgress(`round ${round} of ${rounds}: ${result.contender.name}`);
      result.rounds.push(await runOnce(result.contender, secondsPerRound));
    }
  }
  await audit?.();
  return results;
}

async function runOnce(contender: Contender, seconds: number): Promise<Measured> {
  const measured = await contender.run(seconds);
  const { errors } = measured;
  if (errors.length > 0) throw new Error(`${contender.name}: ${errors.length} errors, first ${errors[0]}`);
  if (measured.requests === 0) throw new Error(`${contender.name} answered nothing`);
  return measured;
}
