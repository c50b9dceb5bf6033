import type { Refusal } from "../api/refusals.ts";

interface WrongField {
  readonly path: string;
  readonly message: string;
}

/**
 * The server's errors for the fields of a form, by the last part of their paths: `input.items.0.startAt` is the form's
 * `startAt`.
 */
export function fieldErrors(refusal: Refusal | null): Readonly<Record<string, string>> {
  const fields =
    refusal?.code === "BAD_USER_INPUT" ? (refusal.facts["fields"] as WrongField[] | undefined) : undefined;
  return Object.fromEntries(
    (fields ?? []).map(({ path, message }) => [path.split(".").at(-1) ?? path, message]),
  );
}
