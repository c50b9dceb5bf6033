import { useRef } from "react";
import { newKey } from "../shared/new-key.ts";

/**
 * Gives an attempt its idempotency key. Sending the same input again, for example after no answer came, repeats the
 * attempt with the same key, so that the server executes it once. Other input starts a new attempt.
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
