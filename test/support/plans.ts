import pg from "pg";

export interface Captured {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * The statements that `work` sends, except for those of connection setup, of authentication, of the feed, and of
 * webhooks looking for pending deliveries.
 */
export async function statementsOf(work: () => Promise<unknown>): Promise<Captured[]> {
  const captured: Captured[] = [];
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const { name = "", text, values = [] } = args[0] as Partial<Captured>;
    if (
      text &&
      !text.startsWith("set ") &&
      !/^(relay|hub|users|clock)\.|^webhooks\.(has_news|take_position|find_end|match|move_position|commit_without_flush)|^webhook_deliveries\.(prune|take_due)/.test(
        name,
      )
    )
      captured.push({ name, text, values });
    return Reflect.apply(query, this, args);
  } as never;
  await work().finally(() => {
    pg.Client.prototype.query = query;
  });
  return captured;
}

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly "Shared Hit Blocks": number;
  readonly "Shared Read Blocks": number;
  readonly Plans?: readonly PlanNode[];
}

function rowsOfPlan(node: PlanNode): number {
  const rows =
    node["Actual Rows"] +
    (node["Rows Removed by Filter"] ?? 0) +
    (node["Rows Removed by Index Recheck"] ?? 0);
  const own = node["Relation Name"] && node["Node Type"].endsWith("Scan") ? rows * node["Actual Loops"] : 0;
  return (node.Plans ?? []).reduce((sum, plan) => sum + rowsOfPlan(plan), own);
}

export interface Reads {
  /** Rows of tables, including those that a filter removes. */
  readonly rows: number;
  /** Rows of reservations, items, history and sessions, including those read by functions and triggers. */
  readonly claims: number;
  /** Pages of tables and indexes. */
  readonly pages: number;
}

const CLAIMS_READ = `select coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0)::int as claims
  from pg_stat_xact_user_tables
  where relname in ('reservations', 'reservation_items', 'reservation_history', 'charging_sessions')`;

/** Executes a statement, measures what it reads, and rolls it back. */
export async function readsOf(explainer: pg.Client, { text, values }: Captured): Promise<Reads> {
  await explainer.query("begin");
  try {
    const before = (await explainer.query(CLAIMS_READ)).rows[0].claims;
    const { rows } = await explainer.query(`explain (analyze, buffers, format json) ${text}`, [...values]);
    const plan = rows[0]["QUERY PLAN"][0].Plan as PlanNode;
    const claims = (await explainer.query(CLAIMS_READ)).rows[0].claims - before;
    return { rows: rowsOfPlan(plan), claims, pages: plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] };
  } finally {
    await explainer.query("rollback");
  }
}
