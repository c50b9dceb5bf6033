import { deepStrictEqual } from "node:assert/strict";
import type { Benchmark, Contender } from "../benchmark.ts";
import { HttpConnection } from "../load/http-connection.ts";
import { type Server, servedContender } from "../load/served-contender.ts";
import type { Workbench } from "../workbench.ts";
import { stationsRequest } from "./read-stations.ts";

const CONNECTIONS = 64;
const PAGE = 20;

interface Reader {
  readonly name: string;
  readonly limit?: string;
  readonly server: Server;
}

/** Pages that begin at many stations, so that concurrent requests hardly ever equal, or all at the same one. */
const lists = (name: string, about: string, pages: number): Benchmark => ({
  name,
  about: `20 stations with their 80 ports and 320 slots, ${about}, ${CONNECTIONS} connections`,
  async start(workbench) {
    const { stationIds } = workbench.data;
    const after = stationIds.slice(0, Math.min(pages, stationIds.length - PAGE));
    const readers = await startReaders(name, workbench);
    const toContender = (reader: Reader): Contender =>
      servedContender({
        ...reader,
        load: workbench.load,
        connections: CONNECTIONS,
        job: { workload: "readStations", parameters: { after } },
      });
    return {
      contenders: readers.map(toContender),
      async verify() {
        for (const from of after.filter((_, index) => index % 37 === 0)) {
          const answers = await Promise.all(readers.map((reader) => answerOf(reader, from)));
          for (const answer of answers) deepStrictEqual(answer, answers.at(-1));
        }
      },
    };
  },
});

export const listReads: readonly Benchmark[] = [
  lists("lists-unlike", "pages at random", Number.POSITIVE_INFINITY),
  lists("lists-alike", "all the same page", 1),
];

async function startReaders(name: string, workbench: Workbench): Promise<Reader[]> {
  const databaseUrl = await workbench.createDatabase(name.replace("-", "_"));
  const startBare = (reader: string) =>
    workbench.startServer({
      name: `${name}-${reader}`,
      module: new URL("./bare-server.js", import.meta.url),
      args: [databaseUrl, reader],
    });
  const slotwire = await workbench.startSlotwire(`${name}-slotwire`, databaseUrl);
  return [
    { name: "slotwire", server: slotwire },
    {
      name: "node:http, a statement per request",
      limit: "bare",
      server: await startBare("each"),
    },
    {
      name: "node:http, a statement for all alike",
      limit: "batch",
      server: await startBare("together"),
    },
  ];
}

async function answerOf({ server }: Reader, after: string): Promise<unknown> {
  const connection = await HttpConnection.open(server.url);
  try {
    const { status, body } = await connection.send(stationsRequest(after));
    return { status, body: JSON.parse(body) };
  } finally {
    connection.close();
  }
}
