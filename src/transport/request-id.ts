import { randomUUID } from "node:crypto";

// Allows nothing that could garble a log, and is too short for a token that was sent in the wrong header.
const wellFormed = /^[\w.:~-]{1,64}$/;

/** The id that a client gave its request, if it is well-formed; else a new one. */
export function requestIdFrom(given: unknown): string {
  return typeof given === "string" && wellFormed.test(given) ? given : randomUUID();
}
