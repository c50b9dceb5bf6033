import type { IncomingMessage, ServerResponse } from "node:http";
import { performance } from "node:perf_hooks";
import { Counter, Gauge, Registry } from "prom-client";
import type { Database } from "../../database/database.ts";
import { statement } from "../../database/statement.ts";
import type { EventHub } from "../../live/event-hub.ts";
import type { Relay } from "../../outbox/relay.ts";
import type { SharedFeeds } from "../fan-out/shared-feeds.ts";
import type { Admission } from "../operations/admission.ts";
import type { OperationContexts } from "../operations/operation-contexts.ts";

interface Backlog {
  readonly events: number;
  readonly lagSeconds: number | null;
}

// Events that have no position yet, or were not handed over since they got one. The leader knows its own published
// position better than the feed, where it is stored a moment later.
const READ_BACKLOG = statement<Backlog>(
  "metrics.read_backlog",
  `with waiting as (
     select occurred_at from outbox where position is null
     union all
     select occurred_at from outbox where position > (select greatest(published_position, $1) from feed)
   )
   select count(*) as events,
       greatest(extract(epoch from slotwire_now() - min(occurred_at)), 0)::double precision as "lagSeconds"
     from waiting`,
);

export interface MetricsOptions {
  readonly db: Database;
  /** The database whose connections serve requests. */
  readonly requestsDb: Database;
  readonly admission: Admission;
  readonly contexts: OperationContexts;
  readonly hub: EventHub;
  readonly relay: Relay;
  readonly feeds: SharedFeeds;
}

/** Metrics of requests, feed and process, read when Prometheus asks. */
export class Metrics {
  readonly #registry = new Registry();

  constructor({ db, requestsDb, admission, contexts, hub, relay, feeds }: MetricsOptions) {
    this.#requests(admission, contexts);
    this.#connections(requestsDb);
    this.#process();
    this.gauge("slotwire_relay_leading", "1 while this server relays events, else 0", () =>
      Number(relay.isLeader),
    );
    this.counter("slotwire_relay_take_overs_total", "How often this server began to relay", () => {
      return relay.stats.takeOvers;
    });
    this.counter("slotwire_relay_published_events_total", "Events that this server relayed", () => {
      return relay.stats.publishedEvents;
    });
    this.counter("slotwire_relay_failures_total", "Attempts to relay that failed on this server", () => {
      return relay.stats.failures;
    });
    this.gauge("slotwire_feed_channels", "Channels that this server watches", () => hub.channelCount);
    this.gauge("slotwire_feed_listeners", "Listeners on these channels", () => hub.listenerCount);
    this.#backlog(db, relay);
    this.#fanOut(feeds);
  }

  /** Registers a number that is read when Prometheus asks. */
  gauge(name: string, help: string, read: () => number): void {
    const registers = [this.#registry];
    new Gauge({ name, help, registers, collect: collectWith(read) });
  }

  /** Registers a number that only grows. */
  counter(name: string, help: string, read: () => number): void {
    const registers = [this.#registry];
    const collect = function (this: Counter) {
      this.reset();
      this.inc(read());
    };
    new Counter({ name, help, registers, collect });
  }

  async handle(_request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await this.#registry.metrics();
    response.writeHead(200, { "Content-Type": this.#registry.contentType }).end(text);
  }

  #requests({ stats }: Admission, { errorCounts }: OperationContexts): void {
    const operations = "Queries, mutations and subscriptions that were requested";
    this.counter("slotwire_operations_total", operations, () => stats.operations);
    new Counter({
      name: "slotwire_errors_total",
      help: "Errors in answers, by code; an error of an event counts once for all its subscribers",
      labelNames: ["code"],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [code, count] of errorCounts) this.inc({ code }, count);
      },
    });
  }

  #connections(requestsDb: Database): void {
    new Gauge({
      name: "slotwire_database_connections",
      help: "Database connections for requests",
      labelNames: ["state"],
      registers: [this.#registry],
      collect() {
        const { totalCount, idleCount } = requestsDb.pool;
        this.set({ state: "busy" }, totalCount - idleCount);
        this.set({ state: "idle" }, idleCount);
      },
    });
    const waiting = "Requests that wait for a connection; if this stays above 0, the pool is too small";
    this.gauge("slotwire_database_waiting_requests", waiting, () => requestsDb.pool.waitingCount);
  }

  // Under the names that prom-client uses. Its own collectors sample the process every few milliseconds.
  #process(): void {
    this.counter("process_cpu_seconds_total", "User and system time", () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    });
    this.gauge("process_resident_memory_bytes", "Resident memory", () => process.memoryUsage.rss());
    this.gauge("nodejs_heap_size_used_bytes", "Heap in use", () => process.memoryUsage().heapUsed);
    let before = performance.eventLoopUtilization();
    const busy = "Share of the time since the last scrape in which the event loop was busy, from 0 to 1";
    this.gauge("nodejs_eventloop_utilization", busy, () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, before);
      before = now;
      return utilization;
    });
  }

  #fanOut(feeds: SharedFeeds): void {
    const { stats } = feeds;
    this.gauge("slotwire_feed_subscribers", "Subscriptions to the feed", () => feeds.subscriberCount);
    this.gauge(
      "slotwire_feed_groups",
      "Groups of subscribers that receive the same events",
      () => feeds.groupCount,
    );
    this.gauge("slotwire_feed_slow_readers", "Subscribers that read too slowly", () => feeds.behindCount);
    this.counter("slotwire_feed_executions_total", "Executions of events, each for a whole group", () => {
      return stats.executions;
    });
    this.counter("slotwire_feed_slow_readers_total", "How often a subscriber read too slowly", () => {
      return stats.fellBehind;
    });
    this.counter(
      "slotwire_feed_broken_off_total",
      "Subscriptions that were ended so that the client resumes",
      () => {
        return stats.interrupted;
      },
    );
  }

  #backlog(db: Database, relay: Relay): void {
    // Both gauges are collected at once, and share one read.
    let reading: Promise<Backlog | undefined> | null = null;
    const read = () => {
      reading ??= db
        .query(READ_BACKLOG, [relay.publishedPosition])
        .then(
          ([backlog]) => backlog,
          () => undefined,
        )
        .finally(() => {
          reading = null;
        });
      return reading;
    };
    const backlogGauge = (name: string, help: string, numberOf: (backlog: Backlog) => number) =>
      new Gauge({
        name,
        help: `${help}; absent while the database is away`,
        registers: [this.#registry],
        async collect() {
          const backlog = await read();
          if (backlog) this.set(numberOf(backlog));
          else this.remove();
        },
      });
    backlogGauge(
      "slotwire_relay_lag_seconds",
      "Age of the oldest event that is committed and not relayed",
      ({ lagSeconds }) => lagSeconds ?? 0,
    );
    backlogGauge(
      "slotwire_relay_backlog_events",
      "Events that are committed and not relayed",
      ({ events }) => events,
    );
  }
}

function collectWith(read: () => number) {
  return function (this: Gauge) {
    this.set(read());
  };
}
