import type { JWTHeaderParameters } from "jose";
import { DomainError } from "../../shared/domain-error.ts";
import type { Logger } from "../../shared/logger.ts";
import { Outage } from "../../shared/outage.ts";
import { Repeater } from "../../shared/repeater.ts";
import { unauthenticated } from "../caller.ts";
import { PublishedKeys, type VerifyingKey } from "./published-keys.ts";

export interface KeySetOptions {
  /** The address of a JSON Web Key Set. */
  readonly url: string;
  /** How often it is fetched: for how long, at most, a key works after it was removed from the set. */
  readonly refreshSeconds: number;
  readonly log: Logger;
}

const FETCH_MS = 5_000;
const MOST_BYTES = 256 * 1024;
const RETRY_MS = 1_000;
/** How long after a fetch for an unknown key another unknown key does not cause a fetch. */
const COOL_DOWN_MS = 10_000;
const POLL_INTERVAL_MS = 250;

/**
 * The keys that an identity provider publishes at an address. They are fetched in the background, and also when a token
 * names an unknown key. The last keys stay in use for as long as no newer ones can be fetched.
 */
export class KeySet {
  readonly #options: KeySetOptions;
  readonly #repeater: Repeater;
  readonly #outage: Outage;
  readonly #listeners: (() => void)[] = [];
  readonly #closing = new AbortController();
  #keys: PublishedKeys | null = null;
  #fetching: Promise<void> | null = null;
  // By the monotonic clock of `performance`.
  #dueAt = 0;
  #coolUntil = 0;

  constructor(options: KeySetOptions) {
    this.#options = options;
    this.#outage = new Outage(options.log, {
      failing: "the keys of AUTH_JWKS_URL cannot be fetched",
      recovered: "the keys of AUTH_JWKS_URL can be fetched again",
    });
    this.#repeater = new Repeater({
      work: async () => {
        if (performance.now() >= this.#dueAt) await this.#fetch();
      },
      everyMs: POLL_INTERVAL_MS,
      onError: (error) => options.log.error({ err: error }, "the key set cannot be kept up to date"),
    });
  }

  /** Starts to fetch, without waiting. */
  start(): void {
    this.#repeater.start();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#repeater.close();
    await this.#fetching;
  }

  /** Calls the listener after each successful fetch. */
  onRefreshed(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Whether a key is still published, according to the last fetch. */
  has(id: string): boolean {
    return this.#keys?.has(id) ?? false;
  }

  /**
   * The keys that may have signed a token with this header; at least one.
   *
   * @throws DomainError UNAUTHENTICATED if there is none; SERVICE_UNAVAILABLE if this is unknown, because the keys
   * could not be fetched.
   */
  async candidates(header: JWTHeaderParameters): Promise<readonly VerifyingKey[]> {
    const known = await this.#find(header);
    if (known.length > 0) return known;
    await this.#fetchForUnknown();
    const found = await this.#find(header);
    if (found.length > 0) return found;
    if (this.#keys && !this.#outage.lasts) throw unauthenticated("The token is not valid: get a new one");
    throw new DomainError(
      "SERVICE_UNAVAILABLE",
      "The keys to verify tokens cannot be fetched right now; try again shortly",
    );
  }

  async #find(header: JWTHeaderParameters): Promise<readonly VerifyingKey[]> {
    return (await this.#keys?.candidates(header)) ?? [];
  }

  // Tokens with invented key names cause one fetch per cool-down, which all concurrent callers share. If there are no
  // keys yet, the background is already fetching them.
  async #fetchForUnknown(): Promise<void> {
    const now = performance.now();
    if (!this.#fetching && (!this.#keys || now < this.#coolUntil)) return;
    if (!this.#fetching) this.#coolUntil = now + COOL_DOWN_MS;
    await this.#fetch();
  }

  #fetch(): Promise<void> {
    this.#fetching ??= this.#fetchOnce().finally(() => {
      this.#fetching = null;
    });
    return this.#fetching;
  }

  async #fetchOnce(): Promise<void> {
    const { url, refreshSeconds } = this.#options;
    try {
      const keys = await PublishedKeys.parse(await fetchText(url, this.#closing.signal));
      this.#keys = keys;
      this.#dueAt = performance.now() + refreshSeconds * 1000;
      this.#outage.succeeded({ keys: keys.size });
      for (const listener of this.#listeners) listener();
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      this.#dueAt = performance.now() + RETRY_MS;
      this.#outage.failed(error, { kept: this.#keys?.size ?? 0 });
    }
  }
}

/** @throws Error if the answer is not 200, comes too late, or is too long. */
async function fetchText(url: string, closing: AbortSignal): Promise<string> {
  const response = await fetch(url, {
    // Keys come from the configured address only.
    redirect: "error",
    headers: { accept: "application/jwk-set+json, application/json" },
    // The time limit includes reading the body.
    signal: AbortSignal.any([closing, AbortSignal.timeout(FETCH_MS)]),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`the answer has the status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the rest of the body.
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error(`the answer has more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
