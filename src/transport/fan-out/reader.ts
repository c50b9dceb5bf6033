import type { Message } from "../../shared/message.ts";
import type { Payload } from "./payload.ts";

/** A subscriber as its transport provides it. */
export interface Reader {
  /** Bytes that were written and have not yet gone to the peer. */
  readonly waitingBytes: number;
  write(payloads: readonly Payload[]): void;
  /** Calls back once, when nothing waits any more; never if the peer leaves before that. */
  onceDrained(callback: () => void): void;
  /** Ends the subscription so that the client can subscribe again with its last cursor. */
  interrupt(reason: Message): void;
}
