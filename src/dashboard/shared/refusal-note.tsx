import type { ReactNode } from "react";
import type { Refusal } from "../api/refusals.ts";
import { Failure } from "./failure.tsx";
import { fieldErrors } from "./field-errors.ts";

interface RefusalNoteProps {
  readonly refusal: Refusal | null;
  /** The form's fields, which say themselves what is wrong with them. */
  readonly fields?: readonly string[];
  /** What can be done about it, right there. */
  readonly children?: ReactNode;
}

/** In a form: why it was refused, where no field says so. What was entered stays. */
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
