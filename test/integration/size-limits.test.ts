import { request } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { refusalOver, transportNames, transports } from "../support/transports.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    limits: { requestTimeoutSeconds: 1 },
    config: { statementTimeoutSeconds: 2, databasePoolSize: 3 },
  });
});
afterAll(() => app.close());

const serves = async () => {
  for (const transport of transportNames) {
    expect(await transports[transport](app.url, { query: "{ __typename }" })).toMatchObject({
      data: { __typename: "Query" },
    });
  }
};

/** Sends bytes unchanged, and returns what the server sends until it closes the connection. */
function sendBytes(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(app.url).port), "127.0.0.1", () => socket.write(bytes));
    let answer = "";
    socket.setEncoding("utf8").on("data", (text) => (answer += text));
    socket.on("error", reject).on("close", () => resolve(answer));
  });
}

function extensionsIn(answer: string) {
  expect(answer).toMatch(/^content-type: application\/json/im);
  return JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4)).errors[0].extensions;
}

const post = (path: string, headers: string) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n\r\n`;

describe.each(["/graphql", "/graphql/stream"])("at %s", (path) => {
  const send = (body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(app.url + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });
  const errorOf = async (response: Response) =>
    ((await response.json()) as { errors: { extensions: object }[] }).errors[0]?.extensions;

  test("a body that is too large is PAYLOAD_TOO_LARGE", async () => {
    const response = await send(
      JSON.stringify({ query: "{ __typename }", variables: { x: "y".repeat(1_000_000) } }),
    );
    expect(response.status).toBe(413);
    expect(await errorOf(response)).toEqual({
      code: "PAYLOAD_TOO_LARGE",
      status: 413,
      error: "Payload Too Large",
      limit: 1_000_000,
    });
    await serves();
  });

  test("a body without a declared length that is too large is PAYLOAD_TOO_LARGE", async () => {
    const answer = await new Promise<{ status?: number; body: string }>((resolve, reject) => {
      const outgoing = request(
        app.url + path,
        { method: "POST", headers: { "content-type": "application/json" } },
        (response) => {
          let body = "";
          response.setEncoding("utf8").on("data", (text) => (body += text));
          response.on("end", () => resolve({ status: response.statusCode, body }));
        },
      );
      outgoing.on("error", reject);
      // Sends chunks for as long as the server accepts them.
      const more = () => void outgoing.write("x".repeat(100_000), (error) => !error && more());
      more();
    });
    expect([answer.status, JSON.parse(answer.body).errors[0].extensions.code]).toEqual([
      413,
      "PAYLOAD_TOO_LARGE",
    ]);
    await serves();
  });

  test("a body whose declared length is too large is refused before it arrives", async () => {
    const answer = await sendBytes(post(path, "Content-Length: 99000000000"));
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(extensionsIn(answer)).toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
    await serves();
  });

  test("data after the declared length of a body is an invalid second request", async () => {
    const answer = await sendBytes(`${post(path, "Content-Length: 2")}{}${"y".repeat(1000)}`);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    await serves();
  });

  test.each(["gzip", "br", "deflate", "zstd", "gzip, gzip", "nonsense"])(
    "a body with Content-Encoding %s is refused before it arrives",
    async (encoding) => {
      const answer = await sendBytes(post(path, `Content-Length: 60\r\nContent-Encoding: ${encoding}`));
      expect(answer).toMatch(/^HTTP\/1.1 415 /);
      const response = await send(gzipSync(JSON.stringify({ query: "{ __typename }" })), {
        "content-encoding": encoding,
      });
      expect(response.status).toBe(415);
      expect(await errorOf(response)).toMatchObject({
        code: "BAD_REQUEST",
        status: 415,
        error: "Unsupported Media Type",
      });
      await serves();
    },
  );

  test("a URL that is too long is PAYLOAD_TOO_LARGE", async () => {
    const response = await fetch(`${app.url}${path}?query=${"x".repeat(8_000)}`);
    expect(response.status).toBe(414);
    expect(await errorOf(response)).toMatchObject({ code: "PAYLOAD_TOO_LARGE", limit: 8_000 });
  });

  test("headers that are too long are PAYLOAD_TOO_LARGE", async () => {
    const answer = await sendBytes(post(path, `X-Long: ${"x".repeat(30_000)}`));
    expect(answer).toMatch(/^HTTP\/1.1 431 /);
    expect(extensionsIn(answer)).toMatchObject({ code: "PAYLOAD_TOO_LARGE", status: 431 });
    await serves();
  });

  test("headers that do not end and a body that does not arrive time out with 408", async () => {
    const slow = [post(path, "Content-Length: 20").slice(0, -2), `${post(path, "Content-Length: 20")}{"qu`];
    for (const answer of await Promise.all(slow.map(sendBytes))) {
      expect(answer).toMatch(/^HTTP\/1.1 408 /);
      expect(extensionsIn(answer)).toMatchObject({ code: "BAD_REQUEST", status: 408 });
    }
    await serves();
  });

  test("a batch of operations is refused", async () => {
    for (const batch of [[], [{ query: "{ __typename }" }, { query: "{ __typename }" }]]) {
      const response = await send(JSON.stringify(batch));
      expect([response.status, await errorOf(response)]).toMatchObject([400, { code: "BAD_REQUEST" }]);
    }
    await serves();
  });
});

test("bytes that are not HTTP are refused with 400 and do not harm the server", async () => {
  expect(extensionsIn(await sendBytes("HELO there\r\n\r\n"))).toMatchObject({
    code: "BAD_REQUEST",
    status: 400,
  });
  await serves();
});

describe("an error about long or many invalid values quotes only the ends", () => {
  const long = "x".repeat(900_000);
  const unknown = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`unknown${index}`, 1]));

  test.each([
    [
      "in a variable",
      {
        query:
          "mutation Long($input: CreateStationInput!) { createStation(input: $input) { station { id } } }",
        variables: { input: { name: long, ...unknown } },
      },
      /^Variable "\$input" got invalid value \{ name: "x+….*; Field "unknown0" is not defined/,
    ],
    [
      "as a variable",
      { query: "query($first: Int) { slots(first: $first) { totalCount } }", variables: { first: long } },
      /^Variable "\$first" got invalid value "x+…x+"$/,
    ],
    [
      "in a document",
      {
        query: `query ${"x".repeat(90_000)} { ${Array.from({ length: 40 }, (_, index) => `a${index}: slot(id: $id${index}) { id }`)} }`,
      },
      /is not defined by operation "x+…x+"\.$/,
    ],
  ])("%s", async (_where, operation, message) => {
    const response = await fetch(`${app.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(operation),
    });
    const text = await response.text();
    expect(text.length).toBeLessThan(200_000);
    expect(JSON.parse(text).errors[0].message).toMatch(message);
  });
});

describe("over a WebSocket", () => {
  test("a message that is too large closes the connection with 1009", async () => {
    const raw = await RawSocket.acknowledged(app.url);
    raw.subscribe("1", "{ __typename }", { x: "y".repeat(1_000_000) });
    expect((await raw.closed).code).toBe(1009);
    await serves();
  });

  test("a message that is nested too deep is refused as invalid or QUERY_TOO_COMPLEX", async () => {
    const nested = `${"[".repeat(400_000)}${"]".repeat(400_000)}`;
    for (const type of ["ping", "pong", "connection_init"]) {
      const raw = await RawSocket.open(app.url);
      raw.send(`{"type":"${type}","payload":{"a":${nested}}}`);
      expect((await raw.closed).code).toBe(4400);
    }
    const raw = await RawSocket.acknowledged(app.url);
    raw.send(
      `{"id":"1","type":"subscribe","payload":{"query":"subscription($x: [ID!]) { slotStatusChanged(filter: { slotIds: $x }) { version } }","variables":{"x":${nested}}}}`,
    );
    expect((await raw.receives(2))[1]).toMatchObject({
      id: "1",
      type: "error",
      payload: [{ extensions: { code: "QUERY_TOO_COMPLEX" } }],
    });
    await serves();
  });

  test("an operation id of over 200 characters is refused without closing the connection", async () => {
    const raw = await RawSocket.acknowledged(app.url);
    raw.subscribe("x".repeat(201), "{ __typename }");
    raw.subscribe("y".repeat(200), "{ __typename }");
    const [, refused, answer] = await raw.receives(3);
    expect(refused).toMatchObject({
      type: "error",
      payload: [{ extensions: { code: "PAYLOAD_TOO_LARGE", limit: 200 } }],
    });
    expect(answer).toMatchObject({ type: "next" });
  });

  test("a very long acceptLanguage is not parsed again for each operation", async () => {
    const raw = await RawSocket.acknowledged(app.url, { acceptLanguage: "a,".repeat(450_000) });
    const begin = performance.now();
    for (let index = 0; index < 50; index++) raw.subscribe(String(index), "{ __typename }");
    await raw.receives(101);
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  test("a compressed frame closes the connection with 1002", async () => {
    const raw = await RawSocket.acknowledged(app.url);
    // Final, RSV1, text, one masked byte.
    (raw.socket as unknown as { _socket: NodeJS.WritableStream })._socket.write(
      Buffer.from([0xc1, 0x81, 0, 0, 0, 0, 0x61]),
    );
    expect((await raw.closed).code).toBe(1002);
    await serves();
  });
});

describe("an operation that takes too long", () => {
  const LOCK = "lock table stations in access exclusive mode";

  test.each(transportNames)("is SERVICE_UNAVAILABLE over %s and is soon cancelled", async (transport) => {
    await app.database.whileLocked(LOCK, [], async () => {
      const { extensions } = await refusalOver(transport, app.url, { query: "{ stations { totalCount } }" });
      expect(extensions).toMatchObject({ code: "SERVICE_UNAVAILABLE", status: 503 });
      await eventually(async () => expect(await app.database.countLockWaits()).toBe(0));
    });
    await serves();
  });

  test("executes no further fields", async () => {
    const token = await app.app.tokens.sign({ subject: "operator", roles: ["OPERATOR"] }, "1h");
    const query = `mutation { a: createStation(input: { name: "first" }) { station { id } } b: createStation(input: { name: "second" }) { station { id } } }`;
    for (const transport of ["POST", "WebSocket", "SSE"] as const) {
      await app.database.query("truncate stations cascade");
      await app.database.whileLocked(LOCK, [], async () => {
        const { extensions } = await refusalOver(transport, app.url, { query }, { token });
        expect(extensions.code).toBe("SERVICE_UNAVAILABLE");
      });
      await eventually(async () => expect(await app.database.countLockWaits()).toBe(0));
      expect(await app.database.query("select name from stations where name = 'second'")).toEqual([]);
    }
    await serves();
  });

  test("uses at most the pool's connections, and the server's own checks still work", async () => {
    await app.database.whileLocked(LOCK, [], async () => {
      // Equal requests would be executed together, and pages of all stations would be read together.
      const asked = Array.from({ length: 12 }, (_, n) =>
        transports.POST(app.url, { query: `{ stations(filter: { nameContains: "${n}" }) { totalCount } }` }),
      );
      await eventually(async () => expect(await app.database.countLockWaits()).toBe(3));
      expect((await fetch(`${app.url}/ready`)).status).toBe(200);
      expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(12).fill(503));
    });
    await serves();
  });
});
