import type { Competition, Contender, Measured } from "./benchmark.ts";

/** All rounds of one contender. */
export interface Result {
  readonly contender: Contender;
  readonly rounds: readonly Measured[];
}

/** Long enough for V8 to optimize every path, and for PostgreSQL to plan every prepared statement. */
const WARM_UP_SECONDS = 1.5;

/**
 * Runs the contenders alternately, so that other load on the machine affects all of them, and ratios are taken within
 * one round.
 *
 * @throws Error if an answer is wrong.
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
