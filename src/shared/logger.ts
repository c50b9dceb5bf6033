import { type DestinationStream, type Logger, pino } from "pino";
import pretty from "pino-pretty";

export type { Logger };

export interface LoggerOptions {
  readonly level: string;
  /** Lines for a person at a terminal; JSON lines otherwise. */
  readonly readable: boolean;
  readonly destination?: DestinationStream;
}

export function createLogger({ level, readable, destination }: LoggerOptions): Logger {
  const options = {
    level,
    redact: ["authorization", "*.authorization", "token", "*.token"],
    serializers: { err: describeError },
  };
  if (destination) return pino(options, destination);
  if (!readable) return pino(options);
  return pino(
    options,
    pretty({ colorize: true, ignore: "pid,hostname", translateTime: "SYS:HH:MM:ss.l", sync: true }),
  );
}

/** The properties of an error that are logged. None of them contains what a client sent. */
const LOGGED_ERROR_FIELDS: ReadonlySet<string> = new Set([
  ...["type", "message", "stack", "code", "errno", "syscall", "address", "port"],
  // PostgreSQL's. Its `detail` and `where` are left out because they quote whole rows, as are the parameters and
  // connections that drivers add.
  ...["severity", "schema", "table", "column", "dataType", "constraint", "routine", "query"],
]);

function describeError(error: Error): object {
  const fields = Object.entries(pino.stdSerializers.err(error)).filter(([name]) =>
    LOGGED_ERROR_FIELDS.has(name),
  );
  const all = error instanceof AggregateError && { aggregateErrors: error.errors.map(describeError) };
  return {
    ...Object.fromEntries(fields.map(([name, value]) => [name, withoutQuotedData(error, name, value)])),
    ...all,
  };
}

// PostgreSQL's class 22, "data exception", quotes the value, as in: invalid input syntax for type date: "…".
function withoutQuotedData(error: Error, name: string, value: unknown): unknown {
  const { code } = error as { code?: unknown };
  const quotes =
    typeof code === "string" && /^22.{3}$/.test(code) && (name === "message" || name === "stack");
  return quotes && typeof value === "string" ? value.replace(/"[^"]*"/g, '"…"') : value;
}
