import { newKey } from "../shared/new-key.ts";
import type { OpenIdGrant } from "./grant.ts";

const NAME = "slotwire:tokens";
const ANSWER_WITHIN_MS = 200;

type Message =
  | { readonly ask: string; readonly refreshToken: string }
  | { readonly answer: string; readonly grant: OpenIdGrant };

/**
 * A tab that was duplicated has the refresh token of the first, which is good for one use, and whose second use ends
 * both sessions at many providers. So tabs renew one after the other, and whoever comes second asks the first for what
 * it got.
 */
export class SiblingTabs {
  readonly #channel = new BroadcastChannel(NAME);
  // All refresh tokens that this tab has used up, down to its present one.
  readonly #used = new Set<string>();
  #latest: OpenIdGrant | null = null;

  constructor() {
    this.#channel.addEventListener("message", ({ data }: MessageEvent<Message>) => {
      if (!("ask" in data) || !this.#latest || !this.#used.has(data.refreshToken)) return;
      this.#tell({ answer: data.ask, grant: this.#latest });
    });
  }

  /** Renews a grant, unless another tab has done so; only one tab does at a time. */
  renew(
    grant: OpenIdGrant & { readonly refreshToken: string },
    renew: () => Promise<OpenIdGrant | null>,
  ): Promise<OpenIdGrant | null> {
    return alone(async () => {
      const next = (await this.#ask(grant.refreshToken)) ?? (await renew());
      this.#used.add(grant.refreshToken);
      this.#latest = next;
      return next;
    });
  }

  /** What was got is no longer anybody's. */
  forget(): void {
    this.#latest = null;
    this.#used.clear();
  }

  async #ask(refreshToken: string): Promise<OpenIdGrant | null> {
    const ask = newKey();
    const answered = new AbortController();
    try {
      return await new Promise((resolve) => {
        const hear = ({ data }: MessageEvent<Message>) => {
          if ("answer" in data && data.answer === ask) resolve(data.grant);
        };
        this.#channel.addEventListener("message", hear, { signal: answered.signal });
        setTimeout(() => resolve(null), ANSWER_WITHIN_MS);
        this.#tell({ ask, refreshToken });
      });
    } finally {
      answered.abort();
    }
  }

  #tell(message: Message): void {
    this.#channel.postMessage(message);
  }
}

function alone<Result>(work: () => Promise<Result>): Promise<Result> {
  return navigator.locks.request(NAME, work) as Promise<Result>;
}
