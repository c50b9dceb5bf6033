import { errors, jwtVerify, SignJWT } from "jose";
import { MAX_ORGANISATION_LENGTH, unauthenticated } from "./caller.ts";
import { Role } from "./roles.ts";

/** What a token says of its bearer, checked. */
export interface Claims {
  readonly subject: string;
  readonly expiresAt: Date;
  readonly roles: readonly Role[];
  readonly name: string | null;
  readonly email: string | null;
  /** Null: of no organisation, and so confined to none. */
  readonly organisation: string | null;
}

/** Verifies and signs the bearer tokens of this API: JWT, HS256. */
export class Tokens {
  readonly #key: Uint8Array;

  constructor(secret: string) {
    this.#key = new TextEncoder().encode(secret);
  }

  /** @throws DomainError UNAUTHENTICATED where the token is expired, malformed, unsigned or wrongly signed. */
  async verify(token: string): Promise<Claims> {
    const { payload } = await jwtVerify(token, this.#key, {
      algorithms: ["HS256"],
      requiredClaims: ["sub", "exp"],
    }).catch((error: unknown) => {
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
    };
  }

  /** A token for `subject`, for tests and for the demo's users. */
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
    const { subject, roles, name, email, organisation: org } = claims;
    return new SignJWT({ roles, ...(name && { name }), ...(email && { email }), ...(org && { org }) })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(lifetime)
      .sign(this.#key);
  }
}

const MAX_CLAIM_LENGTH = 500;
/** Where JavaScript's dates end. */
const LAST_DATE_MS = 8.64e15;

function isText(value: unknown): value is string {
  return (
    typeof value === "string" &&
    value.trim() !== "" &&
    value.length <= MAX_CLAIM_LENGTH &&
    !value.includes("\0")
  );
}

function isOrganisation(value: unknown): value is string {
  return isText(value) && [...value].length <= MAX_ORGANISATION_LENGTH;
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

// An identity provider's other roles are none of our business.
function knownRoles(names: readonly string[]): Role[] {
  const named = new Set(names.map((name) => name.toUpperCase()));
  return Object.values(Role).filter((role) => named.has(role));
}
