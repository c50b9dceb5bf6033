import type { Closers } from "../shared/closers.ts";
import type { Logger } from "../shared/logger.ts";

/** What a test replaces or overrides. */
export interface AppOverrides {
  readonly log?: Logger;
  /** Deadlines are processed only when `sweep` is called. */
  readonly manualDeadlines?: boolean;
  /** How often a WebSocket's peer is pinged. */
  readonly heartbeatSeconds?: number;
  /** Operations run through Apollo, graphql-js and TypeGraphQL, without plans, so that tests can compare the two. */
  readonly unplanned?: boolean;
  /** Called when the server cannot continue, as when the embedded database dies. */
  readonly onFatal?: (error: Error) => void;
}

/** What every part of a server is built with. A part adds everything that it starts to the closers. */
export interface Parts extends AppOverrides {
  readonly log: Logger;
  readonly closers: Closers;
}
