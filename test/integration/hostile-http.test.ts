import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RawAnswer, type RawHeaders, rawRequest, sendRaw } from "../support/raw-http.ts";
import { everything, openScene, type Scene } from "../support/scene.ts";

let scene: Scene;
let operatorToken = "";
let before: unknown;
beforeAll(async () => {
  scene = await openScene();
  operatorToken = await scene.app.tokens.sign(
    { subject: "operator", roles: ["OPERATOR"], name: "operator" },
    "1h",
  );
  const driver = await scene.newDriver();
  await driver.book((await scene.newSite()).slotIds);
  before = await everything(scene.database);
});
afterAll(() => scene.close());

const MUTATION = `mutation { createStation(input: { name: "Hostile" }) { station { id } } }`;
const mutation = JSON.stringify({ query: MUTATION });
const json = { "Content-Type": "application/json" };

/** Sent as an operator, so that a request that is not refused takes effect. */
function post(body: string | Buffer = mutation, headers: RawHeaders = {}, target = "/graphql"): Buffer {
  return rawRequest(target, {
    body,
    headers: { ...json, Authorization: `Bearer ${operatorToken}`, ...headers },
  });
}
function operation(query: string, variables?: unknown): Buffer {
  return post(JSON.stringify({ query, variables }));
}
function get(target: string, headers: RawHeaders = {}): Buffer {
  const preflight = { "graphql-require-preflight": "1", Authorization: `Bearer ${operatorToken}` };
  return rawRequest(target, { method: "GET", headers: { ...preflight, ...headers } });
}
function ask(method: string, target: string, headers: RawHeaders = {}): Buffer {
  return rawRequest(target, { method, headers });
}
const line = (text: string) => Buffer.from(text, "latin1");
const escaped = encodeURIComponent;

type Row = [what: string, bytes: () => Buffer, status: number, code?: string];

const graphqlRows: Row[] = [
  // methods
  ["PUT", () => ask("PUT", "/graphql"), 405, "BAD_REQUEST"],
  ["DELETE", () => ask("DELETE", "/graphql"), 405, "BAD_REQUEST"],
  ["PATCH", () => ask("PATCH", "/graphql"), 405, "BAD_REQUEST"],
  ["TRACE", () => ask("TRACE", "/graphql"), 405, "BAD_REQUEST"],
  ["PROPFIND", () => ask("PROPFIND", "/graphql"), 405, "BAD_REQUEST"],
  // requests that a page of another origin could send
  ["a GET without a preflight header", () => ask("GET", "/graphql?query={__typename}"), 400, "BAD_REQUEST"],
  [
    "a GET as text/plain",
    () => ask("GET", "/graphql?query={__typename}", { "Content-Type": "text/plain" }),
    400,
    "BAD_REQUEST",
  ],
  [
    "a form",
    () => post(`query=${escaped(MUTATION)}`, { "Content-Type": "application/x-www-form-urlencoded" }),
    415,
    "BAD_REQUEST",
  ],
  ["JSON as text/plain", () => post(mutation, { "Content-Type": "text/plain" }), 415, "BAD_REQUEST"],
  [
    "a multipart form",
    () => post(mutation, { "Content-Type": "multipart/form-data; boundary=x" }),
    415,
    "BAD_REQUEST",
  ],
  [
    "JSON as text/plain with a preflight header",
    () => post(mutation, { "Content-Type": "text/plain", "apollo-require-preflight": "1" }),
    415,
    "BAD_REQUEST",
  ],
  // content types and encodings
  ["no content type", () => post(mutation, { "Content-Type": "" }), 415, "BAD_REQUEST"],
  [
    "a content type that only begins like JSON",
    () => post(mutation, { "Content-Type": "application/json-seq" }),
    415,
    "BAD_REQUEST",
  ],
  [
    "two content types",
    () => post(mutation, { "Content-Type": "application/json, text/plain" }),
    415,
    "BAD_REQUEST",
  ],
  [
    "UTF-16 as charset",
    () => post(mutation, { "Content-Type": "application/json; charset=utf-16" }),
    415,
    "BAD_REQUEST",
  ],
  ["a UTF-16 body", () => post(Buffer.from(mutation, "utf16le")), 400, "BAD_REQUEST"],
  [
    "bytes that are not UTF-8",
    () =>
      post(Buffer.concat([Buffer.from('{"query":"'), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('"}')])),
    400,
    "BAD_REQUEST",
  ],
  [
    "an overlong encoding of a quote",
    () => post(Buffer.concat([Buffer.from('{"query":'), Buffer.from([0xc0, 0xa2]), Buffer.from("}")])),
    400,
    "BAD_REQUEST",
  ],
  [
    "a gzip body without Content-Encoding",
    () => post(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])),
    400,
    "BAD_REQUEST",
  ],
  [
    "a gzip body with Content-Encoding",
    () => post(gzipSync(mutation), { "Content-Encoding": "gzip" }),
    415,
    "BAD_REQUEST",
  ],
  // media types of the answer
  ["a mutation that accepts only HTML", () => post(mutation, { Accept: "text/html" }), 406, "BAD_REQUEST"],
  [
    "a mutation that accepts anything but JSON",
    () => post(mutation, { Accept: "application/json;q=0" }),
    406,
    "BAD_REQUEST",
  ],
  ["an invalid Accept header", () => post(mutation, { Accept: ";;;/" }), 406, "BAD_REQUEST"],
  // bodies
  ["no body", () => post(""), 400, "BAD_REQUEST"],
  ["truncated JSON", () => post(mutation.slice(0, -1)), 400, "BAD_REQUEST"],
  ["two JSON values", () => post(mutation + mutation), 400, "BAD_REQUEST"],
  ["JSON with a comment", () => post(`/* */${mutation}`), 400, "BAD_REQUEST"],
  ["JSON followed by NUL", () => post(`${mutation}\0`), 400, "BAD_REQUEST"],
  ["NaN", () => post('{"query":NaN}'), 400, "BAD_REQUEST"],
  ["null", () => post("null"), 400, "BAD_REQUEST"],
  ["a number", () => post("5"), 400, "BAD_REQUEST"],
  ["a string", () => post(JSON.stringify(MUTATION)), 400, "BAD_REQUEST"],
  ["a batch", () => post(`[${mutation},${mutation}]`), 400, "BAD_REQUEST"],
  ["an empty batch", () => post("[]"), 400, "BAD_REQUEST"],
  ["an empty object", () => post("{}"), 400, "BAD_REQUEST"],
  [
    "a body that is nested 200,000 deep",
    () => post(`${"[".repeat(200_000)}${"]".repeat(200_000)}`),
    400,
    "BAD_REQUEST",
  ],
  [
    "a body over the limit",
    () => post(JSON.stringify({ query: MUTATION, variables: { x: "y".repeat(1_000_001) } })),
    413,
    "PAYLOAD_TOO_LARGE",
  ],
  [
    "a body over the limit, in chunks",
    () =>
      post(chunked(`{"query":${JSON.stringify(MUTATION)},"x":"${"y".repeat(1_000_001)}"}`), {
        "Content-Length": null,
        "Transfer-Encoding": "chunked",
      }),
    413,
    "PAYLOAD_TOO_LARGE",
  ],
  // parameters
  ["a query that is null", () => post('{"query":null}'), 400, "BAD_REQUEST"],
  ["a query that is empty", () => post('{"query":""}'), 400, "BAD_REQUEST"],
  ["a query that is a list", () => post('{"query":["{__typename}"]}'), 400, "BAD_REQUEST"],
  ["variables that are text", () => post('{"query":"{__typename}","variables":"{}"}'), 400, "BAD_REQUEST"],
  ["variables that are a list", () => post('{"query":"{__typename}","variables":[]}'), 400, "BAD_REQUEST"],
  [
    "an operation name that is a number",
    () => post('{"query":"{__typename}","operationName":1}'),
    400,
    "BAD_REQUEST",
  ],
  ["extensions that are text", () => post('{"query":"{__typename}","extensions":"x"}'), 400, "BAD_REQUEST"],
  [
    "a GET with two queries",
    () => get(`/graphql?query={__typename}&query=${escaped(MUTATION)}`),
    400,
    "BAD_REQUEST",
  ],
  [
    "a GET with variables that are invalid JSON",
    () => get("/graphql?query={__typename}&variables={"),
    400,
    "BAD_REQUEST",
  ],
  ["a GET with an invalid percent escape", () => get("/graphql?query=%zz"), 200, "GRAPHQL_PARSE_FAILED"],
  ["a GET with a mutation", () => get(`/graphql?query=${escaped(MUTATION)}`), 405, "BAD_REQUEST"],
  [
    "a GET with a mutation beside a query",
    () =>
      get(
        `/graphql?query=${escaped(`query Q { __typename } ${MUTATION.replace("mutation", "mutation M")}`)}&operationName=M`,
      ),
    405,
    "BAD_REQUEST",
  ],
  [
    "a GET with a subscription",
    () => get(`/graphql?query=${escaped("subscription { slotStatusChanged { version } }")}`),
    405,
    "BAD_REQUEST",
  ],
  // documents
  ["NUL in a document", () => operation("{ __type\0name }"), 200, "GRAPHQL_PARSE_FAILED"],
  [
    "a lone surrogate in a document",
    () => post('{"query":"{ stations(after: \\"\\ud800\\") { totalCount } }"}'),
    200,
    "GRAPHQL_PARSE_FAILED",
  ],
  [
    "an unknown operation name",
    () => post(JSON.stringify({ query: MUTATION, operationName: "Other" })),
    200,
    "OPERATION_RESOLUTION_FAILURE",
  ],
  [
    "two mutations without a name",
    () => operation(`${MUTATION} ${MUTATION}`),
    200,
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "a fragment that spreads itself",
    () => operation("{ ...A } fragment A on Query { ...A }"),
    200,
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "a subscription that a variable skips",
    () =>
      operation("subscription ($a: Boolean!) { slotStatusChanged @skip(if: $a) { version } }", { a: true }),
    200,
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "an unknown persisted query",
    () => post('{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}'),
    200,
    "PERSISTED_QUERY_NOT_FOUND",
  ],
  [
    "a persisted query whose hash does not match",
    () =>
      post(
        JSON.stringify({
          query: MUTATION,
          extensions: { persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } },
        }),
      ),
    400,
    "BAD_REQUEST",
  ],
  // variables
  [
    "a variable of another type",
    () => operation("query ($id: ID!) { slot(id: $id) { id } }", { id: { $ne: null } }),
    200,
    "BAD_USER_INPUT",
  ],
  [
    "a variable that is too large a number",
    () => post('{"query":"query ($n: Int) { slots(first: $n) { totalCount } }","variables":{"n":1e400}}'),
    200,
    "BAD_USER_INPUT",
  ],
  [
    "a variable that is nested 100,000 deep",
    () =>
      post(
        `{"query":"query ($ids: [ID!]) { slots(filter: { slotIds: $ids }) { totalCount } }","variables":{"ids":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`,
      ),
    200,
    "QUERY_TOO_COMPLEX",
  ],
  [
    "a date that does not exist",
    () => operation('{ availability(from: "2026-02-30T00:00:00Z", to: "2026-03-01T00:00:00Z") { startAt } }'),
    200,
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "a date that PostgreSQL cannot hold",
    () =>
      operation(
        '{ availability(from: "+275760-09-13T00:00:00Z", to: "+275760-09-13T00:00:01Z") { startAt } }',
      ),
    200,
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "NUL in a text",
    () => operation('mutation { createStation(input: { name: "a\\u0000b" }) { station { id } } }'),
    200,
    "BAD_USER_INPUT",
  ],
  [
    "NUL in a filter",
    () => operation('{ stations(filter: { nameContains: "\\u0000" }) { totalCount } }'),
    200,
    "BAD_USER_INPUT",
  ],
  ["NUL in an id", () => operation('{ slot(id: "slot_\\u0000") { id } }'), 200, "BAD_USER_INPUT"],
  [
    "NUL in a cursor",
    () =>
      operation(
        `{ stations(after: "${Buffer.from('["stations","\\u0000","x"]').toString("base64url")}") { totalCount } }`,
      ),
    200,
    "BAD_USER_INPUT",
  ],
  ["SQL in an id", () => operation(`{ slot(id: "slot_' or 1=1 --") { id } }`), 200, "BAD_USER_INPUT"],
  // authentication
  ["an invalid token", () => post(mutation, { Authorization: "Bearer x.y.z" }), 401, "UNAUTHENTICATED"],
  [
    "a token that is not signed",
    () => post(mutation, { Authorization: `Bearer ${unsigned()}` }),
    401,
    "UNAUTHENTICATED",
  ],
  ["an empty token", () => post(mutation, { Authorization: "Bearer " }), 401, "UNAUTHENTICATED"],
  [
    "a password instead of a token",
    () => post(mutation, { Authorization: "Basic b3BlcmF0b3I6b3BlcmF0b3I=" }),
    401,
    "UNAUTHENTICATED",
  ],
  [
    "a token in the URL",
    () => rawRequest(`/graphql?access_token=${operatorToken}`, { headers: json, body: mutation }),
    200,
    "UNAUTHENTICATED",
  ],
];

const streamRows: Row[] = [
  ["PUT", () => ask("PUT", "/graphql/stream"), 405, "BAD_REQUEST"],
  ["truncated JSON", () => post(mutation.slice(0, -1), {}, "/graphql/stream"), 400, "BAD_REQUEST"],
  ["null", () => post("null", {}, "/graphql/stream"), 400, "BAD_REQUEST"],
  ["a batch", () => post(`[${mutation}]`, {}, "/graphql/stream"), 400, "BAD_REQUEST"],
  [
    "bytes that are not UTF-8",
    () => post(Buffer.from([0xff, 0xfe]), {}, "/graphql/stream"),
    400,
    "BAD_REQUEST",
  ],
  [
    "a compressed body",
    () => post(gzipSync(mutation), { "Content-Encoding": "gzip" }, "/graphql/stream"),
    415,
    "BAD_REQUEST",
  ],
  [
    "a body over the limit",
    () => post(`"${"x".repeat(1_000_001)}"`, {}, "/graphql/stream"),
    413,
    "PAYLOAD_TOO_LARGE",
  ],
  ["a GET with a mutation", () => get(`/graphql/stream?query=${escaped(MUTATION)}`), 405, "BAD_REQUEST"],
  [
    "a GET with an invalid host in its URL",
    () => get(`http://[x/graphql/stream?query=${escaped(MUTATION)}`),
    405,
    "BAD_REQUEST",
  ],
  [
    "an invalid token",
    () => post(mutation, { Authorization: "Bearer x" }, "/graphql/stream"),
    401,
    "UNAUTHENTICATED",
  ],
];

const otherRows: Row[] = [
  // other addresses
  ["an unknown path", () => ask("GET", "/nothing"), 404],
  ["an unknown path by POST", () => post(mutation, {}, "/nothing"), 404],
  ["the API's path with a trailing slash", () => post(mutation, {}, "/graphql/"), 404],
  ["the API's path in other letter case", () => post(mutation, {}, "/GraphQL"), 404],
  ["the API's path, percent-encoded", () => post(mutation, {}, "/%67raphql"), 404],
  ["the API's path after two slashes", () => post(mutation, {}, "//graphql"), 404],
  ["the path /__proto__", () => ask("GET", "/__proto__"), 404],
  ["markup in a path", () => ask("GET", "/<script>alert(1)</script>"), 404],
  ["NUL in a path, percent-encoded", () => ask("GET", "/playground/%00index.html"), 404],
  ["path traversal out of the playground", () => ask("GET", "/playground/../../package.json"), 404],
  [
    "path traversal out of the playground, percent-encoded",
    () => ask("GET", "/playground/..%2f..%2fpackage.json"),
    404,
  ],
  [
    "path traversal out of the playground, percent-encoded twice",
    () => ask("GET", "/playground/%252e%252e/package.json"),
    404,
  ],
  [
    "path traversal out of the playground with backslashes",
    () => ask("GET", "/playground/..\\..\\package.json"),
    404,
  ],
  ["a file of the machine below the playground", () => ask("GET", "/playground//etc/passwd"), 404],
  ["a POST to the playground", () => post(mutation, {}, "/playground"), 405],
  ["a POST to /health", () => post(mutation, {}, "/health"), 405],
  ["a DELETE of /metrics", () => ask("DELETE", "/metrics"), 405],
  ["OPTIONS *", () => ask("OPTIONS", "*"), 404],
  ["CONNECT", () => line("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n"), 405],
  // HTTP itself
  ["bytes that are not HTTP", () => line("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"), 400],
  ["an unknown method", () => line("HACK /graphql HTTP/1.1\r\nHost: x\r\n\r\n"), 400],
  ["HTTP 3.7", () => line("GET / HTTP/3.7\r\nHost: x\r\n\r\n"), 400],
  ["no Host header", () => line("GET /health HTTP/1.1\r\nConnection: close\r\n\r\n"), 400],
  ["NUL in a path", () => line("GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n"), 400],
  ["NUL in a header", () => line("GET /health HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n"), 400],
  ["a header without a colon", () => line("GET /health HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n"), 400],
  ["headers of 100 kB", () => get("/health", { "X-Long": "x".repeat(100_000) }), 431],
  ["a URL of 100 kB", () => get(`/health?${"x".repeat(100_000)}`), 431],
  [
    "two Content-Length headers",
    () => line(`POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}`),
    400,
  ],
  [
    "Content-Length with Transfer-Encoding",
    () =>
      line(
        "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      ),
    400,
  ],
  [
    "a negative Content-Length",
    () => line("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n{}"),
    400,
  ],
  [
    "an unknown Transfer-Encoding",
    () =>
      line(
        "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: gzip\r\n\r\n",
      ),
    400,
  ],
  ["an unknown Expect header", () => post(mutation, { Expect: "the-unexpected" }), 417],
  // WebSockets
  ["a WebSocket at an unknown path", () => upgrade("/nothing"), 404],
  ["a WebSocket at a path that begins with /graphql", () => upgrade("/graphqlx"), 404],
  ["a WebSocket without a key", () => upgrade("/graphql", { "Sec-WebSocket-Key": null }), 400],
  ["a WebSocket with an invalid key", () => upgrade("/graphql", { "Sec-WebSocket-Key": "x" }), 400],
  [
    "a WebSocket of another protocol version",
    () => upgrade("/graphql", { "Sec-WebSocket-Version": "7" }),
    426,
  ],
  [
    "a WebSocket with an invalid subprotocol",
    () => upgrade("/graphql", { "Sec-WebSocket-Protocol": "a,,b" }),
    400,
  ],
  ["a WebSocket by POST", () => upgrade("/graphql", {}, "POST"), 405],
  ["an upgrade to another protocol at an unknown path", () => upgrade("/nothing", { Upgrade: "h2c" }), 404],
];

/** Text that would tell an attacker about the server's implementation. */
const inside =
  /\bat .+:\d+:\d+|node_modules|\/tmp\/|\/src\/|\.ts\b|\.js\b|\b(select|insert|update|constraint|relation)\b|apollo server|typeorm|postgres|express|type-graphql|stack/i;

async function expectUnharmed(answer: RawAnswer): Promise<void> {
  expect(answer.headers["x-request-id"]).toMatch(/^[\w-]{36}$/);
  expect(answer.headers["content-type"]).toMatch(/^application\/json; charset=utf-8$/);
  expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  expect(answer.headers).not.toHaveProperty("x-powered-by");
  expect(answer.body).not.toMatch(inside);
  expect((await fetch(`${scene.url}/health`)).status).toBe(200);
  const [was, is] = [before, await everything(scene.database)];
  before = is;
  expect(is).toEqual(was);
}

describe.each([
  ["/graphql", graphqlRows],
  ["/graphql/stream", streamRows],
])("a hostile request to %s", (_path, rows) => {
  test.each(rows)("is refused: %s", async (_what, bytes, status, code) => {
    const answer = await sendRaw(scene.url, bytes());
    const body = JSON.parse(answer.body);
    expect([answer.status, body.errors?.[0]?.extensions.code]).toEqual([status, code]);
    expect(Object.values(body.data ?? {}).filter((value) => value !== null)).toEqual([]);
    await expectUnharmed(answer);
  });
});

describe("a hostile request to other addresses", () => {
  test.each(otherRows)("is refused: %s", async (_what, bytes, status) => {
    const answer = await sendRaw(scene.url, bytes());
    expect(answer.status).toBe(status);
    expect(Object.keys(JSON.parse(answer.body))).toContainEqual(expect.stringMatching(/^errors?$/));
    await expectUnharmed(answer);
  });
});

test("none of these requests made the server log a warning or an error", () => {
  expect(scene.logged.filter(({ level }) => Number(level) >= 40)).toEqual([]);
});

test("unusual but valid requests are answered", async () => {
  const typename = JSON.stringify({ query: "{ __typename }" });
  const rows: [string, Buffer][] = [
    ["a BOM", post(`\ufeff${typename}`)],
    ["the last of two keys of one name", post(`{"query":"nonsense","query":"{ __typename }"}`)],
    [
      "a key that is the prototype's",
      post('{"query":"{ __typename }","__proto__":{"query":5},"variables":{"__proto__":{}}}'),
    ],
    [
      "another protocol that is not spoken",
      post(typename, {
        Connection: "close, Upgrade, HTTP2-Settings",
        Upgrade: "h2c",
        "HTTP2-Settings": "AAMAAABkAAQCAAAAAAIAAAAA",
      }),
    ],
    ["an address with its host", post(typename, {}, "http://slotwire/graphql")],
    ["an address with a port that is none", get("http://slotwire:99999/graphql?query={__typename}")],
    ["an address with a host that is none", get("http://[slotwire/graphql?query={__typename}")],
    ["chunks", post(chunked(typename), { "Content-Length": null, "Transfer-Encoding": "chunked" })],
    ["a charset in quotes", post(typename, { "Content-Type": 'Application/JSON ; Charset="UTF-8"' })],
  ];
  for (const [what, bytes] of rows) {
    const { status, body } = await sendRaw(scene.url, bytes);
    expect([what, status, JSON.parse(body)]).toEqual([what, 200, { data: { __typename: "Query" } }]);
  }
});

test("the mutation that the refused requests contain is valid by itself", async () => {
  const { body } = await sendRaw(scene.url, post());
  expect(JSON.parse(body)).toEqual({ data: { createStation: { station: { id: expect.any(String) } } } });
});

function upgrade(target: string, headers: RawHeaders = {}, method = "GET"): Buffer {
  const webSocket = {
    Connection: "Upgrade, close",
    Upgrade: "websocket",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
  };
  return rawRequest(target, { method, headers: { ...webSocket, ...headers } });
}

function chunked(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n0\r\n\r\n`;
}

function unsigned(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part({ sub: "operator", roles: ["ADMIN"], exp: 4_102_444_800 })}.`;
}
