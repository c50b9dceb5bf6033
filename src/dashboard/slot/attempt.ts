import { useRef } from "react";
import { newKey } from "../shared/new-key.ts";

/**
 * An attempt of the user: pressing again with the same input, after no answer came, is the same attempt, and is done
 * once; with another input it is a new one.
 */
export function useAttempt() {
  const last = useRef({ input: "", key: "" });
  return {
    keyed<Input extends object>(input: Input): Input & { idempotencyKey: string } {
      const asText = JSON.stringify(input);
      if (last.current.input !== asText) last.current = { input: asText, key: newKey() };
      return { ...input, idempotencyKey: last.current.key };
    },
  };
}
