import pg from "pg";
import { expect } from "vitest";
import type { ApiClient } from "./api-client.ts";
import { type Captured, readsOf, statementsOf } from "./plans.ts";
import type { TestDatabase } from "./test-database.ts";

/** Counts the table rows that are read, including those that a filter removes. */
export interface ReadCounter {
  /** The statement is rolled back. */
  ofStatement(statement: Captured): Promise<number>;
  /** The rows read by all statements of a query of the API. */
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
