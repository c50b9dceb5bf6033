import type { Closers } from "../shared/closers.ts";
import type { Logger } from "../shared/logger.ts";

/** What a test puts in the place of what the config would give. */
export interface AppOverrides {
  readonly log?: Logger;
  /** Deadlines are kept only when `sweep` is called. */
  readonly manualDeadlines?: boolean;
  /** How often a WebSocket's peer is asked whether it is there. */
  readonly heartbeatSeconds?: number;
  /** Operations go the long way, through Apollo, graphql-js and TypeGraphQL, to be compared with the short one. */
  readonly unplanned?: boolean;
  /** Called where the server can no longer go on, as when the embedded database dies. */
  readonly onFatal?: (error: Error) => void;
}

/** What every part of a server is built with. Whatever a part starts, it adds to the closers. */
export interface Parts extends AppOverrides {
  readonly log: Logger;
  readonly closers: Closers;
}
