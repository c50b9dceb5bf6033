import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatDocument, stringifyDocument } from "@urql/core";
import { getOperationAST, parse } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as dashboard from "../../src/dashboard/api/documents.ts";
import * as replay from "../../src/replay/operations.ts";
import { StoredDocuments } from "../../src/transport/operations/stored-documents.ts";
import { newFolder } from "../support/new-folder.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";
import { refusalOver, transportNames, transports } from "../support/transports.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hashed = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: sha256(text) } });
const manifest = fileURLToPath(new URL("../../schema/trusted-documents.json", import.meta.url));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe("TRUSTED_DOCUMENTS=only", () => {
  let app: TestApp;
  let trusted: [string, string][];
  beforeAll(async () => {
    trusted = Object.entries(JSON.parse(await readFile(manifest, "utf8")) as Record<string, string>);
    app = await startTestApp({ database, config: { trustedDocumentsFile: manifest } });
  });
  afterAll(() => app.close());

  const variables = { slotId: "slot_01h455vb4pex5vsknk084sn02q" };
  const history = () => trusted.find(([, text]) => text.startsWith("query SlotHistory")) ?? ["", ""];

  test("the manifest contains exactly the documents that our own clients send, by their hash", () => {
    // Over HTTP, urql adds __typename everywhere. Over a WebSocket, the dashboard sends its documents unchanged.
    const sentByDashboard = Object.values(dashboard)
      .filter((document) => getOperationAST(document) !== null)
      .flatMap((document) => [document, formatDocument(document)].map(stringifyDocument));
    const sent = [...Object.values(replay).map(({ text }) => text), ...sentByDashboard];
    const documents = new StoredDocuments(new Map(trusted));
    for (const text of sent) documents.requireTrusted(parse(text));
    const nameOf = (text: string) => /(?:query|mutation|subscription) (\w+)/.exec(text)?.[1];
    expect(new Set(trusted.map(([, text]) => nameOf(text)))).toEqual(new Set(sent.map(nameOf)));
    for (const [id, text] of trusted) expect(id).toBe(sha256(text));
  });

  describe.each(transportNames)("over %s", (transport) => {
    test("a trusted document is executed, by id or by text", async () => {
      const [id, text] = history();
      const ways = [
        { documentId: id },
        { documentId: `sha256:${id}` },
        { extensions: hashed(text) },
        { query: text },
        { query: text, extensions: hashed(text) },
        { query: ` ${text.replaceAll("\n", " \n# a remark\n ")}` },
      ];
      for (const way of ways) {
        expect(await transports[transport](app.url, { ...way, variables })).toMatchObject({
          data: { slot: null },
        });
      }
    });

    test("any other document is refused, by text, hash or id", async () => {
      const [, text] = history();
      const others = [
        "{ __typename }",
        text.replace("status", "status label"),
        `${text} query Other { slots { totalCount } }`,
      ];
      for (const query of others) {
        const { extensions } = await refusalOver(transport, app.url, {
          query,
          operationName: "Other",
          variables,
        });
        expect(extensions).toMatchObject({ code: "FORBIDDEN", status: 403 });
        // Not even after it was sent with its hash.
        const stored = await refusalOver(transport, app.url, { query, extensions: hashed(query), variables });
        expect(stored.extensions.code).toBe("FORBIDDEN");
        const byHash = await refusalOver(transport, app.url, { extensions: hashed(query), variables });
        expect([byHash.message, byHash.extensions.code]).toEqual([
          "PersistedQueryNotFound",
          "PERSISTED_QUERY_NOT_FOUND",
        ]);
        const byId = await refusalOver(transport, app.url, { documentId: sha256(query), variables });
        expect(byId.extensions.code).toBe("PERSISTED_QUERY_NOT_FOUND");
      }
    });
  });

  test("an invalid file of trusted documents stops the start", async () => {
    const file = join(await newFolder("trusted"), "documents.json");
    for (const content of ["{}", "[]", "nonsense", '{"id":"{"}']) {
      await writeFile(file, content);
      await expect(startTestApp({ database, config: { trustedDocumentsFile: file } })).rejects.toThrow(
        /^TRUSTED_DOCUMENTS_FILE is ".*npm run codegen writes one/,
      );
    }
  });
});

describe("without trusted documents", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ database });
  });
  afterAll(() => app.close());

  test.each(transportNames)("a document stored over %s is known over all transports", async (transport) => {
    const query = `query From${transport} { __typename }`;
    const unknown = await refusalOver(transport, app.url, { extensions: hashed(query) });
    expect([unknown.message, unknown.extensions.code, unknown.extensions.status]).toEqual([
      "PersistedQueryNotFound",
      "PERSISTED_QUERY_NOT_FOUND",
      400,
    ]);
    expect(await transports[transport](app.url, { query, extensions: hashed(query) })).toMatchObject({
      data: { __typename: "Query" },
    });
    for (const other of transportNames) {
      for (const way of [{ extensions: hashed(query) }, { documentId: `sha256:${sha256(query)}` }])
        expect(await transports[other](app.url, way)).toMatchObject({ data: { __typename: "Query" } });
    }
  });

  test.each(transportNames)("a hash of another document is refused over %s", async (transport) => {
    const { extensions } = await refusalOver(transport, app.url, {
      query: "{ __typename }",
      extensions: hashed("{ other }"),
    });
    expect(extensions).toMatchObject({ code: "BAD_REQUEST", status: 400 });
    const version = await refusalOver(transport, app.url, {
      extensions: { persistedQuery: { version: 2, sha256Hash: "x" } },
    });
    expect(version.extensions).toMatchObject({ code: "BAD_REQUEST", status: 400 });
  });
});
