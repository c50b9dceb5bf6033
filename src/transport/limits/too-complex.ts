import { DomainError } from "../../shared/domain-error.ts";
import { type Message, say } from "../../shared/message.ts";

/** What is measured of an operation before it is executed. */
export type Measure = "characters" | "tokens" | "depth" | "aliases" | "directives" | "rootFields" | "cost";

const sentences: Readonly<Record<Measure, (value: number, limit: number) => Message>> = {
  characters: (value, limit) =>
    say`The document has ${value} characters, and at most ${limit} are allowed: remove comments and spaces, or split it into several`,
  tokens: (_value, limit) => say`A document can have at most ${limit} tokens: split it into several`,
  depth: (value, limit) =>
    say`The operation is ${value} levels deep, and at most ${limit} are allowed: ask for fewer levels`,
  aliases: (value, limit) =>
    say`The operation has ${value} aliases, and at most ${limit} are allowed: split it into several`,
  directives: (value, limit) =>
    say`The operation has ${value} directives, and at most ${limit} are allowed: split it into several`,
  rootFields: (value, limit) =>
    say`The operation has ${value} root fields, and at most ${limit} are allowed: split it into several`,
  cost: (value, limit) =>
    say`The operation costs ${value} points, and at most ${limit} are allowed: ask for smaller pages or fewer levels`,
};

/** QUERY_TOO_COMPLEX with what was measured, and the limit that it exceeds. */
export function tooComplex(measure: Measure, value: number, limit: number): DomainError {
  return new DomainError("QUERY_TOO_COMPLEX", sentences[measure](value, limit), { measure, value, limit });
}
