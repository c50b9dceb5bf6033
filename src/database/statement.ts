import type { QueryConfig } from "pg";

declare const rowType: unique symbol;

/**
 * A statement, and the shape of the rows it returns. A named one is parsed and planned once per connection. One that is
 * built from optional filters has no name, and is planned for its values.
 */
export interface Statement<Row> {
  readonly name?: string;
  readonly text: string;
  readonly [rowType]?: Row;
}

export function statement<Row = never>(name: string, text: string): Statement<Row> {
  return { name, text: withHiddenLengths(text) };
}

/**
 * Hides the length of a list from PostgreSQL by making it a subquery. A cached plan assumes ten keys. If PostgreSQL
 * sees that there is only one, it finds a new plan cheaper than the cached one, and plans again each time: two thirds
 * of its work for a port that is read alone.
 */
function withHiddenLengths(text: string): string {
  return text.replace(/\b(any|unnest)\((\$\d+)::(\w+)\[\]/g, "$1((select $2::$3[])::$3[]");
}

/** The optional filters of a list, joined by AND: each adds its condition and its value, or nothing at all. */
export class Conditions {
  readonly values: unknown[] = [];
  readonly #conditions: string[] = [];

  /** @param condition gets the placeholder of the value (`$1`). A value of null or undefined adds nothing. */
  add<Value>(value: Value | null | undefined, condition: (placeholder: string) => string): this {
    if (value === null || value === undefined) return this;
    this.#conditions.push(condition(this.placeholder(value)));
    return this;
  }

  /** Adds a condition that needs no value. */
  addText(condition: string): this {
    this.#conditions.push(condition);
    return this;
  }

  /** Adds a value that the statement uses elsewhere, and returns its placeholder. */
  placeholder(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  get where(): string {
    return this.#conditions.length === 0 ? "" : `where ${this.#conditions.join(" and ")}`;
  }

  /** For a statement that begins with a condition of its own. */
  get and(): string {
    return this.#conditions.map((condition) => `and ${condition}`).join(" ");
  }
}

/** For `in (…)`: constants of the code, which the planner should see. Any value from outside is a parameter. */
export function literals(constants: readonly string[]): string {
  return constants.map((constant) => `'${constant}'`).join(", ");
}

/**
 * Equality, written as a range. It keeps the column in the order of the page, which then only the index that begins
 * with the column can provide. With `=` the column would drop out of the order, and PostgreSQL, which assumes that
 * matches are spread evenly, would rather filter the newest rows of all.
 */
export function only(column: string, value: string): string {
  return `${column} >= ${value} and ${column} <= ${value}`;
}

/** Runs statements: on a connection of the pool, or on that of a transaction. */
export interface Queryable {
  query<Row>(statement: Statement<Row>, values?: readonly unknown[]): Promise<Row[]>;
}

/** How many rows of a table, or of joined ones, match. */
export async function countRows(
  db: Queryable,
  tables: string,
  { where, values }: Conditions,
): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    { text: `select count(*) from ${tables} ${where}` },
    values,
  );
  return row?.count ?? 0;
}

export function toQueryConfig({ name, text }: Statement<unknown>, values: readonly unknown[]): QueryConfig {
  return { name, text, values: values as unknown[] };
}
