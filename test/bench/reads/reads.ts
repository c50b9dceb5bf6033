import { deepStrictEqual } from "node:assert/strict";
import type { Benchmark, Contender } from "../benchmark.ts";
import type { PortData } from "../dataset.ts";
import { HttpConnection } from "../load/http-connection.ts";
import { type Server, servedContender } from "../load/served-contender.ts";
import { portRequest, type ReadPort } from "./read-port.ts";

const CONNECTIONS = 64;

interface Reader {
  readonly name: string;
  readonly limit?: string;
  readonly server: Server;
  readonly tokens: ReadPort["tokens"];
}

export const reads: Benchmark = {
  name: "reads",
  about: `a port with its 4 slots by id, at random, ${CONNECTIONS} connections`,
  async start(workbench) {
    const { data, load } = workbench;
    const databaseUrl = await workbench.createDatabase("reads");
    const startBare = (name: string, ...args: string[]) =>
      workbench.startServer({
        name,
        module: new URL("./bare-server.js", import.meta.url),
        args: [databaseUrl, ...args],
      });
    const slotwire = await workbench.startSlotwire("reads-slotwire", databaseUrl);
    const bare = await startBare("reads-bare");
    const batching = await startBare("reads-batching", "together");
    const readers: Reader[] = [
      { name: "slotwire, anonymous", server: slotwire, tokens: [] },
      { name: "slotwire, signed in", server: slotwire, tokens: data.drivers.map(({ token }) => token) },
      { name: "node:http, a statement per request", limit: "bare", server: bare, tokens: [] },
      { name: "node:http, a statement per tick", limit: "batch", server: batching, tokens: [] },
    ];
    const portIds = data.ports.map(({ id }) => id);
    const toContender = ({ tokens, ...reader }: Reader): Contender =>
      servedContender({
        ...reader,
        load,
        connections: CONNECTIONS,
        job: { workload: "readPort", parameters: { portIds, tokens } },
      });
    const sample = data.ports.filter((_, index) => index % 97 === 0);
    return {
      contenders: readers.map(toContender),
      async verify() {
        for (const reader of readers) await compareAnswers(reader, sample);
      },
    };
  },
};

async function compareAnswers({ server, tokens }: Reader, ports: readonly PortData[]): Promise<void> {
  const connection = await HttpConnection.open(server.url);
  try {
    for (const [client, port] of ports.entries()) {
      const { status, body } = await connection.send(portRequest({ tokens }, port.id, client));
      deepStrictEqual({ status, body: JSON.parse(body) }, { status: 200, body: { data: { port } } });
    }
  } finally {
    connection.close();
  }
}
