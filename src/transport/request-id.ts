import { randomUUID } from "node:crypto";

// Nothing that a log could be misread by, and too short for a token that got into the wrong header.
const wellFormed = /^[\w.:~-]{1,64}$/;

/** The id that a client gave its request, where it is well-formed; else a new one. */
export function requestIdFrom(given: unknown): string {
  return typeof given === "string" && wellFormed.test(given) ? given : randomUUID();
}
