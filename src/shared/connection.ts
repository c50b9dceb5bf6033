import { badInput } from "./domain-error.ts";

/** What a Relay client asks for: `first` edges after the cursor of another edge. */
export interface PageRequest {
  readonly first: number;
  readonly after?: string | null;
}

interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

/** A Relay connection. `totalCount` is counted only where a query selects it. */
export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo: PageInfo;
  readonly totalCount: () => Promise<number>;
}

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** The key that a page continues from, in the list's own order. */
export type CursorKey = readonly (string | number)[];

function encodeCursor(list: string, key: CursorKey): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString("base64url");
}

/**
 * The key in a cursor of this list, or null for the first page.
 *
 * @throws DomainError BAD_USER_INPUT if it is not a cursor of this list.
 */
export function decodeCursor<Key extends CursorKey>(
  list: string,
  page: PageRequest,
  isKey: (key: unknown[]) => boolean,
): Key | null {
  if (page.after === null || page.after === undefined) return null;
  try {
    const [from, ...key] = JSON.parse(Buffer.from(page.after, "base64url").toString("utf8")) as unknown[];
    if (from === list && isKey(key)) return key as unknown as Key;
  } catch {
    // Not JSON: refused below like any other foreign cursor.
  }
  throw badInput({ path: "after", message: "must be a cursor that this list returned" });
}

/** Makes a connection from the rows of a page, of which one more than asked for was read. */
export function toConnection<Row>(options: {
  list: string;
  page: PageRequest;
  rows: readonly Row[];
  keyOf: (row: Row) => CursorKey;
  count: () => Promise<number>;
}): Connection<Row> {
  const { list, page, rows, keyOf, count } = options;
  const cursorOf = (row: Row) => encodeCursor(list, keyOf(row));
  const edges = rows.slice(0, page.first).map((node) => new LazyEdge(node, cursorOf));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after !== null && page.after !== undefined,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
    totalCount: count,
  };
}

/** Makes its cursor only for a query that selects it: most queries want one cursor of a whole page. */
class LazyEdge<Node> implements Edge<Node> {
  readonly node: Node;
  readonly #cursorOf: (node: Node) => string;

  constructor(node: Node, cursorOf: (node: Node) => string) {
    this.node = node;
    this.#cursorOf = cursorOf;
  }

  get cursor(): string {
    return this.#cursorOf(this.node);
  }
}

/** The test of a cursor that holds one id. */
export function isIdKey(key: unknown[]): boolean {
  return key.length === 1 && typeof key[0] === "string" && key[0].length <= 100 && !key[0].includes("\0");
}

/** The test of a cursor that holds one whole number. */
export function isNumberKey(key: unknown[]): boolean {
  return key.length === 1 && isWholeNumber(key[0]);
}

/** The end of the year 9999. No row is later, and far beyond it PostgreSQL's own range of times ends. */
const LATEST_MS = 253_402_300_799_999;

/** The test of a cursor that holds a time, in milliseconds, and an id. */
export function isTimedKey([at, id, ...rest]: unknown[]): boolean {
  return isWholeNumber(at) && Number(at) <= LATEST_MS && isIdKey([id, ...rest]);
}

export function isWholeNumber(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
