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

/** Without what drivers hang on their errors: whole connections, and the values of a statement. */
function describeError(error: Error): object {
  const { client, parameters, driverError, ...rest } = pino.stdSerializers.err(error) as unknown as Record<
    string,
    unknown
  >;
  return rest;
}
