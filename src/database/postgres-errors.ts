import { DomainError } from "../shared/domain-error.ts";

interface PostgresError extends Error {
  readonly code: string;
  readonly constraint?: string;
}

function sqlState(error: unknown): string | undefined {
  const code = (error as Partial<PostgresError> | null)?.code;
  return typeof code === "string" ? code : undefined;
}

const SERIALIZATION_FAILURE = "40001";
const DEADLOCK_DETECTED = "40P01";
const UNIQUE_VIOLATION = "23505";
const EXCLUSION_VIOLATION = "23P01";

/**
 * Constraints behind a rule that is also decided in code. Violating one means that the data changed between the read
 * and the write. On the next run, the transaction reads the new state and refuses with all the facts.
 */
const decidedByRules: ReadonlySet<string> = new Set([
  "one_holding_item_per_slot",
  "one_active_session_per_slot",
  "one_active_session_per_vehicle",
  "one_session_per_reservation",
  "no_overlapping_windows",
]);

/** Thrown inside a transaction to have it run again from the start on a newer state. */
export class StaleReadError extends Error {
  override readonly name = "StaleReadError";
}

export function shouldRunAgain(error: unknown): boolean {
  if (error instanceof StaleReadError) return true;
  const state = sqlState(error);
  if (state === SERIALIZATION_FAILURE || state === DEADLOCK_DETECTED) return true;
  const constraint = (error as Partial<PostgresError> | null)?.constraint;
  const refused = state === UNIQUE_VIOLATION || state === EXCLUSION_VIOLATION;
  return refused && constraint !== undefined && decidedByRules.has(constraint);
}

const connectionErrorCodes: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
]);
// Messages of `pg`, which have no code, for a connection that is lost or cannot be had in time.
const connectionErrorMessages =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end|Query read timeout/;

/** Whether the database could not be reached, is starting or stopping, or is out of connections. */
export function isUnavailable(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) {
    // Class 08 is "connection exception", 53 "insufficient resources", 57P "operator intervention".
    return connectionErrorCodes.has(state) || /^(08|53|57P)/.test(state);
  }
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  // TypeORM's error for a connection that was lost in the middle of a transaction.
  if (error instanceof Error && error.name === "QueryRunnerAlreadyReleasedError") return true;
  return error instanceof Error && connectionErrorMessages.test(error.message);
}

const IN_FAILED_TRANSACTION = "25P02";

/** Whether a statement was refused only because an earlier one has failed. */
export function isAborted(error: unknown): boolean {
  return sqlState(error) === IN_FAILED_TRANSACTION;
}

/** Whether the database user lacks a permission. */
export function isNotPermitted(error: unknown): boolean {
  return sqlState(error) === "42501";
}

/** Errors of a PostgreSQL that can be reached but refuses a statement for now. */
const refusedForNow: ReadonlySet<string> = new Set([
  // The statement took too long.
  "57014",
  // The statement waited too long for a lock, if the database limits that.
  "55P03",
  // The database is read-only: a standby, or a full disk.
  "25006",
  // It ended a transaction that took too long, or in which this server, stopped for a while, sent nothing.
  "25P03",
  "25P04",
  // It admits no connection: the password or the role was changed, or the database is moved or accepts none for now.
  "28000",
  "28P01",
  "3D000",
  "55000",
]);

/** Expected database faults as domain errors; any other error unchanged. */
export function toDomainError(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const isRefused = refusedForNow.has(sqlState(error) ?? "");
  return shouldRunAgain(error) || isUnavailable(error) || isRefused ? unavailable() : error;
}

export function unavailable(): DomainError {
  return new DomainError(
    "SERVICE_UNAVAILABLE",
    "The database cannot serve this request right now; try again shortly",
  );
}
