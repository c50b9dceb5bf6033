import { type Environment, integer, integerOrOff } from "./environment.ts";

/** What one caller may use of a server, whatever transport it comes by. Each is a setting. */
export interface Limits {
  /** How deep the fields of an operation, and the values in it, may be nested. */
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxDirectives: number;
  readonly maxRootFields: number;
  readonly maxTokens: number;
  /** How many objects an operation may make at most, by its pages. */
  readonly maxCost: number;
  readonly maxUrlBytes: number;
  readonly maxBodyBytes: number;
  /** The size of a message from a WebSocket's client. */
  readonly maxMessageBytes: number;
  /** How long reading a request may take, how long an operation may run, and how long its answer may remain unread. */
  readonly requestTimeoutSeconds: number;
  /** Points a minute of a user or an address; null: unlimited. */
  readonly rateLimit: number | null;
  /** How many proxies stand in front and report the address they were called from; null: none is trusted. */
  readonly trustedProxies: number | null;
  /** WebSockets and event streams; null: unlimited. */
  readonly maxSocketsPerUser: number | null;
  readonly maxSocketsPerAddress: number | null;
  readonly maxSubscriptionsPerSocket: number;
  readonly maxMessagesPerSecond: number;
}

const MANY = 1_000_000_000;

/** Limits that protect a server from strangers are on in production, and off for trials and measurements. */
export function readLimits(env: Environment, production: boolean): Limits {
  const from1 = (otherwise: number) => ({ min: 1, max: MANY, otherwise });
  const inProduction = (value: number) => ({ min: 1, max: MANY, otherwise: production ? value : null });
  return Object.freeze({
    maxDepth: integer(env, "MAX_DEPTH", from1(20)),
    maxAliases: integer(env, "MAX_ALIASES", { min: 0, max: MANY, otherwise: 50 }),
    maxDirectives: integer(env, "MAX_DIRECTIVES", { min: 0, max: MANY, otherwise: 50 }),
    maxRootFields: integer(env, "MAX_ROOT_FIELDS", from1(50)),
    maxTokens: integer(env, "MAX_TOKENS", from1(2_000)),
    maxCost: integer(env, "MAX_COST", from1(50_000)),
    maxUrlBytes: integer(env, "MAX_URL_BYTES", { min: 100, max: 100_000, otherwise: 8_000 }),
    maxBodyBytes: integer(env, "MAX_BODY_BYTES", { min: 100, max: MANY, otherwise: 1_000_000 }),
    maxMessageBytes: integer(env, "MAX_MESSAGE_BYTES", { min: 100, max: MANY, otherwise: 1_000_000 }),
    requestTimeoutSeconds: integer(env, "REQUEST_TIMEOUT_SECONDS", { min: 1, max: 3_600, otherwise: 30 }),
    rateLimit: integerOrOff(env, "RATE_LIMIT", inProduction(3_000)),
    trustedProxies: integerOrOff(env, "TRUST_PROXY", { min: 1, max: 10, otherwise: null }),
    maxSocketsPerUser: integerOrOff(env, "MAX_SOCKETS_PER_USER", inProduction(100)),
    maxSocketsPerAddress: integerOrOff(env, "MAX_SOCKETS_PER_ADDRESS", inProduction(1_000)),
    maxSubscriptionsPerSocket: integer(env, "MAX_SUBSCRIPTIONS_PER_SOCKET", from1(1_000)),
    maxMessagesPerSecond: integer(env, "MAX_MESSAGES_PER_SECOND", from1(500)),
  });
}
