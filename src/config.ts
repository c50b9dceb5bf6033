import type { OpenIdConnect } from "./access/sign-in.service.ts";
import { LEAST_RETENTION_DAYS } from "./audit/audit.rules.ts";
import { ConfigError, choice, type Environment, flag, integer, origins, text, url } from "./environment.ts";
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
  /** Null if only `authJwksUrl` is set, and outside production, where a secret is then made and kept in `dataDir`. */
  readonly authJwtSecret: string | null;
  /** The address of the keys that an identity provider publishes; null: tokens are signed with the secret only. */
  readonly authJwksUrl: string | null;
  readonly authJwksRefreshSeconds: number;
  /** What a token's `iss` and `aud` must say; null: anything. */
  readonly authIssuer: string | null;
  readonly authAudience: string | null;
  /** Where pages send people to sign in; null: nowhere. */
  readonly openIdConnect: OpenIdConnect | null;
  readonly reservationGraceSeconds: number;
  readonly defaultHoldSeconds: number;
  /** For how long a driver may hold a slot of an IMMEDIATE station; null: for ever. */
  readonly maxHoldSeconds: number | null;
  /** How far ahead a driver may book; null: any time. */
  readonly bookingHorizonDays: number | null;
  /** How many open reservations a driver may have; null: any number. */
  readonly maxOpenReservations: number | null;
  /** How long the head of a line has to accept its turn. */
  readonly turnSeconds: number;
  /** How long before its deadline a reservation's owner is notified. */
  readonly expiringSoonSeconds: number;
  /** CALENDAR stations: kept free after each window. */
  readonly calendarBufferSeconds: number;
  /** CALENDAR stations: how long before its window a reservation begins to hold its slot. */
  readonly calendarLeadSeconds: number;
  /** CALENDAR stations: how much time must be left before the next hold for a walk-in to begin to charge. */
  readonly calendarMinWalkInSeconds: number;
  /** Null: dismissible reservations are hidden by hand only. */
  readonly autoHideDays: number | null;
  /** Null: the audit log is kept for ever. */
  readonly auditRetentionDays: number | null;
  /** For how long after an event clients can resume from it. */
  readonly feedRetentionSeconds: number;
  /** Whether webhooks may go to private networks and to this machine; they may then be http in production, too. */
  readonly webhookAllowPrivate: boolean;
  readonly seedDemo: boolean;
  readonly dashboard: boolean;
  readonly playground: boolean;
  readonly logLevel: string;
  /** How long the start waits for a database that does not answer yet. */
  readonly databaseWaitSeconds: number;
  /** How many connections serve requests; background work has some of its own. */
  readonly databasePoolSize: number;
  /** How many concurrent requests one transaction may serve; 1: each has its own. */
  readonly writeBatchSize: number;
  /** How long a statement of a request may take. */
  readonly statementTimeoutSeconds: number;
  /** Who may read the schema through the API. */
  readonly introspection: Introspection;
  /** The file with the only documents that are executed; null: any is. */
  readonly trustedDocumentsFile: string | null;
  /** The origins of web pages that may use the API besides those of this server; `*` stands for all. */
  readonly allowedOrigins: readonly string[];
  readonly limits: Limits;
}

const introspections = ["on", "signed-in", "off"] as const;
type Introspection = (typeof introspections)[number];

const nodeEnvs = ["production", "development", "test"];
const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];
/** With `offline_access` the page gets refresh tokens, so that nobody has to sign in every few minutes. */
const DEFAULT_SCOPE = "openid profile email offline_access";
const A_DAY = 24 * 3600;
const A_YEAR = 366 * 24 * 3600;
const MIN_SECRET_LENGTH = 32;

/** @throws ConfigError at the first variable that is wrong. */
export function readConfig(env: Environment): Config {
  const production = choice(env, "NODE_ENV", nodeEnvs, "development") === "production";
  const databaseUrl = url(env, "DATABASE_URL", ["postgres:", "postgresql:"]);
  const authJwtSecret = text(env, "AUTH_JWT_SECRET");
  const authJwksUrl = url(env, "AUTH_JWKS_URL", ["https:", "http:"], { password: false });
  if (production && authJwtSecret === null && authJwksUrl === null) {
    throw new ConfigError(
      "Neither AUTH_JWT_SECRET nor AUTH_JWKS_URL is set: production needs one of them, a random secret that only the issuer of tokens knows, or the address of its public keys",
    );
  }
  if (authJwtSecret !== null && authJwtSecret.length < MIN_SECRET_LENGTH) {
    throw new ConfigError(
      `AUTH_JWT_SECRET has ${authJwtSecret.length} characters: it must have at least ${MIN_SECRET_LENGTH}, or be left out if AUTH_JWKS_URL is set`,
    );
  }
  return Object.freeze({
    production,
    host: text(env, "HOST") ?? "127.0.0.1",
    port: integer(env, "PORT", { min: 0, max: 65_535, otherwise: 4000 }),
    databaseUrl,
    redisUrl: readRedisUrl(env),
    dataDir: text(env, "DATA_DIR") ?? ".data",
    authJwtSecret,
    authJwksUrl,
    authJwksRefreshSeconds: integer(env, "AUTH_JWKS_REFRESH_SECONDS", { min: 1, max: A_DAY, otherwise: 300 }),
    authIssuer: text(env, "AUTH_ISSUER"),
    authAudience: text(env, "AUTH_AUDIENCE"),
    openIdConnect: readOpenIdConnect(env, authJwksUrl),
    reservationGraceSeconds: integer(env, "RESERVATION_GRACE_SECONDS", {
      min: 0,
      max: A_YEAR,
      otherwise: 1800,
    }),
    ...readHolds(env),
    bookingHorizonDays: integer(env, "BOOKING_HORIZON_DAYS", { min: 1, max: 36_500, otherwise: null }),
    maxOpenReservations: integer(env, "MAX_OPEN_RESERVATIONS", { min: 1, max: 1_000_000, otherwise: null }),
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
    dashboard: flag(env, "DASHBOARD", true),
    playground: flag(env, "PLAYGROUND", !production),
    logLevel: choice(env, "LOG_LEVEL", logLevels, "info"),
    databaseWaitSeconds: integer(env, "DATABASE_WAIT_SECONDS", { min: 0, max: 3600, otherwise: 30 }),
    databasePoolSize: integer(env, "DATABASE_POOL_SIZE", { min: 1, max: 1_000, otherwise: 20 }),
    writeBatchSize: integer(env, "WRITE_BATCH_SIZE", { min: 1, max: 1_000, otherwise: 256 }),
    statementTimeoutSeconds: integer(env, "STATEMENT_TIMEOUT_SECONDS", { min: 1, max: 3600, otherwise: 15 }),
    introspection: choice(env, "INTROSPECTION", introspections, production ? "signed-in" : "on"),
    trustedDocumentsFile:
      choice(env, "TRUSTED_DOCUMENTS", ["off", "only"], "off") === "only"
        ? (text(env, "TRUSTED_DOCUMENTS_FILE") ?? "schema/trusted-documents.json")
        : null,
    allowedOrigins: origins(env, "ALLOWED_ORIGINS"),
    limits: readLimits(env, production),
  });
}

function readRedisUrl(env: Environment): string | null {
  const value = url(env, "REDIS_URL", ["redis:", "rediss:"]);
  if (value === null) return null;
  const { protocol, pathname } = new URL(value);
  if (/^\/?\d*$/.test(pathname)) return value;
  throw new ConfigError(
    `REDIS_URL is "${protocol}//…${pathname}": only a database number may follow the host`,
  );
}

function readHolds(env: Environment): Pick<Config, "defaultHoldSeconds" | "maxHoldSeconds"> {
  const maxHoldSeconds = integer(env, "MAX_HOLD_SECONDS", { min: 1, max: 100 * A_YEAR, otherwise: null });
  const otherwise = Math.min(1800, maxHoldSeconds ?? A_YEAR);
  const defaultHoldSeconds = integer(env, "DEFAULT_HOLD_SECONDS", { min: 1, max: A_YEAR, otherwise });
  if (maxHoldSeconds === null || defaultHoldSeconds <= maxHoldSeconds)
    return { defaultHoldSeconds, maxHoldSeconds };
  throw new ConfigError(
    `DEFAULT_HOLD_SECONDS is "${defaultHoldSeconds}": it must be at most MAX_HOLD_SECONDS (${maxHoldSeconds})`,
  );
}

/** Requires the issuer, to which users are sent, and its keys, by which they are recognised when they return. */
function readOpenIdConnect(env: Environment, authJwksUrl: string | null): OpenIdConnect | null {
  const clientId = text(env, "OIDC_CLIENT_ID");
  if (clientId === null) return null;
  const issuer = url(env, "AUTH_ISSUER", ["https:", "http:"], { password: false });
  if (issuer === null || authJwksUrl === null) {
    throw new ConfigError(
      `OIDC_CLIENT_ID is set without ${issuer === null ? "AUTH_ISSUER" : "AUTH_JWKS_URL"}: signing in needs AUTH_ISSUER, where users are sent, and AUTH_JWKS_URL, whose keys verify their tokens`,
    );
  }
  // The origin becomes part of a content security policy, in which these characters would end a word.
  if (/[;,']/.test(new URL(issuer).host))
    throw new ConfigError(`AUTH_ISSUER is "${issuer}": it must be a URL with a host name`);
  return { issuer, clientId, scope: text(env, "OIDC_SCOPE") ?? DEFAULT_SCOPE };
}
