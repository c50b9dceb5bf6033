import pg from "pg";
import { startApp } from "../../../src/app.ts";
import { readConfig } from "../../../src/config.ts";
import { createLogger } from "../../../src/shared/logger.ts";
import { type Captured, readsOf, statementsOf } from "../../support/plans.ts";
import type { Study } from "../benchmark.ts";
import { LARGE } from "../size/large-tables.ts";
import { formatTable } from "../table.ts";
import { type Caller, PAGE, type Question, questions } from "./questions.ts";

/** How many table rows each query of the product reads with a million reservations. */
export const plans: Study = {
  name: "plans",
  about: `rows that queries read (EXPLAIN ANALYZE), of ${LARGE.reservations.toLocaleString("en")} reservations; pages of ${PAGE}`,
  async study(workbench, onProgress) {
    const databaseUrl = await workbench.largeDatabase();
    // The server runs in this process so that its statements can be captured.
    const app = await startApp(readConfig(workbench.slotwireEnv(databaseUrl)), {
      log: createLogger({ level: "warn", readable: false }),
      manualDeadlines: true,
    });
    workbench.addCloser("the server", () => app.close());
    const explainer = new pg.Client({ connectionString: databaseUrl });
    await explainer.connect();
    workbench.addCloser("the explainer", () => explainer.end());
    const tokens = {
      operator: await app.tokens.sign({ subject: "plans-operator", roles: ["OPERATOR"] }, "1h"),
      admin: await app.tokens.sign({ subject: "plans-admin", roles: ["ADMIN"] }, "1h"),
      acme: await app.tokens.sign({ subject: "plans-acme", roles: ["OPERATOR"], organisation: "acme" }, "1h"),
      driver: await app.tokens.sign({ subject: "large-77", roles: ["DRIVER"] }, "1h"),
    } satisfies Record<Caller, string>;

    const rows: string[][] = [];
    const unbounded: string[] = [];
    for (const question of questions) {
      onProgress(question.name);
      const cost = await costOf(question, { explainer, url: app.url, token: tokens[question.caller] });
      if (cost.rows > question.atMost) unbounded.push(question.name);
      rows.push([
        question.name,
        ...[cost.rows, question.atMost, cost.pages].map((count) => count.toLocaleString("en")),
        cost.ms.toFixed(1),
      ]);
    }
    const table = formatTable([["", "rows", "at most", "8 kB pages", "ms"], ...rows]);
    if (unbounded.length === 0) return table;
    throw new Error(`not bounded by what is shown: ${unbounded.join("; ")}\n\n${table}`);
  },
};

async function costOf(
  { query, variables }: Question,
  { explainer, url, token }: { explainer: pg.Client; url: string; token: string },
) {
  const ask = async () => {
    const answer = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const { errors } = (await answer.json()) as { errors?: unknown };
    if (errors) throw new Error(`${query}: ${JSON.stringify(errors)}`);
  };
  const statements: Captured[] = await statementsOf(ask);
  const startedAt = performance.now();
  await ask();
  const cost = { rows: 0, pages: 0, ms: performance.now() - startedAt };
  for (const statement of statements) {
    const { rows, pages } = await readsOf(explainer, statement);
    cost.rows += rows;
    cost.pages += pages;
  }
  return cost;
}
