import type pg from "pg";

/** Returns the GraphQL response about a page of stations with their ports and slots, as JSON. */
type StationsReader = (after: string) => Promise<string>;

interface Row {
  readonly stationId: string;
  readonly name: string;
  readonly portId: string;
  readonly portLabel: string;
  readonly id: string;
  readonly label: string;
  readonly status: string;
  readonly version: number;
  readonly connectorType: string | null;
  readonly powerKw: number | null;
}

// Reads rows instead of JSON built by PostgreSQL, which takes longer to build it than Node.
const STATIONS = {
  name: "stations",
  text: `select t.id as "stationId", t.name, p.id as "portId", p.label as "portLabel", s.id, s.label, s.status, s.version,
      s.connector_type as "connectorType", s.power_kw as "powerKw"
    from (select id, name from stations where id > $1 order by id limit 20) t
      join ports p on p.station_id = t.id join slots s on s.port_id = p.id
    order by t.id, p.id, s.id`,
};

/** One statement per request. */
export function readStations(pool: pg.Pool): StationsReader {
  return async (after) => toAnswer((await pool.query<Row>({ ...STATIONS, values: [after] })).rows);
}

interface Next {
  readonly answer: Promise<string>;
  begin(): void;
}

/** One statement for all requests for the same page that arrived while the previous one was running. */
export function readStationsTogether(pool: pg.Pool): StationsReader {
  const read = readStations(pool);
  const running = new Map<string, Next | null>();
  const begin = (after: string): Promise<string> => {
    running.set(after, null);
    return read(after).finally(() => {
      const next = running.get(after);
      running.delete(after);
      next?.begin();
    });
  };
  return (after) => {
    const next = running.get(after);
    if (next === undefined) return begin(after);
    if (next !== null) return next.answer;
    let start: Next["begin"] = () => {};
    const answer = new Promise<string>((resolve) => {
      start = () => resolve(begin(after));
    });
    running.set(after, { answer, begin: start });
    return answer;
  };
}

interface Item {
  readonly id: string;
  readonly [name: string]: unknown;
}

function toAnswer(rows: readonly Row[]): string {
  const edges: { node: Item & { ports: (Item & { slots: Item[] })[] } }[] = [];
  for (const { stationId, name, portId, portLabel, ...slot } of rows) {
    let station = edges.at(-1)?.node;
    if (station?.id !== stationId) {
      station = { id: stationId, name, ports: [] };
      edges.push({ node: station });
    }
    let port = station.ports.at(-1);
    if (port?.id !== portId) {
      port = { id: portId, label: portLabel, slots: [] };
      station.ports.push(port);
    }
    port.slots.push(slot);
  }
  return JSON.stringify({ data: { stations: { edges } } });
}
