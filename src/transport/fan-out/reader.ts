import type { Message } from "../../shared/message.ts";
import type { Payload } from "./payload.ts";

/** A subscriber as its transport knows it. */
export interface Reader {
  /** What was written and has not yet gone to the peer, in bytes. */
  readonly waitingBytes: number;
  write(payloads: readonly Payload[]): void;
  /** Calls back once, when nothing waits any more; never, where the peer goes before that. */
  onceDrained(callback: () => void): void;
  /** Ends the subscription in a way that lets the client come back with its last cursor. */
  breakOff(reason: Message): void;
}
