import { fileURLToPath } from "node:url";
import { createLogger } from "../../../src/shared/logger.ts";
import { startOwnRedis } from "../../support/redis-server.ts";
import type { Benchmark, Contender } from "../benchmark.ts";
import type { PortData } from "../dataset.ts";
import type { Server } from "../load/served-contender.ts";
import type { Child } from "../processes/child.ts";
import type { Workbench } from "../workbench.ts";
import { Audience } from "./audience.ts";
import { openOutboxPublisher, type PublisherApi } from "./publisher.ts";
import type { RivalApi } from "./socket-server-process.ts";

interface Scenario {
  readonly name: string;
  readonly about: string;
  readonly subscribers: number;
  readonly ports: number;
  readonly ownDocuments?: boolean;
  /** How many rounds, each of one event per port, may be in flight at a time. */
  readonly inFlight: number;
  /** Alternatively: how many rounds are published per second, however many are in flight. */
  readonly perSecond?: number;
  readonly rivals: readonly Rival[];
}

interface Rival {
  readonly kind: "string" | "frame" | "graphql-ws";
  readonly name: string;
  readonly limit: string;
}

const string: Rival = { kind: "string", name: "ws, a ready string to each socket", limit: "string" };
const frame: Rival = { kind: "frame", name: "one framed buffer to each raw socket", limit: "frame" };
const graphqlWs: Rival = {
  kind: "graphql-ws",
  name: "graphql-ws, an execution for each",
  limit: "graphql-ws",
};

const scenarios: readonly Scenario[] = [
  {
    name: "fanout-1k",
    about: "1,000 subscribers of one port, 8 events on their way",
    ...{ subscribers: 1_000, ports: 1, inFlight: 8, rivals: [string, frame, graphqlWs] },
  },
  {
    name: "fanout-10k",
    about: "10,000 subscribers of one port, 2 events on their way",
    ...{ subscribers: 10_000, ports: 1, inFlight: 2, rivals: [string, frame, graphqlWs] },
  },
  {
    name: "fanout-ports",
    about: "100 ports with 100 subscribers each, 4 events of each port on their way",
    ...{ subscribers: 10_000, ports: 100, inFlight: 4, rivals: [string, frame] },
  },
  {
    name: "fanout-unshared",
    about: "10,000 subscribers of one port, each with a document of its own, 2 events on their way",
    ...{ subscribers: 10_000, ports: 1, inFlight: 2, ownDocuments: true, rivals: [graphqlWs] },
  },
  {
    name: "fanout-latency",
    about: "from the commit to 1,000 subscribers of one port, 100 events a second",
    ...{ subscribers: 1_000, ports: 1, inFlight: 100, perSecond: 100, rivals: [string] },
  },
];

const schemaFile = fileURLToPath(new URL("../../../../schema/schema.graphql", import.meta.url));

/** Sends each event to many sockets. Each scenario is a benchmark. */
export const fanout: readonly Benchmark[] = scenarios.map((scenario) => ({
  name: scenario.name,
  about: scenario.about,
  unit: "message",
  async start(workbench) {
    const ports = workbench.data.ports.slice(0, scenario.ports);
    const slotwire = await startSlotwire(workbench, scenario);
    const contenders = [await toContender(workbench, scenario, { ...slotwire, ports, name: "slotwire" })];
    for (const rival of scenario.rivals) {
      const server = await workbench.startServer({
        name: `${scenario.name}-${rival.kind}`,
        module: new URL("./socket-server-process.js", import.meta.url),
        args: [rival.kind, schemaFile],
      });
      const { publish } = callsTo(server);
      contenders.push(await toContender(workbench, scenario, { server, publish, ports, ...rival }));
    }
    return {
      contenders,
      // Each subscriber fails the round unless it gets every event once and in order.
      verify: async () => {},
    };
  },
}));

async function startSlotwire(workbench: Workbench, { name }: Scenario) {
  const log = createLogger({ level: "warn", readable: false });
  const redis = await startOwnRedis({ log });
  workbench.addCloser("Redis", () => redis.close());
  const databaseUrl = await workbench.createDatabase(name.replace("-", "_"));
  const server = await workbench.startSlotwire(`${name}-slotwire`, databaseUrl, { REDIS_URL: redis.url });
  const publisher = await openOutboxPublisher({ databaseUrl, redisUrl: redis.url, log });
  workbench.addCloser("the publisher", () => publisher.close());
  return { server, publish: publisher.api.publish };
}

function callsTo(server: Server): PublisherApi {
  const publisher = server.process as unknown as Child<RivalApi>;
  return {
    async publish(events) {
      // Taken before the call, because a server that is still sending the previous event accepts this one late.
      const publishedAt = String(process.hrtime.bigint());
      await publisher.call("publish", events);
      return publishedAt;
    },
  };
}

async function toContender(
  workbench: Workbench,
  scenario: Scenario,
  options: {
    name: string;
    limit?: string;
    server: Server;
    publish: PublisherApi["publish"];
    ports: readonly PortData[];
  },
): Promise<Contender> {
  const { name, limit, server, publish, ports } = options;
  const audience = await Audience.gather({ workbench, scenario, server, publish, ports, name });
  return { name, limit, run: (seconds) => audience.run(seconds) };
}
