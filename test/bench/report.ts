import type { Benchmark, Measured } from "./benchmark.ts";
import type { Result } from "./rounds.ts";
import { median } from "./stats.ts";
import { formatTable } from "./table.ts";

/** From this share on, the load process itself may be the bottleneck. */
const BUSY_LOAD_SHARE = 0.8;

/** The table of a benchmark: medians over the rounds, and medians of the ratios within each round. */
export function describeResults(
  results: readonly Result[],
  { unit = "req", ratioOf = "throughput" }: Pick<Benchmark, "unit" | "ratioOf">,
): string {
  const limits = results.filter(({ contender }) => contender.limit !== undefined);
  const extras = Object.keys(results[0]?.rounds[0]?.extra ?? {});
  const head = [
    ...["", ratioOf === "time" ? `ms/${unit}` : `${unit}/s`],
    ...limits.map(({ contender }) => `÷ ${contender.limit}`),
    ...[`CPU µs/${unit}`, "p50 ms", "p99 ms", ...extras, "load"],
  ];
  const rows = results.map((result) => [
    result.contender.name,
    ratioOf === "time"
      ? (1000 / medianOf(result, throughput)).toFixed(0)
      : medianOf(result, throughput).toFixed(0),
    ...limits.map((limit) => (ratioOf === "time" ? ratio(limit, result) : ratio(result, limit)).toFixed(2)),
    formatMicros(medianOf(result, ({ cpuMicros, requests }) => cpuMicros / requests)),
    medianOf(result, ({ p50Ms }) => p50Ms).toFixed(2),
    medianOf(result, ({ p99Ms }) => p99Ms).toFixed(2),
    ...extras.map((extra) => medianOf(result, (round) => round.extra?.[extra] ?? Number.NaN).toFixed(1)),
    formatShare(loadShare(result)),
  ]);
  return [formatTable([head, ...rows]), ...results.flatMap(warnings)].join("\n");
}

function warnings(result: Result): string[] {
  const share = loadShare(result);
  if (share === null || share < BUSY_LOAD_SHARE) return [];
  return [
    `The load process was busy ${formatShare(share)} of the time for "${result.contender.name}": it may be what limits it.\n`,
  ];
}

function loadShare(result: Result): number | null {
  const shares = result.rounds.flatMap((round) => (round.loadShare === null ? [] : [round.loadShare]));
  return shares.length === 0 ? null : median(shares);
}

function formatShare(share: number | null): string {
  return share === null ? "–" : `${(share * 100).toFixed(0)} %`;
}

function formatMicros(micros: number): string {
  return micros.toFixed(micros < 100 ? 1 : 0);
}

function throughput({ requests, seconds }: Measured): number {
  return requests / seconds;
}

function medianOf({ rounds }: Result, value: (round: Measured) => number): number {
  return median(rounds.map(value));
}

function ratio({ rounds }: Result, limit: Result): number {
  return median(
    rounds.map((round, index) => {
      const reference = limit.rounds[index];
      return reference ? throughput(round) / throughput(reference) : Number.NaN;
    }),
  );
}
