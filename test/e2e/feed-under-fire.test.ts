import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { type CommittedVersion, compareFeed, FeedFollower } from "../support/feed-follower.ts";
import { type OwnRedisServer, startOwnRedis } from "../support/redis-server.ts";
import { type RestartablePostgres, startRestartablePostgres } from "../support/restartable-postgres.ts";
import { type ServerProcess, startServer } from "../support/server-process.ts";

let postgres: RestartablePostgres;
let redis: OwnRedisServer;
beforeAll(async () => {
  postgres = await startRestartablePostgres();
  redis = await startOwnRedis({ log: { info: (line) => void process.stderr.write(`${line}\n`) } });
});
afterAll(async () => {
  await redis.close();
  await postgres.close();
});

const FOLLOWERS = 24;
const RESUMES = 50;
/** How long the writer's transaction stays open, while later ones commit before it. */
const LATE_MS = 700;

// A change that commits long after it drew its event id, written without the server's code.
const LATE_CHANGE = `
  with changed as (
    update slots set deactivated_at = case when status = 'INACTIVE' then null else slotwire_now() end,
        status = case when status = 'INACTIVE' then 'AVAILABLE' else 'INACTIVE' end, version = version + 1
      where id = $1 returning *, nextval('outbox_id_seq') as event_id
  ), recorded as (
    insert into slot_events (slot_id, version, cause, previous_status, status, occurred_at, event_id)
      select id, version, 'SLOT_ACTIVATED', case when status = 'INACTIVE' then 'AVAILABLE' else 'INACTIVE' end, status,
        slotwire_now(), event_id from changed
  )
  insert into outbox (id, kind, payload, occurred_at)
    select c.event_id, 'slot.status_changed', jsonb_build_object('slotId', c.id, 'portId', c.port_id, 'stationId',
        p.station_id, 'label', c.label, 'connectorType', c.connector_type, 'powerKw', c.power_kw, 'status', c.status,
        'previousStatus', case when c.status = 'INACTIVE' then 'AVAILABLE' else 'INACTIVE' end, 'version', c.version,
        'cause', 'SLOT_ACTIVATED', 'occurredAt', slotwire_now(), 'hold', null), slotwire_now()
      from changed c join ports p on p.id = c.port_id`;

async function query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: postgres.url });
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Changes slots until it is told to stop. A change that fails because something is down is not repeated. */
function startWriting(slotIds: readonly string[], serverAt: () => ServerProcess) {
  let stopped = false;
  const toggling = async (worker: number) => {
    const operators = new Map<number, Awaited<ReturnType<ServerProcess["as"]>>>();
    for (let turn = worker; !stopped; turn += 7) {
      const slotId = slotIds[turn % slotIds.length] ?? "";
      const server = serverAt();
      const operator = operators.get(server.pid) ?? (await server.as("operator", "OPERATOR"));
      operators.set(server.pid, operator);
      for (const step of ["deactivateSlot(input: { slotId: $id })", "activateSlot(slotId: $id)"])
        await operator
          .sendText(`mutation($id: ID!) { ${step} { slot { id } } }`, { id: slotId })
          .catch(() => {});
      await delay(10);
    }
  };
  const committingLate = async () => {
    for (let turn = 0; !stopped; turn++) {
      const client = new pg.Client({ connectionString: postgres.url });
      client.on("error", () => {});
      try {
        await client.connect();
        await client.query("begin");
        await client.query(LATE_CHANGE, [slotIds[turn % slotIds.length]]);
        await delay(LATE_MS);
        await client.query("commit");
      } catch {
        // The database went away, so the transaction was rolled back.
      } finally {
        await client.end().catch(() => {});
      }
    }
  };
  const working = Promise.all([toggling(0), toggling(3), toggling(5), committingLate()]);
  return async () => {
    stopped = true;
    await working;
  };
}

test("through all failures, each follower sees every version of its slots once and in order", async () => {
  const env = { DATABASE_URL: postgres.url, REDIS_URL: redis.url };
  const servers = await Promise.all([startServer({ env }), startServer({ env })]);
  const sites = [];
  for (let station = 0; station < 3; station++) sites.push(await servers[0].newSlots(4));
  const slotIds = sites.flat();

  let turn = 0;
  const anyServer = () => servers[turn++ % servers.length] as ServerProcess;
  const firstRead = await servers[1].anonymous.sendText<{
    slots: { feedCursor: string; edges: { node: { id: string; version: number } }[] };
  }>("{ slots { feedCursor edges { node { id version } } } }");
  const read = firstRead.data?.slots;
  const known = new Map(read?.edges.map(({ node }) => [node.id, node.version]));
  const scopes = [
    {},
    { slotIds: sites[1] },
    { slotIds: [slotIds[0]] },
    { slotIds: [slotIds[2], slotIds[9]] },
  ];
  const followers = Array.from({ length: FOLLOWERS }, (_, index) => {
    const filter = scopes[index % scopes.length] as { slotIds?: string[] };
    // Half of them begin with a snapshot, half at the cursor of an earlier read.
    const after = index % 2 === 0 ? undefined : read?.feedCursor;
    return { filter, after, feed: new FeedFollower({ server: () => anyServer().url, filter, after }) };
  });
  const stopWriting = startWriting(slotIds, anyServer);

  const faults = [
    () => redis.stop(),
    () => redis.start(),
    async () => {
      process.kill(servers[0].pid, "SIGSTOP");
      await delay(3_000);
      process.kill(servers[0].pid, "SIGCONT");
    },
    async () => {
      await servers[1].kill("SIGKILL");
      servers[1] = await startServer({ env });
    },
    () => postgres.restart(),
    // A rolling restart.
    async () => {
      for (const index of [0, 1] as const) {
        await servers[index].kill("SIGTERM");
        servers[index] = await startServer({ env });
      }
    },
  ];
  let resumes = 0;
  const resumeSome = async (count: number) => {
    for (let index = 0; index < count; index++) {
      followers[(resumes * 5) % FOLLOWERS]?.feed.cut();
      resumes++;
      await delay(40);
    }
  };
  for (const [index, fault] of faults.entries()) {
    const sleeper = followers[index]?.feed;
    sleeper?.pause();
    await Promise.all([fault(), resumeSome(RESUMES / faults.length + 1)]);
    sleeper?.resume();
    await delay(500);
  }
  await stopWriting();

  const committed = await query<{ slotId: string; version: number; status: string }>(
    `select slot_id as "slotId", version, status from slot_events order by slot_id, version`,
  );
  expect(committed.length).toBeGreaterThan(100);
  expect(resumes).toBeGreaterThanOrEqual(RESUMES);
  await eventually(() => {
    for (const [index, { feed, filter, after }] of followers.entries()) {
      const scope = (
        filter.slotIds ? committed.filter(({ slotId }) => filter.slotIds?.includes(slotId)) : committed
      ) as CommittedVersion[];
      const complaints = compareFeed(feed.seen, scope, after === undefined ? null : known);
      expect({ index, complaints, refusals: feed.refusals }).toEqual({ index, complaints: [], refusals: [] });
    }
  });
  for (const { feed } of followers) feed.close();
});
