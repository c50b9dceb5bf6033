import type { Cluster, Redis } from "ioredis";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from "rate-limiter-flexible";
import { DomainError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";
import type { Client } from "./client.ts";

export interface RateLimitOptions {
  readonly pointsPerMinute: number;
  /** Where all servers count together; null if each counts by itself. */
  readonly redis: Redis | Cluster | null;
  /** Identifies this database's servers: others may use the same Redis. */
  readonly prefix: string;
}

const MINUTE_SECONDS = 60;

/** The points that each user, or each address without a signed-in user, may spend in a minute. */
export class RateLimit {
  readonly #limiter: RateLimiterAbstract;
  readonly #pointsPerMinute: number;

  constructor({ pointsPerMinute: points, redis, prefix: keyPrefix }: RateLimitOptions) {
    this.#pointsPerMinute = points;
    const inMemory = new RateLimiterMemory({ points, duration: MINUTE_SECONDS, keyPrefix });
    this.#limiter = redis
      ? new RateLimiterRedis({
          storeClient: redis,
          points,
          duration: MINUTE_SECONDS,
          keyPrefix,
          // Refuses a caller that is over the limit without asking Redis.
          inMemoryBlockOnConsumed: points,
          // While Redis is away, each server counts by itself.
          rejectIfRedisNotReady: true,
          insuranceLimiter: inMemory,
        })
      : inMemory;
  }

  /** @throws DomainError RATE_LIMITED with `retryAfterSeconds` */
  async spend({ caller, address }: Client, points: number): Promise<void> {
    // An operation that costs more than a minute's points takes all of them, less the point paid for reading it.
    // Otherwise nobody could ever pay for it.
    const payable = Math.max(1, Math.min(points, this.#pointsPerMinute - 1));
    try {
      await this.#limiter.consume(caller.userId ?? address, payable);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw new DomainError(
        "RATE_LIMITED",
        say`Rate limit of ${this.#pointsPerMinute} points a minute exceeded: try again in ${retryAfterSeconds} seconds`,
        { retryAfterSeconds, limit: this.#pointsPerMinute },
      );
    }
  }
}
