import pg from "pg";
import { expect, vi } from "vitest";
import type { ApiClient } from "./api-client.ts";
import type { TestDatabase } from "./test-database.ts";

interface Captured {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The statements that `work` sends, without those of signing in and of the feed. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Captured[]> {
  const captured: Captured[] = [];
  const query = pg.Client.prototype.query;
  vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const { name = "", text, values = [] } = args[0] as Partial<Captured>;
    if (text && !/^(relay|hub|users|clock)\./.test(name)) captured.push({ name, text, values });
    return Reflect.apply(query, this, args);
  } as never);
  await work().finally(() => vi.restoreAllMocks());
  return captured;
}

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
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

/** Says how many rows of tables are read, those included that are read in vain. */
export interface ReadCounter {
  /** Nothing of the statement is kept. */
  ofStatement(statement: Captured): Promise<number>;
  /** By all statements that a query of the API sends. */
  ofQuery(client: ApiClient, query: string, variables?: object): Promise<number>;
  close(): Promise<void>;
}

export async function openReadCounter(database: TestDatabase): Promise<ReadCounter> {
  const explainer = new pg.Client({ connectionString: database.url });
  await explainer.connect();
  const ofStatement = async ({ text, values }: Captured) => {
    await explainer.query("begin");
    const { rows } = await explainer.query(`explain (analyze, format json) ${text}`, [...values]);
    await explainer.query("rollback");
    return rowsOfPlan(rows[0]["QUERY PLAN"][0].Plan as PlanNode);
  };
  return {
    ofStatement,
    ofQuery: async (client, query, variables = {}) => {
      const statements = await statementsOf(async () => {
        const { errors } = await client.sendText(query, variables);
        expect(errors).toBeUndefined();
      });
      expect(statements.length).toBeGreaterThan(0);
      let sum = 0;
      for (const statement of statements) sum += await ofStatement(statement);
      return sum;
    },
    close: () => explainer.end(),
  };
}
