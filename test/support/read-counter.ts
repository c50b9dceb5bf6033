import pg from "pg";
import { expect } from "vitest";
import type { ApiClient } from "./api-client.ts";
import { type Captured, readsOf, statementsOf } from "./plans.ts";
import type { TestDatabase } from "./test-database.ts";

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
  const ofStatement = async (statement: Captured) => (await readsOf(explainer, statement)).rows;
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
