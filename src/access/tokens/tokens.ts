import { type CryptoKey, decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { isBlank } from "../../shared/blank.ts";
import { DomainError } from "../../shared/domain-error.ts";
import { MAX_ORGANISATION_LENGTH, unauthenticated } from "../caller.ts";
import { Role } from "../roles.ts";
import type { KeySet } from "./key-set.ts";

/** What a verified token says of its bearer. */
export interface Claims {
  readonly subject: string;
  readonly expiresAt: Date;
  readonly roles: readonly Role[];
  readonly name: string | null;
  readonly email: string | null;
  /** Null: of no organisation, and so restricted to none. */
  readonly organisation: string | null;
  /** The published key that verified it; null if the secret did. */
  readonly keyId: string | null;
}

/** What a token is verified with, besides the secret. */
export interface Issuer {
  /** The keys that the issuer publishes. */
  readonly keySet?: KeySet | null;
  /** The required `iss` and `aud`; anything if not set. */
  readonly issuer?: string | null;
  readonly audience?: string | null;
}

const SYMMETRIC = "HS256";
/** The algorithms of published keys. None is symmetric: whoever knows a symmetric key can also sign with it. */
const ASYMMETRIC = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];

/**
 * Verifies the bearer tokens of this API, and signs its own. The algorithm decides what a token is verified with: HS256
 * only with the secret, the asymmetric algorithms only with the published keys. What a token itself says about its key
 * (`jku`, `jwk`, `x5u`, `x5c`) is ignored.
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
   * @throws DomainError UNAUTHENTICATED if the token is expired, malformed, unsigned or wrongly signed, or meant for
   * somebody else; SERVICE_UNAVAILABLE if the keys for it cannot be fetched.
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
      throw unauthenticated("The token's claims are malformed: sub must be text, and roles a list of names");
    }
    // An operator without the claim is not restricted. So a claim that cannot be read must be refused.
    if (org !== undefined && !isOrganisation(org))
      throw unauthenticated("The token's claims are malformed: org must be the name of an organisation");
    return {
      subject: sub,
      expiresAt: new Date(Math.min(exp * 1000, LAST_DATE_MS)),
      roles: knownRoles(roles),
      // Only displayed: an identity provider's oddities here are no reason to refuse anybody.
      name: isText(name) ? name : null,
      email: isText(email) ? email : null,
      organisation: org ?? null,
      keyId,
    };
  }

  /** Whether the key that verified a token is still trusted. */
  trusts(keyId: string | null): boolean {
    return keyId === null || (this.#keySet?.has(keyId) ?? false);
  }

  /** A token for `subject`, for tests and for the demo's users. @throws Error if there is no secret. */
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
/** The last instant of JavaScript's dates. */
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

// Ignores an identity provider's other roles, and names that only upper case turns into one of ours, such as "admın".
function knownRoles(names: readonly string[]): Role[] {
  const named = new Set(names.filter((name) => ASCII.test(name)).map((name) => name.toUpperCase()));
  return Object.values(Role).filter((role) => named.has(role));
}

const ASCII = /^[A-Z]+$/i;
