import { parse } from "csv-parse/sync";
import { linesOf } from "./lines.ts";
import { parseEnergy, parseWallClock } from "./log-values.ts";

/** A valid session of the log. */
export interface LoggedSession {
  readonly id: string;
  readonly garage: string;
  readonly charger: string;
  readonly user: string;
  /** Milliseconds by the log's own wall clock. It has no time zone, and only order and distance matter here. */
  readonly startAt: number;
  /** Never before `startAt`; equal if the session began and ended within one minute. */
  readonly endAt: number;
  readonly energyKwh: number;
}

/** Why a row is invalid, in the words of the report. */
export const rowFaults = {
  NOT_CSV: "not a row of CSV like the header",
  BAD_ID: "id missing or malformed",
  BAD_DATE: "malformed date",
  NEVER_ENDS: "never ends",
  ENDS_BEFORE_START: "ends before it starts",
  BAD_ENERGY: "malformed energy",
} as const;
export type RowFault = keyof typeof rowFaults;

export interface ChargingLog {
  readonly sessions: readonly LoggedSession[];
  readonly rowsRead: number;
  /** Rows of chargers that only one household uses, if they were not requested. */
  readonly privateRows: number;
  readonly faults: ReadonlyMap<RowFault, number>;
}

export interface LogScope {
  /** Whether to include private chargers, each as a charger of its own for its one user. */
  readonly all: boolean;
  /** How many rows in scope to read; the rest of the file stays unread. */
  readonly limit?: number;
}

/** The file as a whole is not a charging log. */
export class LogError extends Error {
  override readonly name = "LogError";
}

const columns = [
  "session_ID",
  "Garage_ID",
  "User_ID",
  "User_type",
  "Shared_ID",
  "Start_plugin",
  "End_plugout",
  "El_kWh",
] as const;
type LogRow = Readonly<Record<(typeof columns)[number], string>>;
type RowReader = (line: string) => LogRow | null;

/**
 * Reads a log of charging sessions such as the one of Trondheim (Data in Brief 36 (2021) 107105). Valid rows become
 * sessions. The others are counted by fault.
 *
 * @throws LogError if the file has no header, or a column is missing.
 */
export async function readChargingLog(
  chunks: AsyncIterable<string> | Iterable<string>,
  { all, limit = Number.POSITIVE_INFINITY }: LogScope,
): Promise<ChargingLog> {
  const sessions: LoggedSession[] = [];
  const faults = new Map<RowFault, number>();
  let rowsRead = 0;
  let privateRows = 0;
  let readRow: RowReader | null = null;
  for await (const line of linesOf(chunks)) {
    if (line.trim() === "") continue;
    if (!readRow) {
      readRow = rowReader(line);
      continue;
    }
    if (rowsRead - privateRows >= limit) break;
    rowsRead += 1;
    const row = readRow(line);
    if (row && !all && isPrivate(row)) {
      privateRows += 1;
      continue;
    }
    const session = row ? toSession(row) : "NOT_CSV";
    if (typeof session === "string") faults.set(session, (faults.get(session) ?? 0) + 1);
    else sessions.push(session);
  }
  if (!readRow) throw new LogError("it is empty");
  return { sessions, rowsRead, privateRows, faults };
}

// A session is one line in these logs. Parsed line by line, a stray quote costs only its own row; parsed as a whole, it
// costs the rows after it as well.
function rowReader(header: string): RowReader {
  // Spreadsheets separate with semicolons if the comma is the decimal sign.
  const delimiter = header.includes(";") ? ";" : ",";
  const names = fieldsOf(header, delimiter) ?? [];
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new LogError(`its header has no column ${missing.join(", ")}`);
  return (line) => {
    const fields = fieldsOf(line, delimiter);
    if (fields?.length !== names.length) return null;
    return Object.fromEntries(names.map((name, index) => [name, fields[index] ?? ""])) as LogRow;
  };
}

// Trimming also removes a byte order mark.
function fieldsOf(line: string, delimiter: string): string[] | null {
  try {
    const [fields] = parse(line, { delimiter, relax_column_count: true, trim: true });
    return fields ?? null;
  } catch {
    return null;
  }
}

function isPrivate({ User_type, Shared_ID }: LogRow): boolean {
  return User_type !== "Shared" && isAbsent(Shared_ID);
}

/** The session of a row, or the row's fault. */
function toSession(row: LogRow): LoggedSession | RowFault {
  const { session_ID: id, Garage_ID: garage, User_ID: user } = row;
  const charger = isPrivate(row) ? `Private ${user}` : row.Shared_ID;
  if (![id, garage, user, charger].every(isId)) return "BAD_ID";
  const startAt = parseWallClock(row.Start_plugin);
  if (startAt === null) return "BAD_DATE";
  if (isAbsent(row.End_plugout)) return "NEVER_ENDS";
  const endAt = parseWallClock(row.End_plugout);
  if (endAt === null) return "BAD_DATE";
  if (endAt < startAt) return "ENDS_BEFORE_START";
  const energyKwh = parseEnergy(row.El_kWh);
  if (energyKwh === null) return "BAD_ENERGY";
  return { id, garage, charger, user, startAt, endAt, energyKwh };
}

function isAbsent(value: string): boolean {
  return value === "" || value === "NA";
}

// Ids become names and labels at the server, which limits their length.
function isId(value: string): boolean {
  return !isAbsent(value) && value.length <= 100 && !/\p{Cc}/u.test(value);
}
