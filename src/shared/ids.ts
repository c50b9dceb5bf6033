import { typeidUnboxed } from "typeid-js";
import { badInput } from "./domain-error.ts";
import { type Message, say } from "./message.ts";

/** The type prefixes of the ids of this API; each names one type that `node(id)` can return. */
export const idPrefixes = [
  "station",
  "port",
  "slot",
  "user",
  "vehicle",
  "reservation",
  "session",
  "webhook",
  "delivery",
  "audit",
] as const;
export type IdPrefix = (typeof idPrefixes)[number];

/**
 * An id is a TypeID (`slot_01h455vb4pex5vsknk084sn02q`) in the API, in the logs and in the database alike, so that an
 * operator can paste an id that a user reports into psql.
 */
export function newId(prefix: IdPrefix): string {
  return typeidUnboxed(prefix);
}

/** The prefix of a well-formed TypeID of this API, else null. */
export function idPrefixOf(id: string): IdPrefix | null {
  return (wellFormed.exec(id)?.[1] as IdPrefix | undefined) ?? null;
}

// The 128 bits of a UUID in 26 digits of base32, of which the first holds only three bits. The library's own parser
// also makes the UUID, which is not needed here, and takes as long as everything else that is done with a field.
const wellFormed = new RegExp(`^(${idPrefixes.join("|")})_[0-7][0-9a-hjkmnp-tv-z]{25}$`);

export function isIdOf(prefix: IdPrefix, id: unknown): id is string {
  return typeof id === "string" && idPrefixOf(id) === prefix;
}

/** The sentence for a malformed or wrong-typed id. */
export function idExpectation(prefix: IdPrefix): Message {
  const example = `${prefix}_01h455vb4pex5vsknk084sn02q`;
  return say`must be the id of a ${prefix}, such as ${example}`;
}

/**
 * Checks an id that came as a bare argument.
 *
 * @throws DomainError BAD_USER_INPUT if it is malformed or of another type.
 */
export function parseId(prefix: IdPrefix, id: string, path = "id"): string {
  if (!isIdOf(prefix, id)) throw badInput({ path, message: idExpectation(prefix) });
  return id;
}

/** The prefix of an argument that may be the id of anything. @throws DomainError BAD_USER_INPUT */
export function parseAnyId(id: string, path = "id"): IdPrefix {
  const prefix = idPrefixOf(id);
  if (prefix) return prefix;
  throw badInput({ path, message: say`must be an id that begins with one of ${idPrefixes}` });
}

/** `parseId` for an argument that may be left out; null if it is. */
export function parseOptionalId(
  prefix: IdPrefix,
  id: string | null | undefined,
  path: string,
): string | null {
  return typeof id === "string" ? parseId(prefix, id, path) : null;
}
