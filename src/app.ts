import type { SignIn } from "./access/sign-in.service.ts";
import type { Tokens } from "./access/tokens/tokens.ts";
import { startAccess } from "./composition/access.ts";
import { startBackground } from "./composition/background.ts";
import { openDatabases } from "./composition/databases.ts";
import { startFeed } from "./composition/feed.ts";
import type { AppOverrides, Parts } from "./composition/parts.ts";
import { startTransport } from "./composition/transport.ts";
import type { Config } from "./config.ts";
import type { Relay } from "./outbox/relay.ts";
import { Closers } from "./shared/closers.ts";
import { createLogger } from "./shared/logger.ts";

export interface App {
  readonly url: string;
  readonly tokens: Tokens;
  readonly signIn: SignIn;
  /** Null if it is switched off, like the one below. */
  readonly dashboardUrl: string | null;
  readonly playgroundUrl: string | null;
  /** Does what is due now, as the server also does by itself. */
  sweep(): Promise<void>;
  /** How many subscriptions are open on this server. */
  subscriberCount(): number;
  /** Finishes running work and releases everything; calling it again waits for the same. */
  close(): Promise<void>;
}

/**
 * Starts a server. Everything that lives longer than a request is built here and in `composition/`, from the database
 * to the transports, and nowhere else.
 *
 * @throws Error with a sentence for the operator if something that it needs is missing; what was started is closed.
 */
export async function startApp(config: Config, overrides: AppOverrides = {}): Promise<App> {
  const log =
    overrides.log ?? createLogger({ level: config.logLevel, readable: Boolean(process.stdout.isTTY) });
  const closers = new Closers(log);
  try {
    return await start(config, { ...overrides, log, closers });
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}

async function start(config: Config, parts: Parts): Promise<App> {
  // The relay finds what was committed before it starts.
  let relay: Relay | null = null;
  const { background, requests } = await openDatabases(config, parts, (result) => relay?.wake(result));
  const feed = await startFeed(config, parts, background.db);
  relay = feed.relay;
  const deadlines = startBackground(config, parts, background);
  const access = await startAccess(config, parts, {
    db: background.db,
    users: requests.services.users,
    feed,
  });
  const doors = await startTransport(config, parts, { background, requests, feed, access });
  const { url, feeds, pages } = doors;
  return {
    url,
    tokens: access.tokens,
    signIn: access.signIn,
    dashboardUrl: pages.dashboard && `${url}/`,
    playgroundUrl: pages.playground && `${url}/playground`,
    sweep: () => deadlines.sweep(),
    subscriberCount: () => feeds.subscriberCount,
    close: () => parts.closers.closeAll(),
  };
}
