import { setTimeout as delay } from "node:timers/promises";
import type { Measured } from "../benchmark.ts";
import type { PortData } from "../dataset.ts";
import type { Server } from "../load/served-contender.ts";
import type { MeteredApi } from "../processes/api.ts";
import type { Child } from "../processes/child.ts";
import type { Workbench } from "../workbench.ts";
import type { PublisherApi } from "./publisher.ts";
import { WAKING_VERSION } from "./slot-status-event.ts";
import type { SubscribersApi } from "./subscribers-process.ts";

interface Publication {
  readonly subscribers: number;
  readonly ownDocuments?: boolean;
  readonly inFlight: number;
  readonly perSecond?: number;
}

interface Parts {
  readonly scenario: Publication;
  readonly server: Server;
  readonly publish: PublisherApi["publish"];
  readonly ports: readonly PortData[];
}

const WAKING_MS = 60_000;

/** Publishes events to the subscribers of one server, which run in a separate process. */
export class Audience {
  readonly #parts: Parts;
  readonly #subscribers: Child<SubscribersApi & MeteredApi>;
  readonly #kilobytesEach: number;
  #version = WAKING_VERSION;

  private constructor(parts: Parts, subscribers: Child<SubscribersApi & MeteredApi>, kilobytesEach: number) {
    this.#parts = parts;
    this.#subscribers = subscribers;
    this.#kilobytesEach = kilobytesEach;
  }

  /** Opens the connections, which are used for all rounds. */
  static async gather({
    workbench,
    name,
    ...parts
  }: Parts & { workbench: Workbench; name: string }): Promise<Audience> {
    const { scenario, server, publish, ports } = parts;
    const subscribers = await workbench.startProcess<SubscribersApi & MeteredApi>({
      name: `subscribers-of-${name.replaceAll(/\W+/g, "-")}`,
      module: new URL("./subscribers-process.js", import.meta.url),
    });
    const before = await server.process.call("memoryBytes");
    await subscribers.call("open", {
      url: server.url,
      portIds: ports.map(({ id }) => id),
      count: scenario.subscribers,
      ownDocuments: scenario.ownDocuments === true,
    });
    const audience = new Audience(parts, subscribers, 0);
    const deadline = Date.now() + WAKING_MS;
    while ((await subscribers.call("awake")) < scenario.subscribers) {
      if (Date.now() > deadline) throw new Error(`not all subscribers of ${name} receive events`);
      await publish(audience.#events(WAKING_VERSION));
      await delay(200);
    }
    const after = await server.process.call("memoryBytes");
    return new Audience(parts, subscribers, (after - before) / 1024 / scenario.subscribers);
  }

  async run(seconds: number): Promise<Measured> {
    const { process } = this.#parts.server;
    await this.#subscribers.call("begin", this.#version + 1);
    const cpuBefore = await process.call("cpuMicros");
    const startedAt = performance.now();
    await this.#publishFor(seconds);
    const elapsed = (performance.now() - startedAt) / 1000;
    const cpuMicros = (await process.call("cpuMicros")) - cpuBefore;
    const { messages, p50Ms, p99Ms, lastP99Ms, cpuMicros: loadMicros } = await this.#subscribers.call("end");
    return {
      requests: messages,
      seconds: elapsed,
      cpuMicros,
      p50Ms,
      p99Ms,
      errors: [],
      loadShare: loadMicros / 1e6 / elapsed,
      extra: { "p99 of the last, ms": lastP99Ms, "kB/connection": this.#kilobytesEach },
    };
  }

  async #publishFor(seconds: number): Promise<void> {
    const { inFlight, perSecond } = this.#parts.scenario;
    const until = performance.now() + seconds * 1000;
    const onTheirWay = new Set<Promise<void>>();
    let nextAt = performance.now();
    while (performance.now() < until) {
      const round = this.#publishRound().finally(() => onTheirWay.delete(round));
      onTheirWay.add(round);
      if (perSecond) {
        nextAt += 1000 / perSecond;
        await delay(Math.max(nextAt - performance.now(), 0));
      }
      if (onTheirWay.size >= inFlight) await Promise.race(onTheirWay);
    }
    await Promise.all(onTheirWay);
  }

  // Resolves when every subscriber has received the events.
  async #publishRound(): Promise<void> {
    const version = ++this.#version;
    const publishedAt = await this.#parts.publish(this.#events(version));
    await this.#subscribers.call("received", version, publishedAt);
  }

  #events(version: number) {
    return this.#parts.ports.map(({ id, slots }) => ({ portId: id, slotId: slots[0]?.id ?? "", version }));
  }
}
