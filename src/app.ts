import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AccessWatch } from "./access/access-watch.ts";
import { Authentication } from "./access/authentication.ts";
import type { Caller } from "./access/caller.ts";
import { KeySet } from "./access/key-set.ts";
import { OpenConnections } from "./access/open-connections.ts";
import { localSecret } from "./access/secret.ts";
import { Tokens } from "./access/tokens.ts";
import { UserService } from "./access/user.service.ts";
import { UserAccessService } from "./access/user-access.service.ts";
import type { Config } from "./config.ts";
import { createDataSource } from "./database/data-source.ts";
import { Database } from "./database/database.ts";
import { startEmbeddedPostgres } from "./database/embedded/embedded-postgres.ts";
import { connect, migrate, whileOthersWait } from "./database/migrate.ts";
import { Deadlines } from "./deadlines/deadlines.ts";
import { createSchema } from "./graphql/schema.ts";
import { Translator } from "./languages/translator.ts";
import { ChangeFeed } from "./live/change-feed.ts";
import type { EventBus } from "./live/event-bus.ts";
import { EventHub, readFeedId } from "./live/event-hub.ts";
import { Feed } from "./live/feed.ts";
import { FeedCursors } from "./live/feed-cursor.ts";
import { FeedReads } from "./live/feed-reads.ts";
import { InProcessBus } from "./live/in-process-bus.ts";
import { RedisBus } from "./live/redis-bus.ts";
import { connectForCommands } from "./live/redis-connections.ts";
import { SlotFeed } from "./live/slot-feed.ts";
import { Outbox } from "./outbox/outbox.ts";
import { Relay } from "./outbox/relay.ts";
import { CalendarLedger } from "./reservations/calendar-ledger.ts";
import { ReservationService } from "./reservations/reservation.service.ts";
import { ReservationExpiry } from "./reservations/reservation-expiry.ts";
import { ReservationLedger } from "./reservations/reservation-ledger.ts";
import { ReservationMaker } from "./reservations/reservation-maker.ts";
import { ReservationRescheduler } from "./reservations/reservation-rescheduler.ts";
import { SessionService } from "./sessions/session.service.ts";
import { SessionEnds } from "./sessions/session-ends.ts";
import { Closers } from "./shared/closers.ts";
import { createLogger, type Logger } from "./shared/logger.ts";
import { SlotService } from "./slots/slot.service.ts";
import { SlotLedger } from "./slots/slot-ledger.ts";
import { seedDemo } from "./stations/demo-data.ts";
import { StationService } from "./stations/station.service.ts";
import { Admission } from "./transport/admission.ts";
import { BrowserOrigins } from "./transport/browser-origins.ts";
import { SharedFeeds } from "./transport/fan-out/shared-feeds.ts";
import { GraphqlHttp } from "./transport/graphql-http.ts";
import { GraphqlSse } from "./transport/graphql-sse.ts";
import { GraphqlWebSocket } from "./transport/graphql-websocket.ts";
import { Health } from "./transport/health.ts";
import { HttpServer } from "./transport/http-server.ts";
import { RateLimit } from "./transport/limits/rate-limit.ts";
import { SocketLimits } from "./transport/limits/socket-limits.ts";
import { Metrics } from "./transport/metrics.ts";
import { OperationContexts } from "./transport/operation-contexts.ts";
import { Operations } from "./transport/operations.ts";
import { Playground } from "./transport/playground.ts";
import { readTrustedDocuments, StoredDocuments } from "./transport/stored-documents.ts";
import { VehicleService } from "./vehicles/vehicle.service.ts";
import { WebhookService } from "./webhooks/webhook.service.ts";
import { WebhookDeliverer } from "./webhooks/webhook-deliverer.ts";

/** What a test puts in the place of what the config would give. */
export interface AppOverrides {
  readonly log?: Logger;
  /** Deadlines are kept only when `sweep` is called. */
  readonly manualDeadlines?: boolean;
  /** How often a WebSocket's peer is asked whether it is there. */
  readonly heartbeatSeconds?: number;
  /** Called where the server can no longer go on, as when the embedded database dies. */
  readonly onFatal?: (error: Error) => void;
}

export interface App {
  readonly url: string;
  readonly tokens: Tokens;
  /** Null where it is switched off. */
  readonly playgroundUrl: string | null;
  /** Does what is due now, as the server also does by itself. */
  sweep(): Promise<void>;
  /** How many subscriptions are open on this server. */
  subscriberCount(): number;
  /** Finishes what runs and gives everything back; calling it again waits for the same. */
  close(): Promise<void>;
}

/**
 * Starts a server: the only place that builds what lives longer than a request.
 *
 * @throws Error with a sentence for the operator where something it needs cannot be had; what was started is closed.
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

interface Parts extends AppOverrides {
  readonly log: Logger;
  readonly closers: Closers;
}

async function start(config: Config, parts: Parts): Promise<App> {
  const { log, closers, onFatal, manualDeadlines, heartbeatSeconds } = parts;
  const databaseUrl = config.databaseUrl ?? (await startDatabase(config, { log, closers, onFatal }));
  // Of its own for what the server does by itself: no flood of requests takes the connections of deadlines and feed.
  const ownDb = await openDatabase(config, databaseUrl, { log, closers }, OWN_CONNECTIONS);
  // What is committed before there is a relay is found by it when it starts.
  let relay: Relay | null = null;
  const wakeRelay = () => relay?.wake();
  const own = createServices(config, ownDb, wakeRelay);
  await prepareDatabase(config, { databaseUrl, services: own, log });
  const db = await openDatabase(
    config,
    databaseUrl,
    { log, closers },
    {
      poolSize: config.databasePoolSize,
      statementTimeoutSeconds: config.statementTimeoutSeconds,
    },
  );
  const services = createServices(config, db, wakeRelay);

  const feedId = await readFeedId(ownDb);
  const bus = await createBus(config, feedId, log);
  closers.add("the event bus", () => bus.close());
  relay = new Relay({ db: ownDb, bus, log, retentionSeconds: config.feedRetentionSeconds });

  const reads = new FeedReads(db);
  const ownReads = new FeedReads(ownDb);
  const hub = new EventHub({ db: ownDb, bus, reads: ownReads, log });
  hub.start();
  closers.add("the live feed", () => hub.close());
  relay.start();
  closers.add("the relay", async () => relay?.close());
  const deadlines = new Deadlines({
    db: ownDb,
    expiry: own.expiry,
    auditRetentionDays: config.auditRetentionDays,
    log,
  });
  if (!manualDeadlines) deadlines.start();
  closers.add("the deadlines", () => deadlines.close());
  const allowPrivate = config.webhookAllowPrivate;
  const deliverer = new WebhookDeliverer({ db: ownDb, webhooks: own.webhooks, log, allowPrivate });
  deliverer.start();
  closers.add("the webhooks", () => deliverer.close());

  const keySet = createKeySet(config, log);
  const { authIssuer: issuer, authAudience: audience } = config;
  const tokens = new Tokens(await secretOf(config), { keySet, issuer, audience });
  const authentication = new Authentication({ tokens, users: services.users });
  const connections = new OpenConnections((caller) => authentication.isCurrent(caller));
  keySet?.onRefreshed(() => connections.recheckAll());
  keySet?.start();
  closers.add("the key set", async () => keySet?.close());
  const accessWatch = new AccessWatch({ db: ownDb, bus, reads: ownReads, log, authentication, connections });
  closers.add("the watch over access", () => accessWatch.close());
  await accessWatch.start();
  const feed = new Feed({ hub, reads, cursors: new FeedCursors(feedId) });
  const slotFeed = new SlotFeed({ db, feed });
  const changeFeed = new ChangeFeed({ feed });
  const contexts = new OperationContexts({
    db,
    authentication,
    connections,
    slotFeed,
    changeFeed,
    translator: new Translator(),
    log,
  });
  const schema = await createSchema(services);
  const { limits } = config;
  const mayIntrospect = ({ userId }: Caller) =>
    config.introspection === "on" || (config.introspection === "signed-in" && userId !== null);
  const { trustedDocumentsFile } = config;
  const trusted = trustedDocumentsFile === null ? null : await readTrustedDocuments(trustedDocumentsFile);
  const documents = new StoredDocuments(trusted);
  const operations = new Operations({ schema, limits, mayIntrospect, documents });
  const rateLimit = await createRateLimit(config, feedId, { log, closers });
  const admission = new Admission({ authentication, operations, documents, rateLimit });
  const graphql = new GraphqlHttp({ schema, contexts, admission, documents, limits, log });
  await graphql.start();
  closers.add("Apollo Server", () => graphql.close());
  const feeds = new SharedFeeds({ schema, contexts, log });
  const socketLimits = new SocketLimits(limits);
  const origins = new BrowserOrigins(config.allowedOrigins);
  const shared = { schema, contexts, admission, feeds, socketLimits, limits, log };
  const streams = new GraphqlSse(shared);
  const sockets = new GraphqlWebSocket({ ...shared, origins }, heartbeatSeconds);
  const health = new Health({ db: ownDb, bus });
  const playground = config.playground ? await Playground.load(playgroundFolder()) : null;
  const metrics = new Metrics({ db: ownDb, hub, relay, feeds });
  const server = new HttpServer({
    graphql,
    streams,
    sockets,
    health,
    metrics,
    playground,
    origins,
    limits,
    log,
  });
  closers.add("the HTTP server", () => server.close());
  closers.add("the WebSockets", () => sockets.close());
  closers.add("the event streams", () => streams.close());
  const url = await server.listen(config.host, config.port);
  closers.add("readiness", async () => health.stopping());

  return {
    url,
    tokens,
    playgroundUrl: playground && `${url}/playground`,
    sweep: () => deadlines.sweep(),
    subscriberCount: () => feeds.subscriberCount,
    close: () => closers.closeAll(),
  };
}

async function startDatabase({ dataDir }: Config, { log, closers, onFatal }: Parts): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir, log, onExit: onFatal });
  closers.add("the embedded PostgreSQL", () => postgres.close());
  return postgres.url;
}

/** Connections enough for what runs beside each other without being asked for. */
const OWN_CONNECTIONS = { poolSize: 8, statementTimeoutSeconds: 120 };

async function openDatabase(
  { databaseWaitSeconds: waitSeconds }: Config,
  url: string,
  { log, closers }: Parts,
  pool: { poolSize: number; statementTimeoutSeconds: number },
): Promise<Database> {
  const db = new Database(createDataSource({ url, log, ...pool }));
  closers.add("the database connections", () => db.close());
  await connect(db.dataSource, { waitSeconds, log });
  return db;
}

/** How long a frozen Redis holds up a request: after that this server counts by itself. */
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

async function createBus({ redisUrl: url }: Config, feedId: string, log: Logger): Promise<EventBus> {
  if (url) return RedisBus.open({ url, feedId, log });
  log.info("Without REDIS_URL live events stay in this process: run one server only");
  return new InProcessBus();
}

function createKeySet(config: Config, log: Logger): KeySet | null {
  const { authJwksUrl: url, authJwksRefreshSeconds: refreshSeconds, authIssuer, authAudience } = config;
  if (!url) return null;
  const unset = [...(authIssuer ? [] : ["AUTH_ISSUER"]), ...(authAudience ? [] : ["AUTH_AUDIENCE"])];
  if (unset.length > 0) {
    const names = unset.join(" and ");
    log.warn(`AUTH_JWKS_URL is set without ${names}: tokens that its keys signed for others are taken, too`);
  }
  if (config.production && url.startsWith("http:")) {
    log.warn("AUTH_JWKS_URL is http: whoever is between can put other keys in the place of the real ones");
  }
  return new KeySet({ url, refreshSeconds, log });
}

/** Null where tokens are signed with published keys only. */
async function secretOf({ authJwtSecret, authJwksUrl, dataDir }: Config): Promise<string | null> {
  return authJwtSecret ?? (authJwksUrl ? null : localSecret(dataDir));
}

function createServices(config: Config, db: Database, onCommitted: () => void) {
  const { reservationGraceSeconds: graceSeconds, defaultHoldSeconds, turnSeconds } = config;
  const { expiringSoonSeconds, autoHideDays } = config;
  const { calendarBufferSeconds: bufferSeconds, calendarLeadSeconds: leadSeconds } = config;
  const outbox = new Outbox(onCommitted);
  const slots = new SlotLedger(outbox);
  const sessionEnds = new SessionEnds(outbox);
  const ledger = new ReservationLedger({ slots, outbox, sessionEnds, settings: { turnSeconds } });
  const calendar = new CalendarLedger({ ledger, sessionEnds, settings: { bufferSeconds, leadSeconds } });
  const expiring = { expiringSoonSeconds, autoHideDays };
  const expiry = new ReservationExpiry({ db, slots, ledger, calendar, settings: expiring });
  const settings = { graceSeconds, defaultHoldSeconds };
  const maker = new ReservationMaker({ slots, ledger, calendar, expiry, settings });
  const reservations = new ReservationService({ db, ledger, maker, calendar, expiry, settings });
  return {
    db,
    slotLedger: slots,
    expiry,
    users: new UserService({ db }),
    userAccess: new UserAccessService({ db, outbox }),
    stations: new StationService({ db, slots, ledger, expiry }),
    slots: new SlotService({ db, slots, ledger, calendar, expiry }),
    vehicles: new VehicleService({ db }),
    reservations,
    rescheduler: new ReservationRescheduler({ db, ledger, calendar, expiry, settings }),
    bufferSeconds,
    sessions: new SessionService({
      db,
      slots,
      ledger,
      reservations,
      calendar,
      expiry,
      outbox,
      settings: { minWalkInSeconds: config.calendarMinWalkInSeconds },
    }),
    webhooks: new WebhookService({
      db,
      rules: {
        httpsOnly: config.production && !config.webhookAllowPrivate,
        allowPrivate: config.webhookAllowPrivate,
      },
    }),
  };
}

async function prepareDatabase(
  config: Config,
  parts: { databaseUrl: string; services: ReturnType<typeof createServices>; log: Logger },
): Promise<void> {
  const { databaseUrl, services, log } = parts;
  await whileOthersWait(databaseUrl, log, async () => {
    const unhurried = createDataSource({ url: databaseUrl, log, poolSize: 1, statementTimeoutSeconds: null });
    await unhurried.initialize();
    await migrate(unhurried, log).finally(() => unhurried.destroy());
    if (config.seedDemo && (await seedDemo(services.db, services.slotLedger)))
      log.info("Added demo stations, slots, vehicles and users");
  });
}

// Beside the compiled server; run from the sources, in the build folder.
function playgroundFolder(): string {
  const here = fileURLToPath(new URL(".", import.meta.url));
  return here.includes(`${join("dist", "src")}`)
    ? join(here, "../playground")
    : join(here, "../dist/playground");
}
