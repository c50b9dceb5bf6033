import { type ChargingLog, type RowFault, rowFaults } from "./charging-log.ts";
import { type DifferenceKind, differenceKinds } from "./feed-check.ts";
import type { ReplayResult } from "./replay.ts";
import type { PlacedDifference } from "./verdict.ts";

export interface Report {
  readonly fileName: string;
  readonly log: ChargingLog;
  readonly result: ReplayResult;
}

/** A line of the table: deeper ones are parts of the one above. */
type Line = readonly [depth: number, label: string, value: number];

/** The only refusals that a log itself can cause, because its sessions overlap. Any other is a fault. */
const refusalsByOverlap: ReadonlySet<string> = new Set(["SLOT_IN_USE", "VEHICLE_ALREADY_CHARGING"]);

const SHOWN_DIFFERENCES = 10;

/** The faults of the run, a sentence each; none if feed, histories and accepted acts agree. */
export function faultsOf({ tally, differences, failures }: ReplayResult): string[] {
  const starts = [...tally.refusedStarts].filter(([code]) => !refusalsByOverlap.has(code));
  return [
    ...failures,
    ...starts.map(
      ([code, times]) => `${counted(times, "start")} refused with ${code}, which no overlap explains`,
    ),
    ...[...tally.refusedEnds].map(([code, times]) => `${counted(times, "end")} refused with ${code}`),
    ...(differences.length > 0 ? [`${counted(differences.length, "difference")} from what was done`] : []),
  ];
}

/** The outcome of a run as text: a table, and the faults below it. */
export function formatReport({ fileName, log, result }: Report): string {
  const { fleet, differences, seconds } = result;
  const drivers = counted(fleet.drivers.size, "driver");
  const chargers = counted(fleet.chargers.size, "charger");
  const garages = counted(fleet.stationCount, "garage");
  const faults = faultsOf(result);
  const lines = [...logLines(log), ...sessionLines(result), ...eventLines(result)];
  return [
    `Replay of ${fileName}`,
    `${drivers} at ${chargers} in ${garages}, ${seconds.toFixed(1)} s`,
    "",
    ...formatTable(lines),
    "",
    ...(faults.length === 0 ? [agreement(log)] : faults.map((fault) => `! ${fault}`)),
    ...differences.slice(0, SHOWN_DIFFERENCES).map((difference) => `  ${describe(difference)}`),
    ...(differences.length > SHOWN_DIFFERENCES ? ["  ..."] : []),
    "",
  ].join("\n");
}

function logLines({ rowsRead, privateRows, faults, sessions }: ChargingLog): Line[] {
  const order = Object.keys(rowFaults) as RowFault[];
  const senseless = [...faults.values()].reduce((sum, count) => sum + count, 0);
  return [
    [0, "Rows read", rowsRead],
    ...(privateRows > 0 ? [[1, "of private chargers, skipped", privateRows] as const] : []),
    [1, "invalid, skipped", senseless],
    ...order.flatMap((fault): Line[] => {
      const count = faults.get(fault);
      return count === undefined ? [] : [[2, rowFaults[fault], count]];
    }),
    [1, "replayed", sessions.length],
  ];
}

function sessionLines({ tally: { started, ended, refusedStarts, refusedEnds } }: ReplayResult): Line[] {
  return [
    [0, "Sessions started", started],
    [0, "Sessions ended", ended],
    ...(started > ended ? [[0, "Sessions not ended", started - ended] as const] : []),
    ...refusalLines("Sessions refused", refusedStarts),
    ...(refusedEnds.size > 0 ? refusalLines("Ends refused", refusedEnds) : []),
  ];
}

function refusalLines(label: string, counts: ReadonlyMap<string, number>): Line[] {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const codes = [...counts].sort(([a], [b]) => a.localeCompare(b));
  return [[0, label, total], ...codes.map(([code, count]): Line => [1, code, count])];
}

function eventLines({ tally, eventsReceived, differences }: ReplayResult): Line[] {
  const kinds = differenceKinds
    .map((kind): [DifferenceKind, number] => [kind, differences.filter((d) => d.kind === kind).length])
    .filter(([, count]) => count > 0);
  return [
    [0, "Slot events expected", tally.started + tally.ended],
    [0, "Slot events received", eventsReceived],
    [0, "Differences", differences.length],
    ...kinds.map(([kind, count]): Line => [1, kind, count]),
  ];
}

function formatTable(lines: readonly Line[]): string[] {
  const cells = lines.map(([depth, label, value]) => [`${"  ".repeat(depth)}${label}`, show(value)] as const);
  const labelWidth = Math.max(...cells.map(([label]) => label.length));
  const valueWidth = Math.max(...cells.map(([, value]) => value.length));
  return cells.map(([label, value]) => `${label.padEnd(labelWidth)}  ${value.padStart(valueWidth)}`);
}

function describe({ charger, source, kind, detail }: PlacedDifference): string {
  return `${charger}, ${source}: ${kind}: ${detail}`;
}

function agreement({ sessions }: ChargingLog): string {
  return sessions.length === 0 ? "Nothing was replayed." : "The feed and the histories match what was done.";
}

function counted(number: number, noun: string): string {
  return `${show(number)} ${noun}${number === 1 ? "" : "s"}`;
}

function show(number: number): string {
  return number.toLocaleString("en-US");
}
