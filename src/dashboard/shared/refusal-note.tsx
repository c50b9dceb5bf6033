import type { ReactNode } from "react";
import type { Refusal } from "../api/refusals.ts";
import { Failure } from "./failure.tsx";
import { fieldErrors } from "./field-errors.ts";

interface RefusalNoteProps {
  readonly refusal: Refusal | null;
  /** Names of the fields that show their own errors. */
  readonly fields?: readonly string[];
  /** What can be done about the refusal. */
  readonly children?: ReactNode;
}

/** Tells in a form why it was refused, unless all errors are shown by fields. The input is kept. */
export function RefusalNote({ refusal, fields = [], children }: RefusalNoteProps) {
  if (!refusal) return null;
  const wrong = Object.keys(fieldErrors(refusal));
  if (wrong.length > 0 && wrong.every((field) => fields.includes(field))) return null;
  return (
    <Failure title={refusal.message} advice={refusal.advice}>
      {children}
    </Failure>
  );
}
