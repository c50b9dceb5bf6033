import type { OperationTypeNode } from "graphql";
import type { Caller } from "../access/caller.ts";
import type { ChangeFeed } from "../live/change-feed.ts";
import type { SlotFeed } from "../live/slot-feed.ts";
import type { ErrorCode } from "../shared/error-codes.ts";
import type { Logger } from "../shared/logger.ts";
import type { Translate } from "../shared/message.ts";
import type { Loaders } from "./loaders.ts";

/** Tells what goes on that it shall begin nothing more. */
export type EndSignal = Pick<AbortSignal, "aborted" | "throwIfAborted">;

/** What every resolver is given besides its arguments: who asks, and batched lookups for this operation. */
export interface OperationContext {
  readonly requestId: string;
  readonly caller: Caller;
  readonly loaders: Loaders;
  /**
   * Set before the operation runs. Queries and mutations read together with others; a query also keeps what it read, as
   * nothing shall change under it.
   */
  operation: OperationTypeNode;
  readonly log: Logger;
  /** The caller's. */
  readonly language: string;
  /** Into the caller's language. */
  readonly translate: Translate;
  /** That one more error was told. */
  count(code: ErrorCode): void;
  readonly slotFeed: SlotFeed;
  readonly changeFeed: ChangeFeed;
  /** The cursor of the last event that a client says it got, where its transport tells; instead of `after`. */
  readonly resumeAfter: string | null;
  /** Aborted with an error when the operation is given up; nothing is begun after that. */
  readonly signal?: EndSignal;
}
