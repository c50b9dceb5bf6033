import { describe, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";

const secret = "0123456789abcdef0123456789abcdef";

test("an empty environment means an embedded database, demo data and the playground", () => {
  expect(readConfig({})).toEqual({
    production: false,
    host: "127.0.0.1",
    port: 4000,
    databaseUrl: null,
    redisUrl: null,
    dataDir: ".data",
    authJwtSecret: null,
    authJwksUrl: null,
    authJwksRefreshSeconds: 300,
    authIssuer: null,
    authAudience: null,
    openIdConnect: null,
    reservationGraceSeconds: 1800,
    defaultHoldSeconds: 1800,
    maxHoldSeconds: null,
    bookingHorizonDays: null,
    maxOpenReservations: null,
    turnSeconds: 900,
    expiringSoonSeconds: 900,
    calendarBufferSeconds: 300,
    calendarLeadSeconds: 900,
    calendarMinWalkInSeconds: 600,
    autoHideDays: null,
    auditRetentionDays: null,
    feedRetentionSeconds: 86_400,
    webhookAllowPrivate: false,
    seedDemo: true,
    dashboard: true,
    playground: true,
    logLevel: "info",
    databaseWaitSeconds: 30,
    databasePoolSize: 20,
    writeBatchSize: 256,
    statementTimeoutSeconds: 15,
    introspection: "on",
    trustedDocumentsFile: null,
    allowedOrigins: [],
    limits: {
      maxDepth: 20,
      maxAliases: 50,
      maxDirectives: 50,
      maxRootFields: 50,
      maxTokens: 2_000,
      maxCost: 50_000,
      maxUrlBytes: 8_000,
      maxBodyBytes: 1_000_000,
      maxMessageBytes: 1_000_000,
      requestTimeoutSeconds: 30,
      rateLimit: null,
      trustedProxies: null,
      maxSocketsPerUser: null,
      maxSocketsPerAddress: null,
      maxSubscriptionsPerSocket: 1_000,
      maxMessagesPerSecond: 500,
    },
  });
});

test("the playground is off in production, and demo data is off with an external database", () => {
  const env = { NODE_ENV: "production", AUTH_JWT_SECRET: secret, DATABASE_URL: "postgres://db/slotwire" };
  expect(readConfig(env)).toMatchObject({ playground: false, seedDemo: false });
  expect(readConfig(env)).toMatchObject({
    introspection: "signed-in",
    limits: { rateLimit: 3_000, maxSocketsPerUser: 100, maxSocketsPerAddress: 1_000 },
  });
  expect(readConfig({ ...env, RATE_LIMIT: "off" }).limits.rateLimit).toBeNull();
  expect(readConfig({ ...env, PLAYGROUND: "true", SEED_DEMO: "TRUE" })).toMatchObject({
    playground: true,
    seedDemo: true,
  });
});

test("in production AUTH_JWKS_URL replaces AUTH_JWT_SECRET", () => {
  const env = { NODE_ENV: "production", AUTH_JWKS_URL: "https://idp/keys", AUTH_ISSUER: "https://idp" };
  expect(readConfig({ ...env, AUTH_AUDIENCE: "slotwire" })).toMatchObject({
    authJwtSecret: null,
    authJwksUrl: "https://idp/keys",
    authIssuer: "https://idp",
    authAudience: "slotwire",
  });
});

test("OpenID Connect is configured if the issuer, its keys and the client id are set", () => {
  const env = { AUTH_JWKS_URL: "https://idp/keys", AUTH_ISSUER: "https://idp", OIDC_CLIENT_ID: "dashboard" };
  const scope = "openid profile email offline_access";
  expect(readConfig(env).openIdConnect).toEqual({ issuer: "https://idp", clientId: "dashboard", scope });
  expect(readConfig({ ...env, OIDC_SCOPE: "openid api" }).openIdConnect?.scope).toBe("openid api");
  expect(readConfig({ ...env, OIDC_CLIENT_ID: "" }).openIdConnect).toBeNull();
  expect(readConfig({ AUTH_ISSUER: "any text" }).authIssuer).toBe("any text");
});

test("the dashboard is on, also in production, unless switched off", () => {
  const env = { NODE_ENV: "production", AUTH_JWT_SECRET: secret };
  expect(readConfig(env).dashboard).toBe(true);
  expect(readConfig({ ...env, DASHBOARD: "false" }).dashboard).toBe(false);
});

test("an empty value counts as not set", () => {
  expect(readConfig({ PORT: "", REDIS_URL: " " })).toMatchObject({ port: 4000, redisUrl: null });
});

test("ALLOWED_ORIGINS may contain spaces and trailing slashes", () => {
  const env = { ALLOWED_ORIGINS: " https://a.example/, http://localhost:5173 ," };
  expect(readConfig(env).allowedOrigins).toEqual(["https://a.example", "http://localhost:5173"]);
});

test("the configuration is frozen", () => {
  expect(Object.isFrozen(readConfig({}))).toBe(true);
});

describe("an invalid value stops the start and names the variable, the value and what is allowed", () => {
  test.each([
    [{ PORT: "65536" }, 'PORT is "65536": it must be a whole number from 0 to 65535'],
    [
      { OIDC_CLIENT_ID: "dashboard", AUTH_JWKS_URL: "https://idp/keys" },
      "OIDC_CLIENT_ID is set without AUTH_ISSUER: signing in needs AUTH_ISSUER, where users are sent",
    ],
    [
      { OIDC_CLIENT_ID: "dashboard", AUTH_ISSUER: "https://idp" },
      "OIDC_CLIENT_ID is set without AUTH_JWKS_URL",
    ],
    [
      { OIDC_CLIENT_ID: "dashboard", AUTH_ISSUER: "idp", AUTH_JWKS_URL: "https://idp/keys" },
      'AUTH_ISSUER is "idp": it must be a URL that begins with https:// or http://',
    ],
    [
      { OIDC_CLIENT_ID: "dashboard", AUTH_ISSUER: "https://a;b", AUTH_JWKS_URL: "https://idp/keys" },
      'AUTH_ISSUER is "https://a;b": it must be a URL with a host name',
    ],
    [{ PORT: "4e3" }, 'PORT is "4e3": it must be a whole number from 0 to 65535'],
    [{ PORT: "-1" }, 'PORT is "-1"'],
    [{ DEFAULT_HOLD_SECONDS: "0" }, 'DEFAULT_HOLD_SECONDS is "0": it must be a whole number from 1 to'],
    [
      { DEFAULT_HOLD_SECONDS: "601", MAX_HOLD_SECONDS: "600" },
      'DEFAULT_HOLD_SECONDS is "601": it must be at most MAX_HOLD_SECONDS (600)',
    ],
    [{ MAX_HOLD_SECONDS: "0" }, 'MAX_HOLD_SECONDS is "0": it must be a whole number from 1 to'],
    [
      { BOOKING_HORIZON_DAYS: "0" },
      'BOOKING_HORIZON_DAYS is "0": it must be a whole number from 1 to 36500, or "off"',
    ],
    [{ MAX_OPEN_RESERVATIONS: "-1" }, 'MAX_OPEN_RESERVATIONS is "-1": it must be a whole number from 1 to'],
    [{ RESERVATION_GRACE_SECONDS: "1.5" }, 'RESERVATION_GRACE_SECONDS is "1.5"'],
    [{ FEED_RETENTION_SECONDS: "0" }, 'FEED_RETENTION_SECONDS is "0": it must be a whole number from 1 to'],
    [{ AUTO_HIDE_DAYS: "x" }, 'AUTO_HIDE_DAYS is "x": it must be a whole number from 0 to 36500, or "off"'],
    [
      { AUDIT_RETENTION_DAYS: "29" },
      'AUDIT_RETENTION_DAYS is "29": it must be a whole number from 30 to 36500, or "off"',
    ],
    [{ RATE_LIMIT: "0" }, 'RATE_LIMIT is "0": it must be a whole number from 1 to 1000000000, or "off"'],
    [{ MAX_DEPTH: "off" }, 'MAX_DEPTH is "off": it must be a whole number from 1 to'],
    [{ INTROSPECTION: "maybe" }, 'INTROSPECTION is "maybe": it must be one of on, signed-in, off'],
    [
      { ALLOWED_ORIGINS: "https://a.example, https://b.example/path" },
      'ALLOWED_ORIGINS has "https://b.example/path": it must be a list of origins such as https://app.example.com',
    ],
    [{ TRUSTED_DOCUMENTS: "yes" }, 'TRUSTED_DOCUMENTS is "yes": it must be one of off, only'],
    [{ ALLOWED_ORIGINS: "example.com" }, 'ALLOWED_ORIGINS has "example.com"'],
    [{ WEBHOOK_ALLOW_PRIVATE: "1" }, 'WEBHOOK_ALLOW_PRIVATE is "1": it must be one of true, false'],
    [{ SEED_DEMO: "yes" }, 'SEED_DEMO is "yes": it must be one of true, false'],
    [{ NODE_ENV: "prod" }, 'NODE_ENV is "prod": it must be one of production, development, test'],
    [{ LOG_LEVEL: "loud" }, 'LOG_LEVEL is "loud": it must be one of fatal, error'],
    [
      { DATABASE_URL: "mysql://root:hunter2@db/x" },
      'DATABASE_URL is "mysql://…": it must be a URL that begins with postgres://',
    ],
    ...["p#1", "p/1", "p%w"].map((password): [Record<string, string>, string] => [
      { DATABASE_URL: `postgres://me:${password}@db/x` },
      'DATABASE_URL is "postgres://…", which is not a valid URL: percent-encode special characters in the user name and password',
    ]),
    [{ REDIS_URL: "redis://:50%off@cache" }, 'REDIS_URL is "redis://…", which is not a valid URL'],
    [
      { REDIS_URL: "redis://cache/slotwire" },
      'REDIS_URL is "redis://…/slotwire": only a database number may follow the host',
    ],
    [{ REDIS_URL: "localhost" }, 'REDIS_URL is "localhost": it must be a URL that begins with redis://'],
    [
      { AUTH_JWT_SECRET: "short" },
      "AUTH_JWT_SECRET has 5 characters: it must have at least 32, or be left out if AUTH_JWKS_URL is set",
    ],
    [
      { NODE_ENV: "production", AUTH_JWT_SECRET: "short", AUTH_JWKS_URL: "https://idp/keys" },
      "AUTH_JWT_SECRET has 5 characters",
    ],
    [
      { NODE_ENV: "production" },
      "Neither AUTH_JWT_SECRET nor AUTH_JWKS_URL is set: production needs one of them",
    ],
    [
      { AUTH_JWKS_URL: "file:///keys" },
      'AUTH_JWKS_URL is "file://…": it must be a URL that begins with https:// or',
    ],
    [{ AUTH_JWKS_URL: "https://me:hunter2@idp/keys" }, "it must not contain a user name or password"],
    [
      { AUTH_JWKS_REFRESH_SECONDS: "0" },
      'AUTH_JWKS_REFRESH_SECONDS is "0": it must be a whole number from 1 to',
    ],
  ])("%j", (env, message) => {
    expect(() => readConfig(env)).toThrow(message);
  });

  test("without a password in the message", () => {
    expect(() => readConfig({ DATABASE_URL: "mysql://root:hunter2@db/x" })).toThrow(/^(?!.*hunter2)/);
    expect(() => readConfig({ AUTH_JWKS_URL: "https://me:hunter2@idp/keys" })).toThrow(/^(?!.*hunter2)/);
  });
});
