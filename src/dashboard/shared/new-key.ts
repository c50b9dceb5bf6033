/**
 * A key that nobody else makes, such as an `idempotencyKey`. Not `randomUUID`, which pages have over https and on
 * localhost only.
 */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
