import { type CryptoKey, calculateJwkThumbprint, createLocalJWKSet, type JWTHeaderParameters } from "jose";

/** A key that verifies signatures. Its id is its thumbprint (RFC 7638), which is the same wherever it is published. */
export interface VerifyingKey {
  readonly id: string;
  readonly key: CryptoKey;
}

type FindKey = ReturnType<typeof createLocalJWKSet>;

interface PublishedKey {
  readonly id: string;
  readonly kid: unknown;
  /** The key, if it fits a token with this header. */
  readonly find: FindKey;
}

/** How many keys are tried for a token that does not name its own. */
const MOST_CANDIDATES = 10;

/** The keys of one JSON Web Key Set (RFC 7517). Entries that are not public keys of a supported kind are ignored. */
export class PublishedKeys {
  readonly #keys: readonly PublishedKey[];
  readonly #ids: ReadonlySet<string>;

  private constructor(keys: readonly PublishedKey[]) {
    this.#keys = keys;
    this.#ids = new Set(keys.map(({ id }) => id));
  }

  /** @throws Error if the text is not a JSON Web Key Set. */
  static async parse(text: string): Promise<PublishedKeys> {
    const set: unknown = JSON.parse(text);
    const { keys } = (set ?? {}) as { keys?: unknown };
    if (!Array.isArray(keys)) throw new Error("it is not a JSON Web Key Set");
    const published = await Promise.all(keys.map(toPublishedKey));
    return new PublishedKeys(published.filter((key) => key !== null));
  }

  get size(): number {
    return this.#keys.length;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** The keys that may have signed a token: those with its `kid`, or any key for its algorithm if it has none. */
  async candidates(header: JWTHeaderParameters): Promise<VerifyingKey[]> {
    const named = this.#keys.filter(({ kid }) => header.kid === undefined || header.kid === kid);
    const found: VerifyingKey[] = [];
    for (const { id, find } of named) {
      const key = await find(header).catch(() => null);
      if (key) found.push({ id, key });
      if (found.length === MOST_CANDIDATES) break;
    }
    return found;
  }
}

async function toPublishedKey(jwk: unknown): Promise<PublishedKey | null> {
  try {
    const find = createLocalJWKSet({ keys: [jwk] } as Parameters<typeof createLocalJWKSet>[0]);
    const key = jwk as Parameters<typeof calculateJwkThumbprint>[0] & { kid?: unknown };
    return { id: await calculateJwkThumbprint(key), kid: key.kid, find };
  } catch {
    return null;
  }
}
