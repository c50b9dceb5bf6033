import { expect, test } from "vitest";
import { createLogger } from "../../src/shared/logger.ts";

function logOf(error: Error): { err: Record<string, unknown> } {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  createLogger({ level: "info", readable: false, destination }).error({ err: error }, "failed");
  return JSON.parse(lines.join(""));
}

test("an error is logged with its origin, and without the values that were sent", () => {
  const error = Object.assign(new Error('duplicate key value violates unique constraint "one_plate"'), {
    code: "23505",
    detail: "Key (plate)=(29A-12345) already exists.",
    where: "29A-12345",
    constraint: "one_plate",
    table: "vehicles",
    parameters: ["29A-12345"],
    query: "insert into vehicles (plate) values ($1)",
    client: { password: "29A-12345" },
    driverError: { detail: "29A-12345" },
  });
  const { err } = logOf(error);
  expect(err).toMatchObject({
    code: "23505",
    constraint: "one_plate",
    table: "vehicles",
    query: error.query,
    message: error.message,
  });
  expect(err["stack"]).toContain("logger.test.ts");
  expect(JSON.stringify(err)).not.toContain("29A-12345");
});

test("a value that PostgreSQL could not parse is not logged", () => {
  const { err } = logOf(
    Object.assign(new Error('invalid input syntax for type integer: "29A-12345"'), { code: "22P02" }),
  );
  expect(err["message"]).toBe('invalid input syntax for type integer: "…"');
  expect(JSON.stringify(err)).not.toContain("29A-12345");
});

test("the errors within an AggregateError are logged in the same way", () => {
  const { err } = logOf(
    new AggregateError(
      [Object.assign(new Error("refused"), { code: "ECONNREFUSED", detail: "29A-12345" })],
      "all",
    ),
  );
  expect(err["aggregateErrors"]).toMatchObject([{ code: "ECONNREFUSED", message: "refused" }]);
  expect(JSON.stringify(err)).not.toContain("29A-12345");
});
