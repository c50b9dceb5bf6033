/** A token, and how to get the next one. */
export interface Grant {
  readonly token: string;
  /** Whose it is: the `sub` of the token. */
  readonly user: string;
  /** By `Date.now()`. */
  readonly expiresAt: number;
  /** What a reload of the page needs to go on; it is kept in this tab only. */
  readonly kept: KeptGrant;
}

export type KeptGrant =
  | { readonly kind: "demo"; readonly subject: string }
  | { readonly kind: "oidc" }
  /** A token that was pasted in: nothing follows it. */
  | { readonly kind: "token"; readonly token: string };

/** Makes the next token where the last is about to expire; null: the user has to sign in again. */
export type Renew = (kept: KeptGrant) => Promise<Grant | null>;

export type Session =
  | { readonly kind: "anonymous"; readonly expired: boolean }
  | { readonly kind: "signed-in"; readonly grant: Grant };

const KEY = "slotwire:session";
/** A token is replaced so long before it expires. */
const AHEAD_MS = 60_000;
const TRY_AGAIN_MS = 5_000;

/**
 * Who is signed in on this tab. Tokens are renewed ahead of time, without the page noticing: whoever sends one asks for
 * it at that moment.
 */
export class Sessions {
  readonly #renew: Renew;
  readonly #listeners = new Set<() => void>();
  #session: Session = { kind: "anonymous", expired: false };
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param renew the next token of what a tab kept. */
  constructor(renew: Renew) {
    this.#renew = renew;
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

  /** Goes on with what this tab kept, where it did. */
  async resume(): Promise<void> {
    const kept = parse(sessionStorage.getItem(KEY));
    if (kept) await this.#continue(kept);
  }

  begin(grant: Grant): void {
    sessionStorage.setItem(KEY, JSON.stringify(grant.kept));
    this.#become({ kind: "signed-in", grant });
    const inMs = Math.max(0, grant.expiresAt - Date.now() - AHEAD_MS);
    this.#timer = setTimeout(() => void this.#continue(grant.kept), Math.min(inMs, LONGEST_TIMER_MS));
  }

  end(expired = false): void {
    sessionStorage.removeItem(KEY);
    this.#become({ kind: "anonymous", expired });
  }

  async #continue(kept: KeptGrant): Promise<void> {
    clearTimeout(this.#timer);
    const before = this.#session;
    try {
      const grant = await this.#renew(kept);
      // Meanwhile somebody may have signed out, or in as somebody else.
      if (this.#session !== before) return;
      if (grant) this.begin(grant);
      else this.end(true);
    } catch {
      // The server cannot be reached: the token may still be good, and the next try is soon.
      if (this.#session === before) this.#timer = setTimeout(() => void this.#continue(kept), TRY_AGAIN_MS);
    }
  }

  #become(session: Session): void {
    clearTimeout(this.#timer);
    this.#session = session;
    for (const listener of this.#listeners) listener();
  }
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

function parse(text: string | null): KeptGrant | null {
  try {
    return JSON.parse(text ?? "null") as KeptGrant | null;
  } catch {
    return null;
  }
}

/** When a JWT expires, by `Date.now()`, and whose it is; null where it is none. */
export function readToken(token: string): { subject: string; expiresAt: number } | null {
  try {
    const [, claims = ""] = token.split(".");
    const { sub, exp } = JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/")));
    return typeof exp === "number" ? { subject: String(sub), expiresAt: exp * 1000 } : null;
  } catch {
    return null;
  }
}
