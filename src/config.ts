import { LEAST_RETENTION_DAYS } from "./audit/audit.rules.ts";
import { type Limits, readLimits } from "./limits.ts";

/** The settings of a server, read once from the environment. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** Null: an embedded PostgreSQL below `dataDir`. */
  readonly databaseUrl: string | null;
  /** Null: events stay in this process. */
  readonly redisUrl: string | null;
  readonly dataDir: string;
  /** Null where only `authJwksUrl` is set; and outside production: a secret is then made and kept in `dataDir`. */
  readonly authJwtSecret: string | null;
  /** Of the keys that an identity provider publishes; null: tokens are signed with the secret only. */
  readonly authJwksUrl: string | null;
  readonly authJwksRefreshSeconds: number;
  /** What a token's `iss` and `aud` must say; null: anything. */
  readonly authIssuer: string | null;
  readonly authAudience: string | null;
  readonly reservationGraceSeconds: number;
  readonly defaultHoldSeconds: number;
  /** How long the head of a line has to accept its turn. */
  readonly turnSeconds: number;
  /** How long before its deadline a reservation's owner is told. */
  readonly expiringSoonSeconds: number;
  /** CALENDAR stations: kept free after each window. */
  readonly calendarBufferSeconds: number;
  /** CALENDAR stations: how long before its window a reservation begins to hold its slot. */
  readonly calendarLeadSeconds: number;
  /** CALENDAR stations: what must be left before the next hold for a walk-in to begin to charge. */
  readonly calendarMinWalkInSeconds: number;
  /** Null: dismissible reservations are hidden by hand only. */
  readonly autoHideDays: number | null;
  /** Null: the audit log is kept for ever. */
  readonly auditRetentionDays: number | null;
  /** How long events can be resumed from after they happened. */
  readonly feedRetentionSeconds: number;
  /** Whether webhooks may go to private networks and to this machine; they may then be http in production, too. */
  readonly webhookAllowPrivate: boolean;
  readonly seedDemo: boolean;
  readonly playground: boolean;
  readonly logLevel: string;
  /** How long the start waits for a database that does not answer yet. */
  readonly databaseWaitSeconds: number;
  /** How many connections serve requests; what the server does by itself has some of its own. */
  readonly databasePoolSize: number;
  /** How long a statement of a request may take. */
  readonly statementTimeoutSeconds: number;
  /** Who may read the schema through the API. */
  readonly introspection: Introspection;
  /** Of the documents that are executed, and no others; null: any is. */
  readonly trustedDocumentsFile: string | null;
  /** Of web pages that may use the API beside those of this server; `*` stands for all. */
  readonly allowedOrigins: readonly string[];
  readonly limits: Limits;
}

const introspections = ["on", "signed-in", "off"] as const;
type Introspection = (typeof introspections)[number];

/** A setting that is wrong: the message names the variable, the value and what is allowed. */
class ConfigError extends Error {
  override readonly name = "ConfigError";
}

type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];
const A_DAY = 24 * 3600;
const A_YEAR = 366 * 24 * 3600;
const MIN_SECRET_LENGTH = 32;

/** @throws ConfigError at the first variable that is wrong. */
export function readConfig(env: Environment): Config {
  const production = env["NODE_ENV"] === "production";
  const databaseUrl = url(env, "DATABASE_URL", ["postgres:", "postgresql:"]);
  const authJwtSecret = text(env, "AUTH_JWT_SECRET");
  const authJwksUrl = url(env, "AUTH_JWKS_URL", ["https:", "http:"], { password: false });
  if (production && authJwtSecret === null && authJwksUrl === null) {
    throw new ConfigError(
      "Neither AUTH_JWT_SECRET nor AUTH_JWKS_URL is set: in production one is required, a random text that only the issuer of tokens knows, or the address of its public keys",
    );
  }
  if (authJwtSecret !== null && authJwtSecret.length < MIN_SECRET_LENGTH) {
    throw new ConfigError(
      `AUTH_JWT_SECRET has ${authJwtSecret.length} characters: it must have at least ${MIN_SECRET_LENGTH}, or be left out where AUTH_JWKS_URL is set`,
    );
  }
  return Object.freeze({
    production,
    host: text(env, "HOST") ?? "127.0.0.1",
    port: integer(env, "PORT", { min: 0, max: 65_535, otherwise: 4000 }),
    databaseUrl,
    redisUrl: url(env, "REDIS_URL", ["redis:", "rediss:"]),
    dataDir: text(env, "DATA_DIR") ?? ".data",
    authJwtSecret,
    authJwksUrl,
    authJwksRefreshSeconds: integer(env, "AUTH_JWKS_REFRESH_SECONDS", { min: 1, max: A_DAY, otherwise: 300 }),
    authIssuer: text(env, "AUTH_ISSUER"),
    authAudience: text(env, "AUTH_AUDIENCE"),
    reservationGraceSeconds: integer(env, "RESERVATION_GRACE_SECONDS", {
      min: 0,
      max: A_YEAR,
      otherwise: 1800,
    }),
    defaultHoldSeconds: integer(env, "DEFAULT_HOLD_SECONDS", { min: 1, max: A_YEAR, otherwise: 1800 }),
    turnSeconds: integer(env, "TURN_SECONDS", { min: 1, max: A_YEAR, otherwise: 900 }),
    expiringSoonSeconds: integer(env, "EXPIRING_SOON_SECONDS", { min: 0, max: A_YEAR, otherwise: 900 }),
    calendarBufferSeconds: integer(env, "CALENDAR_BUFFER_SECONDS", { min: 0, max: A_DAY, otherwise: 300 }),
    calendarLeadSeconds: integer(env, "CALENDAR_LEAD_SECONDS", { min: 0, max: A_DAY, otherwise: 900 }),
    calendarMinWalkInSeconds: integer(env, "CALENDAR_MIN_WALK_IN_SECONDS", {
      min: 0,
      max: A_DAY,
      otherwise: 600,
    }),
    autoHideDays: integer(env, "AUTO_HIDE_DAYS", { min: 0, max: 36_500, otherwise: null }),
    auditRetentionDays: integer(env, "AUDIT_RETENTION_DAYS", {
      min: LEAST_RETENTION_DAYS,
      max: 36_500,
      otherwise: null,
    }),
    feedRetentionSeconds: integer(env, "FEED_RETENTION_SECONDS", { min: 1, max: A_YEAR, otherwise: 86_400 }),
    webhookAllowPrivate: flag(env, "WEBHOOK_ALLOW_PRIVATE", false),
    seedDemo: flag(env, "SEED_DEMO", databaseUrl === null),
    playground: flag(env, "PLAYGROUND", !production),
    logLevel: choice(env, "LOG_LEVEL", logLevels, "info"),
    databaseWaitSeconds: integer(env, "DATABASE_WAIT_SECONDS", { min: 0, max: 3600, otherwise: 30 }),
    databasePoolSize: integer(env, "DATABASE_POOL_SIZE", { min: 1, max: 1_000, otherwise: 20 }),
    statementTimeoutSeconds: integer(env, "STATEMENT_TIMEOUT_SECONDS", { min: 1, max: 3600, otherwise: 15 }),
    introspection: choice(env, "INTROSPECTION", introspections, production ? "signed-in" : "on"),
    trustedDocumentsFile:
      choice(env, "TRUSTED_DOCUMENTS", ["off", "only"], "off") === "only"
        ? (text(env, "TRUSTED_DOCUMENTS_FILE") ?? "schema/trusted-documents.json")
        : null,
    allowedOrigins: origins(env, "ALLOWED_ORIGINS"),
    limits: readLimits(production, {
      integer: (name, bounds) => integer(env, name, bounds),
      integerOrOff: (name, bounds) => integerOrOff(env, name, bounds),
    }),
  });
}

function text(env: Environment, name: string): string | null {
  const value = env[name]?.trim();
  return value ? value : null;
}

function integer<Otherwise extends number | null>(
  env: Environment,
  name: string,
  { min, max, otherwise }: { min: number; max: number; otherwise: Otherwise },
): number | Otherwise {
  const value = text(env, name);
  if (value === null || (otherwise === null && value.toLowerCase() === "off")) return otherwise;
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  const off = otherwise === null ? ', or "off"' : "";
  throw new ConfigError(`${name} is "${value}": it must be a whole number from ${min} to ${max}${off}`);
}

function integerOrOff(
  env: Environment,
  name: string,
  bounds: { min: number; max: number; otherwise: number | null },
): number | null {
  const value = integer(env, name, { ...bounds, otherwise: null });
  return value === null && text(env, name) === null ? bounds.otherwise : value;
}

function flag(env: Environment, name: string, otherwise: boolean): boolean {
  return choice(env, name, ["true", "false"], String(otherwise)) === "true";
}

function choice<Choice extends string>(
  env: Environment,
  name: string,
  allowed: readonly Choice[],
  otherwise: Choice,
): Choice {
  const value = text(env, name)?.toLowerCase() ?? otherwise;
  const chosen = allowed.find((each) => each === value);
  if (chosen !== undefined) return chosen;
  throw new ConfigError(`${name} is "${env[name]}": it must be one of ${allowed.join(", ")}`);
}

function origins(env: Environment, name: string): readonly string[] {
  const list = (text(env, name) ?? "").split(",").map((each) => each.trim().replace(/\/$/, ""));
  const given = list.filter((each) => each !== "");
  const wrong = given.find((each) => each !== "*" && !(URL.canParse(each) && new URL(each).origin === each));
  if (wrong === undefined) return given;
  throw new ConfigError(
    `${name} has "${wrong}": it must be a list of origins such as https://app.example.com, parted by commas, or *`,
  );
}

function url(
  env: Environment,
  name: string,
  protocols: readonly string[],
  { password = true }: { password?: boolean } = {},
): string | null {
  const value = text(env, name);
  if (value === null) return null;
  const parsed = URL.canParse(value) ? new URL(value) : null;
  if (parsed && !password && (parsed.username || parsed.password))
    throw new ConfigError(`${name} is "${parsed.protocol}//…": it must not hold a user name or password`);
  if (parsed && protocols.includes(parsed.protocol)) return value;
  // The value may hold a password, so that only its beginning is shown.
  const shown = value.includes("://") ? `${value.split("://", 1)[0]}://…` : value;
  throw new ConfigError(
    `${name} is "${shown}": it must be a URL that begins with ${protocols.map((p) => `${p}//`).join(" or ")}`,
  );
}
