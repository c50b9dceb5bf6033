import type { Benchmark, Contender } from "../benchmark.ts";
import { withClient } from "../databases.ts";
import { type Server, servedContender } from "../load/served-contender.ts";
import type { Workbench } from "../workbench.ts";
import type { WritingClient } from "../writes/create-and-cancel.ts";
import { readPlaces } from "./large-tables.ts";

const CONNECTIONS = { reads: 64, writes: 32 } as const;

interface Tables {
  readonly name: "small" | "large";
  readonly server: Server;
  readonly portIds: readonly string[];
  readonly clients: readonly WritingClient[];
}

const work = {
  reads: "a port with its slots, 64 connections",
  writes: "create and cancel, 32 connections",
} as const;

/** The same work on small and large tables: the cost of a request must not depend on the size of the tables. */
const sizeOf = (kind: keyof typeof work): Benchmark => ({
  name: `size-${kind}`,
  about: `${work[kind]}: 100,000 slots and 1,000,000 reservations against 3,200 and none`,
  async start(workbench) {
    const large = await serve(workbench, { kind, name: "large", url: await workbench.largeDatabase() });
    const url = await workbench.createDatabase(`size_${kind}`);
    const small = await serve(workbench, { kind, name: "small", url });
    return {
      contenders: [toContender(workbench, kind, large), toContender(workbench, kind, small)],
      // The benchmarks "reads" and "writes" compare the answers.
      verify: async () => {},
    };
  },
});

export const size: readonly Benchmark[] = [sizeOf("reads"), sizeOf("writes")];

async function serve(
  workbench: Workbench,
  { kind, name, url }: { kind: string; name: Tables["name"]; url: string },
): Promise<Tables> {
  const { portIds, freeSlotIds } = await withClient(url, readPlaces);
  const server = await workbench.startSlotwire(`size-${kind}-${name}`, url);
  const clients = workbench.data.drivers.slice(0, CONNECTIONS.writes).map((driver, client) => ({
    ...driver,
    slotIds: freeSlotIds.filter((_, index) => index % CONNECTIONS.writes === client),
  }));
  return { name, server, portIds, clients };
}

function toContender(
  { load }: Workbench,
  kind: keyof typeof work,
  { name, server, portIds, clients }: Tables,
): Contender {
  return servedContender({
    name: `slotwire, ${name} tables`,
    ...(name === "small" && { limit: name }),
    server,
    load,
    connections: CONNECTIONS[kind],
    job:
      kind === "reads"
        ? { workload: "readPort", parameters: { portIds, tokens: [] } }
        : { workload: "createAndCancel", parameters: { clients } },
  });
}
