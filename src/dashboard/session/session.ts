import type { Grant, Grants, StoredGrant } from "./grant.ts";
import { ofSameUser } from "./token.ts";

/** A tab's storage, which survives a reload. */
export interface TabStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export type Session =
  | { readonly kind: "anonymous" /** It ended by itself. */; readonly expired: boolean }
  | { readonly kind: "signed-in"; readonly grant: Grant };

const KEY = "slotwire:session";
/** How long before its expiry a token is renewed. A short-lived one is renewed at a quarter of its lifetime. */
const AHEAD_MS = 60_000;
const TRY_AGAIN_MS = 5_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The session of this tab. Tokens are renewed ahead of time, invisibly to the page: every request reads the token when
 * it is sent.
 *
 *     anonymous ──begin──► signed-in ──renewed──► signed-in ──end, renewal refused, expired──► anonymous
 */
export class Sessions {
  readonly #grants: Grants;
  readonly #storage: TabStorage;
  readonly #listeners = new Set<() => void>();
  #session: Session = { kind: "anonymous", expired: false };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #renewing: { readonly of: Grant; readonly done: Promise<void> } | null = null;
  // A token that replaced one that the server refused.
  #replacement: string | null = null;

  constructor(grants: Grants, storage: TabStorage) {
    this.#grants = grants;
    this.#storage = storage;
  }

  get current(): Session {
    return this.#session;
  }

  get token(): string | null {
    return this.#session.kind === "signed-in" ? this.#session.grant.token : null;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Continues the session that this tab stored, if any. */
  async resume(): Promise<void> {
    const kept = parse(this.#storage.getItem(KEY));
    const before = this.#session;
    if (!kept) return;
    try {
      const grant = await this.#grants.resume(kept);
      if (this.#session !== before) return;
      if (grant) this.begin(grant);
      else this.end(true);
    } catch {
      if (this.#session === before) this.#timer = setTimeout(() => void this.resume(), TRY_AGAIN_MS);
    }
  }

  begin(grant: Grant): void {
    this.#storage.setItem(KEY, JSON.stringify(grant.kept));
    this.#become({ kind: "signed-in", grant });
    const { lifetimeMs } = grant;
    if (lifetimeMs === null) return;
    const aheadMs = Math.min(AHEAD_MS, lifetimeMs / 4);
    const endsAt = performance.now() + lifetimeMs;
    const inMs = Math.min(lifetimeMs - aheadMs, LONGEST_TIMER_MS);
    this.#timer = setTimeout(() => void this.#renewUntil(endsAt, grant, aheadMs / 4), inMs);
  }

  /** @param expired whether the session ended without the user signing out. The user is told so. */
  end(expired = false): void {
    this.#storage.removeItem(KEY);
    this.#become({ kind: "anonymous", expired });
  }

  /**
   * Handles a token that the server refused although it seemed valid, for example because this machine slept or the
   * server has new keys. If its replacement is refused as well, the session ends.
   *
   * @returns the token of the same user to retry with; null if there is none.
   */
  async replace(refused: string): Promise<string | null> {
    const grant = this.#grant;
    if (!grant) return null;
    if (grant.token !== refused) return ofSameUser(grant.token, refused);
    if (grant.lifetimeMs === null || this.#replacement === refused) {
      this.end(true);
      return null;
    }
    try {
      await this.#renewOnce(grant);
    } catch {
      if (this.#grant === grant) this.end(true);
    }
    const next = this.token;
    if (next === null) return null;
    this.#replacement = next;
    return ofSameUser(next, refused);
  }

  get #grant(): Grant | null {
    return this.#session.kind === "signed-in" ? this.#session.grant : null;
  }

  async #renewUntil(endsAt: number, grant: Grant, tryAgainMs: number): Promise<void> {
    try {
      await this.#renewOnce(grant);
    } catch {
      // There was no response. The token is still valid for a while, so try again soon.
      if (this.#grant !== grant) return;
      const leftMs = endsAt - performance.now();
      const waitMs = Math.min(TRY_AGAIN_MS, tryAgainMs, leftMs);
      if (leftMs <= 0) this.end(true);
      else this.#timer = setTimeout(() => void this.#renewUntil(endsAt, grant, tryAgainMs), waitMs);
    }
  }

  // Some refresh tokens can be used only once, so callers share a renewal in progress.
  #renewOnce(grant: Grant): Promise<void> {
    if (this.#renewing?.of === grant) return this.#renewing.done;
    const done = this.#renew(grant).finally(() => {
      if (this.#renewing?.of === grant) this.#renewing = null;
    });
    this.#renewing = { of: grant, done };
    return done;
  }

  async #renew(grant: Grant): Promise<void> {
    const next = await this.#grants.renew(grant.kept);
    // The user may have signed out in the meantime, or signed in as another user.
    if (this.#grant !== grant) return;
    if (next) this.begin(next);
    else this.end(true);
  }

  #become(session: Session): void {
    clearTimeout(this.#timer);
    this.#session = session;
    for (const listener of this.#listeners) listener();
  }
}

function parse(text: string | null): StoredGrant | null {
  try {
    const kept = JSON.parse(text ?? "null") as StoredGrant | null;
    return kept && ["demo", "oidc", "token"].includes(kept.kind) ? kept : null;
  } catch {
    return null;
  }
}
