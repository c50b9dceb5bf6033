import type { OperationTypeNode } from "graphql";
import type { Caller } from "../access/caller.ts";
import type { ChangeFeed } from "../live/change-feed.ts";
import type { SlotFeed } from "../live/slot-feed.ts";
import type { ErrorCode } from "../shared/error-codes.ts";
import type { Logger } from "../shared/logger.ts";
import type { Translate } from "../shared/message.ts";
import type { Loaders } from "./loaders.ts";

/** Tells running work to begin nothing more. */
export type EndSignal = Pick<AbortSignal, "aborted" | "throwIfAborted">;

/** What every resolver is given besides its arguments: the caller, and batched lookups for this operation. */
export interface OperationContext {
  readonly requestId: string;
  readonly caller: Caller;
  readonly loaders: Loaders;
  /**
   * Set before the operation runs. Queries and mutations read together with other operations. A query also keeps what
   * it has read, because nothing should change during it.
   */
  operation: OperationTypeNode;
  readonly log: Logger;
  /** The caller's language. */
  readonly language: string;
  /** Into the caller's language. */
  readonly translate: Translate;
  /** Counts an error that is sent to the client. */
  count(code: ErrorCode): void;
  readonly slotFeed: SlotFeed;
  readonly changeFeed: ChangeFeed;
  /**
   * The cursor of the last event that a client says it received, if its transport carries one; used instead of `after`.
   */
  readonly resumeAfter: string | null;
  /** Aborted with an error when the operation is given up; nothing is begun after that. */
  readonly signal?: EndSignal;
}
