import { parseArgs } from "node:util";

export const usage = `Usage: npm run replay -- FILE.csv [options]

Drives a log of real charging sessions through the API of a running server, and checks that the live feed
reports exactly what was done.

  --url URL          the server (default http://127.0.0.1:4000)
  --feed-url URL     watch the feed there instead, at another server on the same database
  --speed N          log seconds per second, such as 100000 (default: as fast as possible)
  --limit N          only the first N rows of the chargers in question
  --all              include private chargers, each with its one user (default: shared ones only)
  --concurrency N    requests at once, at most (default 16); the order at each charger is kept
  --help             this text

AUTH_JWT_SECRET or DATA_DIR must be the same as the server's: the tool signs in as its drivers.

Exit code: 0 the feed matches what was done, 1 it does not, 2 the run could not start, 130 interrupted.
`;

export interface ReplayArguments {
  readonly file: string;
  readonly endpoint: string;
  readonly feedEndpoint: string;
  readonly speed: number;
  readonly limit?: number;
  readonly all: boolean;
  readonly concurrency: number;
}

/** The arguments are wrong: the message says which, and what is allowed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

const MAX_CONCURRENCY = 256;

/** The parsed command line; null if it asks for help. @throws UsageError */
export function readArguments(args: readonly string[]): ReplayArguments | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [file, ...more] = positionals;
  if (file === undefined) throw new UsageError("give the CSV file to replay");
  if (more.length > 0) throw new UsageError(`give one file only, without ${more.join(" ")}`);
  const endpoint = toEndpoint("--url", values.url);
  const feedUrl = values["feed-url"];
  return {
    file,
    endpoint,
    feedEndpoint: feedUrl === undefined ? endpoint : toEndpoint("--feed-url", feedUrl),
    speed: values.speed === undefined ? Number.POSITIVE_INFINITY : toSpeed(values.speed),
    limit: values.limit === undefined ? undefined : toCount("--limit", values.limit),
    all: values.all,
    concurrency: toCount("--concurrency", values.concurrency, MAX_CONCURRENCY),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: { type: "string", default: "http://127.0.0.1:4000" },
        "feed-url": { type: "string" },
        speed: { type: "string" },
        limit: { type: "string" },
        all: { type: "boolean", default: false },
        concurrency: { type: "string", default: "16" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function toEndpoint(option: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    throw new UsageError(`${option} is "${value}": it must be a URL that begins with http:// or https://`);
  }
  // Both the server's address and that of its API are accepted.
  const path = url.pathname.replace(/\/+$/, "");
  url.pathname = path.endsWith("/graphql") ? path : `${path}/graphql`;
  return url.href;
}

function toSpeed(value: string): number {
  const speed = /^\d+(\.\d+)?$/.test(value) ? Number(value) : 0;
  if (speed > 0 && Number.isFinite(speed)) return speed;
  throw new UsageError(`--speed is "${value}": it must be a number above 0`);
}

function toCount(option: string, value: string, max = Number.MAX_SAFE_INTEGER): number {
  const count = /^\d+$/.test(value) ? Number(value) : 0;
  if (count >= 1 && count <= max) return count;
  throw new UsageError(
    max === Number.MAX_SAFE_INTEGER
      ? `${option} is "${value}": it must be a whole number, at least 1`
      : `${option} is "${value}": it must be a whole number from 1 to ${max}`,
  );
}
