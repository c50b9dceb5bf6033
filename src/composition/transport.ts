import type { Caller } from "../access/caller.ts";
import type { Config } from "../config.ts";
import type { Database } from "../database/database.ts";
import { ReadBatches } from "../graphql/read-batches.ts";
import { createSchema } from "../graphql/schema.ts";
import { Translator } from "../languages/translator.ts";
import { ChangeFeed } from "../live/change-feed.ts";
import { Feed } from "../live/feed.ts";
import { FeedCursors } from "../live/feed-cursor.ts";
import { FeedReads } from "../live/feed-reads.ts";
import { connectForCommands } from "../live/redis-connections.ts";
import { SlotFeed } from "../live/slot-feed.ts";
import { SharedFeeds } from "../transport/fan-out/shared-feeds.ts";
import { BrowserOrigins } from "../transport/http/browser-origins.ts";
import { GraphqlHttp } from "../transport/http/graphql-http.ts";
import { Health } from "../transport/http/health.ts";
import { HttpServer } from "../transport/http/http-server.ts";
import { Metrics } from "../transport/http/metrics.ts";
import { RateLimit } from "../transport/limits/rate-limit.ts";
import { SocketLimits } from "../transport/limits/socket-limits.ts";
import { Admission } from "../transport/operations/admission.ts";
import { OperationContexts } from "../transport/operations/operation-contexts.ts";
import { Operations } from "../transport/operations/operations.ts";
import { PlannedOperations } from "../transport/operations/planned-operations.ts";
import { readTrustedDocuments, StoredDocuments } from "../transport/operations/stored-documents.ts";
import { GraphqlSse } from "../transport/sse/graphql-sse.ts";
import { GraphqlWebSocket } from "../transport/websocket/graphql-websocket.ts";
import type { AccessParts } from "./access.ts";
import type { ServicePool } from "./databases.ts";
import type { FeedParts } from "./feed.ts";
import { loadPages, type Pages } from "./pages.ts";
import type { Parts } from "./parts.ts";

export interface TransportParts {
  readonly url: string;
  readonly feeds: SharedFeeds;
  readonly pages: Pages;
}

/** The entrances of a server: HTTP, WebSocket, server-sent events, and health and metrics for operators. */
export async function startTransport(
  config: Config,
  parts: Parts,
  {
    background,
    requests,
    feed,
    access,
  }: { background: ServicePool; requests: ServicePool; feed: FeedParts; access: AccessParts },
): Promise<TransportParts> {
  const { log, closers } = parts;
  const { limits } = config;
  const { unplanned = false } = parts;
  const schema = await createSchema({ ...requests.services, signIn: access.signIn }, { unplanned });
  const translator = new Translator();
  const contexts = createContexts(requests.db, { log, feed, translator, unplanned });
  const documents = await readDocuments(config);
  const operations = new Operations({ schema, limits, mayIntrospect: introspectionRule(config), documents });
  const rateLimit = await createRateLimit(config, feed.feedId, parts);
  const { authentication, connections } = access;
  const admission = new Admission({ authentication, connections, operations, documents, rateLimit });
  const planned = unplanned ? null : new PlannedOperations({ schema, contexts, limits });
  const graphql = new GraphqlHttp({ schema, planned, contexts, admission, documents, limits, log });
  await graphql.start();
  closers.add("Apollo Server", () => graphql.close());
  const feeds = new SharedFeeds({ schema, contexts, log });
  const origins = new BrowserOrigins(config.allowedOrigins);
  const shared = { schema, contexts, admission, feeds, socketLimits: new SocketLimits(limits), limits, log };
  const streams = new GraphqlSse(shared);
  const sockets = new GraphqlWebSocket({ ...shared, origins }, parts.heartbeatSeconds);
  const health = new Health({ db: background.db, bus: feed.bus });
  const pages = await loadPages(config);
  const metrics = new Metrics({
    db: background.db,
    requestsDb: requests.db,
    admission,
    contexts,
    hub: feed.hub,
    relay: feed.relay,
    feeds,
  });
  const doors = { graphql, streams, sockets, health, metrics, ...pages };
  const server = new HttpServer({ ...doors, translator, origins, limits, log });
  closers.add("the HTTP server", () => server.close());
  closers.add("the WebSockets", () => sockets.close());
  closers.add("the event streams", () => streams.close());
  const url = await server.listen(config.host, config.port);
  closers.add("readiness", async () => health.stopping());
  return { url, feeds, pages };
}

function createContexts(
  db: Database,
  {
    log,
    feed,
    translator,
    unplanned,
  }: Pick<Parts, "log"> & { feed: FeedParts; translator: Translator; unplanned: boolean },
): OperationContexts {
  const source = new Feed({
    hub: feed.hub,
    reads: new FeedReads(db),
    cursors: new FeedCursors(feed.feedId),
  });
  return new OperationContexts({
    db,
    batches: unplanned ? null : new ReadBatches(db),
    slotFeed: new SlotFeed({ db, feed: source }),
    changeFeed: new ChangeFeed({ feed: source }),
    translator,
    log,
  });
}

function introspectionRule({ introspection }: Config): (caller: Caller) => boolean {
  return ({ userId }) => introspection === "on" || (introspection === "signed-in" && userId !== null);
}

async function readDocuments({ trustedDocumentsFile: file }: Config): Promise<StoredDocuments> {
  return new StoredDocuments(file === null ? null : await readTrustedDocuments(file));
}

/** How long a request waits for a frozen Redis. After that, this server counts by itself. */
const COUNTING_MS = 250;

async function createRateLimit(
  { redisUrl: url, limits: { rateLimit } }: Config,
  feedId: string,
  { log, closers }: Parts,
): Promise<RateLimit | null> {
  if (rateLimit === null) return null;
  const redis = url ? await connectForCommands({ url, log, commandMs: COUNTING_MS }) : null;
  closers.add("the rate limit", async () => redis?.disconnect());
  return new RateLimit({ pointsPerMinute: rateLimit, redis, prefix: `slotwire:${feedId}:rate` });
}
