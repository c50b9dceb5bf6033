import { Redis } from "ioredis";
import { eventually } from "./eventually.ts";
import { startOwnRedis } from "./redis-server.ts";

export interface RedisCluster {
  /** The URL of one node. */
  readonly url: string;
  /** The shard channels with subscribers on any node. */
  channels(): Promise<string[]>;
  close(): Promise<void>;
}

const SLOTS = 16_384;

/** Starts a Redis Cluster of three nodes without replicas. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const log = { info: () => {} };
  const settings = { "cluster-enabled": "yes", "cluster-node-timeout": "2000" };
  const servers = await Promise.all([1, 2, 3].map(() => startOwnRedis({ log, settings })));
  const nodes = servers.map(({ url }) => new Redis(url));
  const [first] = nodes;
  for (const [index, node] of nodes.entries()) {
    const from = Math.floor((index * SLOTS) / nodes.length);
    await node.call("CLUSTER", "ADDSLOTSRANGE", from, Math.floor(((index + 1) * SLOTS) / nodes.length) - 1);
    await node.call("CLUSTER", "SET-CONFIG-EPOCH", index + 1);
    const { hostname, port } = new URL(servers[index]?.url ?? "");
    await first?.call("CLUSTER", "MEET", hostname, port);
  }
  for (const node of nodes) {
    await eventually(async () => {
      const info = await node.cluster("INFO");
      if (!info.includes("cluster_state:ok") || !info.includes("cluster_known_nodes:3"))
        throw new Error(info);
    });
  }
  return {
    url: servers[0]?.url ?? "",
    channels: async () => {
      const lists = await Promise.all(nodes.map((node) => node.call("PUBSUB", "SHARDCHANNELS")));
      return lists.flat().map(String).toSorted();
    },
    close: async () => {
      for (const node of nodes) node.disconnect();
      for (const server of servers) await server.close();
    },
  };
}
