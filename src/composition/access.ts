import ipaddr from "ipaddr.js";
import { AccessWatch } from "../access/access-watch.ts";
import { Authentication } from "../access/authentication.ts";
import { OpenConnections } from "../access/open-connections.ts";
import { SignIn } from "../access/sign-in.service.ts";
import { KeySet } from "../access/tokens/key-set.ts";
import { localSecret } from "../access/tokens/secret.ts";
import { Tokens } from "../access/tokens/tokens.ts";
import type { UserService } from "../access/users/user.service.ts";
import type { Config } from "../config.ts";
import type { Database } from "../database/database.ts";
import type { Logger } from "../shared/logger.ts";
import type { FeedParts } from "./feed.ts";
import type { Parts } from "./parts.ts";

/** The parts that identify callers, and check whether they still have access. */
export interface AccessParts {
  readonly tokens: Tokens;
  readonly authentication: Authentication;
  readonly connections: OpenConnections;
  readonly signIn: SignIn;
}

export async function startAccess(
  config: Config,
  { log, closers }: Parts,
  { db, users, feed }: { db: Database; users: UserService; feed: FeedParts },
): Promise<AccessParts> {
  const keySet = createKeySet(config, log);
  const { authIssuer: issuer, authAudience: audience } = config;
  const tokens = new Tokens(await secretOf(config), { keySet, issuer, audience });
  const authentication = new Authentication({ tokens, users });
  const connections = new OpenConnections((caller) => authentication.isCurrent(caller));
  keySet?.onRefreshed(() => connections.recheckAll());
  keySet?.start();
  closers.add("the key set", async () => keySet?.close());
  const { bus, reads } = feed;
  const accessWatch = new AccessWatch({ db, bus, reads, log, authentication, connections });
  closers.add("the watch over access", () => accessWatch.close());
  await accessWatch.start();
  const { openIdConnect, production, seedDemo } = config;
  const signIn = new SignIn({ tokens, authentication, openIdConnect, offersDemo: seedDemo && !production });
  if (signIn.demoUsers.length > 0 && !isLoopback(config.host)) {
    log.warn(
      `HOST is ${config.host}: anyone who can reach this server can sign in as a demo user, even as an admin; set SEED_DEMO=false or NODE_ENV=production to prevent this`,
    );
  }
  return { tokens, authentication, connections, signIn };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || (ipaddr.isValid(host) && ipaddr.process(host).range() === "loopback");
}

function createKeySet(config: Config, log: Logger): KeySet | null {
  const { authJwksUrl: url, authJwksRefreshSeconds: refreshSeconds, authIssuer, authAudience } = config;
  if (!url) return null;
  const unset = [...(authIssuer ? [] : ["AUTH_ISSUER"]), ...(authAudience ? [] : ["AUTH_AUDIENCE"])];
  if (unset.length > 0) {
    const names = unset.join(" and ");
    log.warn(
      `AUTH_JWKS_URL is set without ${names}: tokens that its keys signed for other services are accepted, too`,
    );
  }
  if (config.production && url.startsWith("http:")) {
    log.warn("AUTH_JWKS_URL is http: anyone on the network path can replace the keys; use https");
  }
  return new KeySet({ url, refreshSeconds, log });
}

/** Null if tokens are signed with published keys only. */
async function secretOf({ authJwtSecret, authJwksUrl, dataDir }: Config): Promise<string | null> {
  return authJwtSecret ?? (authJwksUrl ? null : localSecret(dataDir));
}
