import { readdir, readFile } from "node:fs/promises";
import {
  buildSchema,
  type GraphQLObjectType,
  getNamedType,
  isScalarType,
  isSpecifiedScalarType,
  parse,
  validate,
} from "graphql";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { migrations } from "../../migrations/index.ts";
import { createDataSource } from "../../src/database/data-source.ts";
import { describeSchema } from "../../src/graphql/schema.ts";
import { examples } from "../../src/playground/examples.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

const checkedIn = () => readFile("schema/schema.graphql", "utf8");

test("the checked-in SDL matches the code (otherwise run `npm run schema`)", async () => {
  expect(await describeSchema()).toBe(await checkedIn());
});

test("every subscription can be resumed: it takes a cursor, and each event has one", async () => {
  const subscriptions =
    buildSchema(await checkedIn())
      .getSubscriptionType()
      ?.getFields() ?? {};
  expect(Object.keys(subscriptions).length).toBeGreaterThan(2);
  for (const { name, type, args } of Object.values(subscriptions)) {
    const event = getNamedType(type) as GraphQLObjectType;
    expect([name, "cursor" in event.getFields()]).toEqual([name, true]);
    expect([name, args.map((arg) => arg.name)]).toEqual([name, expect.arrayContaining(["after"])]);
  }
});

test("every custom scalar names its specification for code generators", async () => {
  const scalars = Object.values(buildSchema(await checkedIn()).getTypeMap())
    .filter(isScalarType)
    .filter((type) => !isSpecifiedScalarType(type));
  expect(scalars.map(({ name }) => name)).toEqual(["DateTime", "JSONObject"]);
  for (const { name, specifiedByURL } of scalars)
    expect([name, specifiedByURL]).toEqual([name, expect.stringMatching(/^http/)]);
});

test("the playground's examples are valid operations", async () => {
  const schema = buildSchema(await checkedIn());
  expect(examples.length).toBeGreaterThan(4);
  for (const { query } of examples) expect(validate(schema, parse(query))).toEqual([]);
});

test("the README's operations are valid", async () => {
  const schema = buildSchema(await checkedIn());
  const blocks = [...(await readFile("README.md", "utf8")).matchAll(/```graphql\n(.*?)```/gs)].map(
    ([, block = ""]) => block,
  );
  expect(blocks.length).toBeGreaterThan(3);
  for (const block of blocks) expect(validate(schema, parse(block))).toEqual([]);
});

test("every migration is on the list, in the order of its timestamp", async () => {
  const files = (await readdir("migrations")).filter((file) => /^\d/.test(file)).toSorted();
  expect(migrations.map((migration) => new migration().name.replace(/\D/g, ""))).toEqual(
    files.map((file) => file.split("-", 1)[0]),
  );
});

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function openDataSource(url: string) {
  return createDataSource({
    url,
    log: createLogger({ level: "silent", readable: false }),
    poolSize: 1,
  }).initialize();
}

test("no migration is pending, and all can be reverted and applied again", async () => {
  const dataSource = await openDataSource(database.url);
  expect(await dataSource.showMigrations()).toBe(false);
  for (const _ of migrations) await dataSource.undoLastMigration();
  const [left] = await database.query(
    "select count(*)::int as tables from pg_tables where schemaname = 'public'",
  );
  expect(left).toEqual({ tables: 1 });
  await dataSource.runMigrations();
  expect(await dataSource.showMigrations()).toBe(false);
  await dataSource.destroy();
});

test("the entities match the migrated tables column by column", async () => {
  const dataSource = await openDataSource(inject("templateUrl"));
  for (const { tableName, columns } of dataSource.entityMetadatas) {
    const actual = await dataSource.query(
      `select column_name as name, data_type as type, is_nullable = 'YES' as nullable
         from information_schema.columns where table_name = $1 order by 1`,
      [tableName],
    );
    const mapped = columns.map((column) => ({
      name: column.databaseName,
      type: column.isArray
        ? "ARRAY"
        : column.type === "timestamptz"
          ? "timestamp with time zone"
          : column.type,
      nullable: column.isNullable,
    }));
    expect([tableName, mapped.toSorted((a, b) => (a.name < b.name ? -1 : 1))]).toEqual([tableName, actual]);
  }
  await dataSource.destroy();
});
