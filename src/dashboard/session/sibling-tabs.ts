import { newKey } from "../shared/new-key.ts";
import type { OpenIdGrant } from "./grant.ts";

const NAME = "slotwire:tokens";
const ANSWER_WITHIN_MS = 200;

type Message =
  | { readonly ask: string; readonly refreshToken: string }
  | { readonly answer: string; readonly grant: OpenIdGrant };

/**
 * A duplicated tab has the same refresh token as the original. Many providers allow one use and end both sessions on
 * the second. So only one tab renews at a time, and asks the others first whether one of them has already renewed the
 * token.
 */
export class SiblingTabs {
  readonly #channel = new BroadcastChannel(NAME);
  // The refresh tokens that this tab has used, except for its current one.
  readonly #used = new Set<string>();
  #latest: OpenIdGrant | null = null;

  constructor() {
    this.#channel.addEventListener("message", ({ data }: MessageEvent<Message>) => {
      if (!("ask" in data) || !this.#latest || !this.#used.has(data.refreshToken)) return;
      this.#post({ answer: data.ask, grant: this.#latest });
    });
  }

  /** Renews a grant, unless another tab has already done so. Only one tab renews at a time. */
  renew(
    grant: OpenIdGrant & { readonly refreshToken: string },
    renew: () => Promise<OpenIdGrant | null>,
  ): Promise<OpenIdGrant | null> {
    return alone(async () => {
      const next = (await this.#askOtherTabs(grant.refreshToken)) ?? (await renew());
      this.#used.add(grant.refreshToken);
      this.#latest = next;
      return next;
    });
  }

  /** Forgets the grant, so that other tabs do not get it. */
  forget(): void {
    this.#latest = null;
    this.#used.clear();
  }

  async #askOtherTabs(refreshToken: string): Promise<OpenIdGrant | null> {
    const ask = newKey();
    const answered = new AbortController();
    try {
      return await new Promise((resolve) => {
        const onMessage = ({ data }: MessageEvent<Message>) => {
          if ("answer" in data && data.answer === ask) resolve(data.grant);
        };
        this.#channel.addEventListener("message", onMessage, { signal: answered.signal });
        setTimeout(() => resolve(null), ANSWER_WITHIN_MS);
        this.#post({ ask, refreshToken });
      });
    } finally {
      answered.abort();
    }
  }

  #post(message: Message): void {
    this.#channel.postMessage(message);
  }
}

function alone<Result>(work: () => Promise<Result>): Promise<Result> {
  return navigator.locks.request(NAME, work) as Promise<Result>;
}
