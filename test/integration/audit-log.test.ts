import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ApiClient } from "../support/api-client.ts";
import { readAuditLog } from "../support/audit-log.ts";
import { dataOf } from "../support/organisations.ts";
import { type Driver, openScene, type Scene } from "../support/scene.ts";
import { createSite, type Site } from "../support/site.ts";

let scene: Scene;
let admin: ApiClient;
let operator: ApiClient;
let driver: Driver;
let site: Site;
beforeAll(async () => {
  scene = await openScene({ manualDeadlines: true, config: { webhookAllowPrivate: true } });
  admin = await scene.as("admin", "ADMIN");
  operator = await scene.asMember("acme", "Ann Operator", "OPERATOR");
  driver = await scene.newDriver();
});
beforeEach(async () => {
  site = await createSite(operator, 1, "KEEP_BOOKED");
});
afterAll(() => scene.close());

const readLog = (filter?: object, page?: object) => readAuditLog(admin, filter, page);
const run = (text: string) => dataOf(operator, `mutation { ${text} }`);

test("an audit entry commits with its change: if the entry cannot be written, nothing is changed", async () => {
  await scene.database.query(
    "alter table audit_log add constraint nothing_today check (operation <> 'updatePort') not valid",
  );
  const rename = `mutation { updatePort(input: { portId: "${site.portId}", label: "Unheard" }) { port { label } } }`;
  expect((await operator.sendText(rename)).errors?.[0]?.extensions.code).toBe("INTERNAL_SERVER_ERROR");
  expect(await dataOf(operator, `{ port(id: "${site.portId}") { label } }`)).toEqual({
    port: { label: "P1" },
  });
  await scene.database.query("alter table audit_log drop constraint nothing_today");
  expect((await operator.sendText(rename)).errors).toBeUndefined();
});

describe("the audit log", () => {
  test("is readable by admins only", async () => {
    const [entry] = (await readLog({}, { first: 1 })).entries;
    const query = `{ auditLog { totalCount } node(id: "${entry?.id}") { id } }`;
    for (const [client, code] of [
      [scene.anonymous, "UNAUTHENTICATED"],
      [driver.client, "FORBIDDEN"],
      [operator, "FORBIDDEN"],
      [scene.operator, "FORBIDDEN"],
    ] as const)
      expect((await client.sendText(query)).errors?.[0]?.extensions.code).toBe(code);
    for (const client of [driver.client, operator, scene.operator, scene.anonymous])
      expect((await client.sendText(`{ node(id: "${entry?.id}") { id } }`)).data).toEqual({ node: null });
  });

  test("is filtered by actor, object, operation and time, and paged newest first", async () => {
    const { me } = await dataOf<{ me: { id: string } }>(operator, "{ me { id } }");
    const labels = ["A", "B", "C"];
    for (const label of labels)
      await run(`updatePort(input: { portId: "${site.portId}", label: "${label}" }) { port { id } }`);
    const own = { thingId: site.portId };
    const { entries, totalCount } = await readLog(own);
    expect([totalCount, entries.map(({ operation, after }) => [operation, after?.["label"]])]).toEqual([
      4,
      [
        ["updatePort", "C"],
        ["updatePort", "B"],
        ["updatePort", "A"],
        ["createPort", "P1"],
      ],
    ]);
    const walked: string[] = [];
    for (let after: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof readLog>> = await readLog(own, { first: 1, after });
      walked.push(...page.entries.map(({ id }) => id));
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) break;
    }
    expect(walked).toEqual(entries.map(({ id }) => id));
    const ids = async (filter: object) => (await readLog({ ...own, ...filter })).entries.map(({ id }) => id);
    expect(await ids({ operation: "createPort" })).toEqual([entries[3]?.id]);
    expect(await ids({ actorId: me.id })).toEqual(walked);
    expect(await ids({ actorId: "user_01h455vb4pex5vsknk084sn02q" })).toEqual([]);
    expect(await ids({ occurredAfter: entries[2]?.occurredAt })).toEqual(walked.slice(0, 2));
    expect(await ids({ occurredBefore: entries[2]?.occurredAt, actorId: me.id })).toEqual(walked.slice(3));
    const { errors } = await admin.sendText('{ auditLog(filter: { thingId: "x" }) { totalCount } }');
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: [{ path: "filter.thingId" }],
    });
  });

  test("is append-only: the database refuses updates and deletions", async () => {
    for (const statement of [
      "update audit_log set actor_name = 'Somebody else'",
      "delete from audit_log",
      "truncate audit_log",
      "select set_config('slotwire.audit_retention_days', '29', true); delete from audit_log",
      "select set_config('slotwire.audit_retention_days', '30', true); delete from audit_log",
    ])
      await expect(scene.database.query(statement)).rejects.toThrow("audit_log is append-only");
  });

  test("is kept for ever, or for the configured number of days", async () => {
    const [entry] = (await readLog({}, { first: 1 })).entries;
    for (const days of [29, 31, 400])
      await scene.database.query(
        `insert into audit_log select ($1 || lpad($2::integer::text, 26, '0'))::typeid, slotwire_now() - $2::integer * interval '1 day', actor_id,
           actor_name, 'old', thing_type, thing_id, organisation, request_id, before, after from audit_log where id = $3`,
        ["audit_", days, entry?.id],
      );
    await scene.app.sweep();
    expect((await readLog({ operation: "old" })).totalCount).toBe(3);
    const forgetful = await openScene({
      database: scene.database,
      manualDeadlines: true,
      config: { auditRetentionDays: 30 },
    });
    const { totalCount } = await readLog();
    await forgetful.app.sweep();
    await forgetful.close();
    expect((await readLog({ operation: "old" })).totalCount).toBe(1);
    expect((await readLog()).totalCount).toBe(totalCount - 2);
  });
});
