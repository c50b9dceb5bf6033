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
  /** Where all servers count together; null: each counts by itself. */
  readonly redis: Redis | Cluster | null;
  /** Of this database's servers: others may use the same Redis. */
  readonly prefix: string;
}

const MINUTE_SECONDS = 60;

/** The points that each user, or each address where nobody is signed in, may spend in a minute. */
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
          // Who is over the limit does not get as far as Redis.
          inMemoryBlockOnConsumed: points,
          // While Redis is away, each server counts by itself.
          rejectIfRedisNotReady: true,
          insuranceLimiter: inMemory,
        })
      : inMemory;
  }

  /** @throws DomainError RATE_LIMITED with `retryAfterSeconds` */
  async spend({ caller, address }: Client, points: number): Promise<void> {
    // What costs more than a minute has takes all of it but the point that it was read for, or nobody could ever pay it.
    const payable = Math.max(1, Math.min(points, this.#pointsPerMinute - 1));
    try {
      await this.#limiter.consume(caller.userId ?? address, payable);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw new DomainError(
        "RATE_LIMITED",
        say`More than ${this.#pointsPerMinute} points were spent in a minute: try again in ${retryAfterSeconds} seconds`,
        { retryAfterSeconds, limit: this.#pointsPerMinute },
      );
    }
  }
}
