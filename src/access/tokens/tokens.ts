import { type CryptoKey, decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { isBlank } from "../../shared/blank.ts";
import { DomainError } from "../../shared/domain-error.ts";
import { MAX_ORGANISATION_LENGTH, unauthenticated } from "../caller.ts";
import { Role } from "../roles.ts";
import type { KeySet } from "./key-set.ts";

/** What a token says of its bearer, checked. */
export interface Claims {
  readonly subject: string;
  readonly expiresAt: Date;
  readonly roles: readonly Role[];
  readonly name: string | null;
  readonly email: string | null;
  /** Null: of no organisation, and so confined to none. */
  readonly organisation: string | null;
  /** Of the published key that verified it; null where it was the secret. */
  readonly keyId: string | null;
}

/** What a token is verified with besides the secret. */
export interface Issuer {
  /** The keys that it publishes. */
  readonly keySet?: KeySet | null;
  /** What `iss` and `aud` must say; anything where it is not set. */
  readonly issuer?: string | null;
  readonly audience?: string | null;
}

const SYMMETRIC = "HS256";
/** What a published key may have signed with. No symmetric algorithm: whoever knows such a key can sign with it. */
const ASYMMETRIC = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];

/**
 * Verifies the bearer tokens of this API, and signs those of its own. The algorithm decides what a token is verified
 * with: HS256 with the secret and nothing else, the asymmetric ones with the published keys and nothing else. What a
 * token says of where its key is to be found (`jku`, `jwk`, `x5u`, `x5c`) is not looked at.
 */
export class Tokens {
  readonly #secret: Uint8Array | null;
  readonly #keySet: KeySet | null;
  readonly #issuer: string | undefined;
  readonly #audience: string | undefined;

  constructor(secret: string | null, { keySet = null, issuer, audience }: Issuer = {}) {
    this.#secret = secret === null ? null : new TextEncoder().encode(secret);
    this.#keySet = keySet;
    this.#issuer = issuer ?? undefined;
    this.#audience = audience ?? undefined;
  }

  /** Whether there is a secret to sign with. */
  get canSign(): boolean {
    return this.#secret !== null;
  }

  /**
   * @throws DomainError UNAUTHENTICATED where the token is expired, malformed, unsigned or wrongly signed, or meant for
   *   somebody else; SERVICE_UNAVAILABLE where the keys for it cannot be had.
   */
  async verify(token: string): Promise<Claims> {
    const { payload, keyId } = await this.#verify(token).catch((error: unknown) => {
      if (error instanceof DomainError) throw error;
      if (error instanceof errors.JWTExpired) throw unauthenticated("The token has expired: get a new one");
      throw unauthenticated("The token is not valid: get a new one");
    });
    const { sub, exp, name, email, org } = payload;
    const roles = payload["roles"] ?? [];
    if (!isText(sub) || exp === undefined || !isTextList(roles)) {
      throw unauthenticated("The token's claims are malformed: sub is text, roles a list of names");
    }
    // Without the claim an operator is confined to nothing: one that cannot be read must not come to mean the same.
    if (org !== undefined && !isOrganisation(org))
      throw unauthenticated("The token's claims are malformed: org is the name of an organisation");
    return {
      subject: sub,
      expiresAt: new Date(Math.min(exp * 1000, LAST_DATE_MS)),
      roles: knownRoles(roles),
      // For show only: an identity provider's oddities here are no reason to turn anybody away.
      name: isText(name) ? name : null,
      email: isText(email) ? email : null,
      organisation: org ?? null,
      keyId,
    };
  }

  /** Whether the key that a token was verified with would still do. */
  trusts(keyId: string | null): boolean {
    return keyId === null || (this.#keySet?.has(keyId) ?? false);
  }

  /** A token for `subject`, for tests and for the demo's users. @throws Error where there is no secret. */
  async sign(
    claims: {
      subject: string;
      roles: readonly Role[];
      name?: string;
      email?: string;
      organisation?: string;
    },
    lifetime: string,
  ): Promise<string> {
    if (!this.#secret) throw new Error("There is no secret to sign tokens with");
    const { subject, roles, name, email, organisation: org } = claims;
    const [iss, aud] = [this.#issuer, this.#audience];
    const about = {
      ...(name && { name }),
      ...(email && { email }),
      ...(org && { org }),
      ...(iss && { iss }),
      ...(aud && { aud }),
    };
    return new SignJWT({ roles, ...about })
      .setProtectedHeader({ alg: SYMMETRIC })
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(lifetime)
      .sign(this.#secret);
  }

  async #verify(token: string): Promise<{ payload: JWTPayload; keyId: string | null }> {
    const header = decodeProtectedHeader(token);
    const { alg } = header;
    if (alg === SYMMETRIC && this.#secret) {
      return { payload: await this.#payload(token, this.#secret, alg), keyId: null };
    }
    if (!this.#keySet || alg === undefined || !ASYMMETRIC.includes(alg)) {
      throw unauthenticated("The token is not valid: get a new one");
    }
    let refusal: unknown;
    for (const { id, key } of await this.#keySet.candidates({ ...header, alg })) {
      try {
        return { payload: await this.#payload(token, key, alg), keyId: id };
      } catch (error) {
        refusal = error;
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) break;
      }
    }
    throw refusal;
  }

  async #payload(token: string, key: Uint8Array | CryptoKey, alg: string): Promise<JWTPayload> {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [alg],
      requiredClaims: ["sub", "exp"],
      issuer: this.#issuer,
      audience: this.#audience,
    });
    return payload;
  }
}

const MAX_CLAIM_LENGTH = 500;
/** Where JavaScript's dates end. */
const LAST_DATE_MS = 8.64e15;

function isText(value: unknown): value is string {
  return (
    typeof value === "string" && !isBlank(value) && value.length <= MAX_CLAIM_LENGTH && !value.includes("\0")
  );
}

function isOrganisation(value: unknown): value is string {
  return isText(value) && [...value].length <= MAX_ORGANISATION_LENGTH;
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

// An identity provider's other roles are none of our business, nor those that capitals only make one of ours: "admın".
function knownRoles(names: readonly string[]): Role[] {
  const named = new Set(names.filter((name) => ASCII.test(name)).map((name) => name.toUpperCase()));
  return Object.values(Role).filter((role) => named.has(role));
}

const ASCII = /^[A-Z]+$/i;
