import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type DocumentNode, parse, print } from "graphql";
import { LRUCache } from "lru-cache";
import { DomainError } from "../../shared/domain-error.ts";
import { isObject } from "../../shared/json.ts";
import type { OperationRequest, ReceivedOperation } from "./operations.ts";

const KEPT_DOCUMENTS = 1_000;
const KEPT_CHARACTERS = 5_000_000;

/**
 * The documents that can be requested by id: the trusted ones, or those that clients have stored (automatic persisted
 * queries), of which the latest are kept.
 */
export class StoredDocuments {
  readonly #trusted: ReadonlyMap<string, string> | null;
  readonly #trustedTexts: ReadonlySet<string>;
  readonly #stored = new LRUCache<string, string>({
    max: KEPT_DOCUMENTS,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: (text) => text.length + 1,
  });

  /** @param trusted documents by their ids, and nothing else is executed; null if anything is. */
  constructor(trusted: ReadonlyMap<string, string> | null) {
    this.#trusted = trusted;
    this.#trustedTexts = new Set([...(trusted?.values() ?? [])].map((text) => normalizedText(parse(text))));
  }

  find(id: string): string | undefined {
    return (this.#trusted ?? this.#stored).get(id);
  }

  store(id: string, text: string): void {
    if (!this.#trusted) this.#stored.set(id, text);
  }

  /** @throws DomainError FORBIDDEN if the document is not a trusted one, in whatever formatting. */
  requireTrusted(document: DocumentNode): void {
    if (!this.#trusted || this.#trustedTexts.has(normalizedText(document))) return;
    throw new DomainError("FORBIDDEN", "This server executes only trusted documents: send the id of one");
  }

  /**
   * The request with its document, which is looked up if only its id was sent.
   *
   * @throws DomainError PERSISTED_QUERY_NOT_FOUND, BAD_REQUEST
   */
  resolve(received: ReceivedOperation): OperationRequest {
    const { query, ...rest } = received;
    const id = idOf(received);
    if (typeof query === "string") {
      if (id !== null && id !== createHash("sha256").update(query).digest("hex"))
        throw new DomainError("BAD_REQUEST", "The sha256 hash does not match the document");
      if (id !== null) this.store(id, query);
      return { ...rest, query };
    }
    const resolved = this.resolveById(received);
    // Clients look for this sentence, and then send the document itself.
    if (!resolved) throw new DomainError("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
    return resolved;
  }

  /** The request with the document that its id names; null if the id is not known. @throws DomainError BAD_REQUEST */
  resolveById(received: ReceivedOperation): OperationRequest | null {
    const id = idOf(received);
    const query = id === null ? undefined : this.find(id);
    return query === undefined ? null : { ...received, query };
  }
}

/** The text of a document, independent of white space, comments and the order of definitions. */
function normalizedText({ definitions }: DocumentNode): string {
  return definitions.map(print).toSorted().join("\n");
}

/** Reads the file of trusted documents that `npm run codegen` writes: documents by the sha256 of their text. */
export async function readTrustedDocuments(file: string): Promise<ReadonlyMap<string, string>> {
  const documents: unknown = await readFile(file, "utf8")
    .then(JSON.parse)
    .catch(() => null);
  const entries = isObject(documents) ? Object.entries(documents) : [];
  try {
    for (const [, text] of entries) parse(String(text));
    if (entries.length > 0) return new Map(entries as [string, string][]);
  } catch {
    // Reported below.
  }
  throw new Error(
    `TRUSTED_DOCUMENTS_FILE is "${file}": it must be a JSON file with GraphQL documents by their ids; npm run codegen writes one.`,
  );
}

/** The id in a request: `documentId`, or the hash of Apollo's automatic persisted queries. */
function idOf({ documentId, extensions }: ReceivedOperation): string | null {
  if (typeof documentId === "string") return documentId.replace(/^sha256:/, "");
  const persisted = extensions?.["persistedQuery"];
  if (!isObject(persisted)) return null;
  const { version, sha256Hash } = persisted;
  if (version === 1 && typeof sha256Hash === "string") return sha256Hash;
  throw new DomainError("BAD_REQUEST", "A persistedQuery must have version 1 and a sha256Hash");
}

/** A request by `documentId` in the form that Apollo understands: with the hash of a persisted query. */
export function withPersistedQuery(body: unknown): unknown {
  if (!isObject(body) || typeof body["documentId"] !== "string" || body["query"] !== undefined) return body;
  const { documentId, ...rest } = body;
  const extensions = isObject(rest["extensions"]) ? rest["extensions"] : {};
  const persistedQuery = { version: 1, sha256Hash: idOf({ documentId }) };
  return { ...rest, extensions: { ...extensions, persistedQuery } };
}
