import { randomUUID } from "node:crypto";
import { answerParent } from "../processes/child-side.ts";
import { percentile } from "../stats.ts";
import { WAKING_VERSION } from "./slot-status-event.ts";
import { Subscriber } from "./subscriber.ts";

interface Opening {
  readonly url: string;
  /** Assigned to the subscribers in turn. */
  readonly portIds: readonly string[];
  readonly count: number;
  /** Whether each subscriber sends a different document, so that no execution can be shared. */
  readonly ownDocuments: boolean;
}

export interface Latencies {
  readonly messages: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The 99th percentile of the time until the last subscriber received an event. */
  readonly lastP99Ms: number;
  /** User and system time of this process. */
  readonly cpuMicros: number;
}

export type SubscribersApi = {
  open(opening: Opening): Promise<void>;
  /** The number of subscribers that have received an event. */
  awake(): Promise<number>;
  /** Begins to measure: each subscriber must receive every version from this one on once and in order. */
  begin(version: number): Promise<void>;
  /** Resolves when all have received it. @param publishedAt on the monotonic clock that all processes share, in ns. */
  received(version: number, publishedAt: string): Promise<void>;
  end(): Promise<Latencies>;
};

const OPENING_AT_A_TIME = 100;
/** Each local address has 28,000 ports to connect from. */
const ADDRESSES = 50;

interface Round {
  missing: number;
  readonly receivedAt: number[];
  done?: () => void;
}

const subscribers: Subscriber[] = [];
const awake = new Set<number>();
let lastVersions = new Int32Array();
let rounds = new Map<number, Round>();
let latencies: number[] = [];
let slowest: number[] = [];
let failure: Error | null = null;
let cpuBefore = process.cpuUsage();

function onVersion(subscriber: number, version: number): void {
  if (version === WAKING_VERSION) {
    awake.add(subscriber);
    return;
  }
  const last = lastVersions[subscriber] ?? 0;
  if (version !== last + 1) fail(new Error(`a subscriber got ${version} after ${last}`));
  lastVersions[subscriber] = version;
  const round = roundOf(version);
  round.receivedAt.push(performance.now());
  round.missing--;
  if (round.missing === 0) round.done?.();
}

function roundOf(version: number): Round {
  const round = rounds.get(version) ?? { missing: subscribers.length, receivedAt: [] };
  rounds.set(version, round);
  return round;
}

function fail(error: Error): void {
  failure ??= error;
  for (const round of rounds.values()) round.done?.();
}

/** Converts a time on the shared monotonic clock to this process's `performance.now()`. */
function toOwnClock(nanoseconds: string): number {
  const ago = Number(process.hrtime.bigint() - BigInt(nanoseconds)) / 1e6;
  return performance.now() - ago;
}

answerParent<SubscribersApi>({
  async open({ url, portIds, count, ownDocuments }) {
    let next = 0;
    const openOn = async () => {
      for (let index = next++; index < count; index = next++) {
        subscribers[index] = await Subscriber.open({
          url,
          localAddress: `127.0.0.${2 + (index % ADDRESSES)}`,
          subscription: {
            id: randomUUID(),
            query: watchDocument(ownDocuments ? `Watch${index}` : "Watch"),
            variables: { portId: portIds[index % portIds.length] },
          },
          onVersion: (version) => onVersion(index, version),
          onEnd: fail,
        });
      }
    };
    await Promise.all(Array.from({ length: OPENING_AT_A_TIME }, openOn));
  },

  async awake() {
    if (failure) throw failure;
    return awake.size;
  },

  async begin(version) {
    lastVersions = new Int32Array(subscribers.length).fill(version - 1);
    rounds = new Map();
    latencies = [];
    slowest = [];
    cpuBefore = process.cpuUsage();
  },

  async received(version, publishedAt) {
    const since = toOwnClock(publishedAt);
    const round = roundOf(version);
    if (round.missing > 0 && !failure) {
      await new Promise<void>((resolve) => {
        round.done = resolve;
      });
    }
    if (failure) throw failure;
    for (const at of round.receivedAt) latencies.push(at - since);
    slowest.push((round.receivedAt.at(-1) ?? Number.NaN) - since);
    rounds.delete(version);
  },

  async end() {
    if (failure) throw failure;
    const { user, system } = process.cpuUsage(cpuBefore);
    const sorted = Float64Array.from(latencies).sort();
    return {
      messages: latencies.length,
      p50Ms: percentile(sorted, 0.5),
      p99Ms: percentile(sorted, 0.99),
      lastP99Ms: percentile(Float64Array.from(slowest).sort(), 0.99),
      cpuMicros: user + system,
    };
  },
});

function watchDocument(name: string): string {
  return `subscription ${name}($portId: ID!) {
    slotStatusChanged(filter: { portId: $portId }) {
      cursor version kind status previousStatus cause occurredAt slot { id label status connectorType powerKw }
    }
  }`;
}
