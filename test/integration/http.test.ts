import { request } from "node:http";
import { connect } from "node:net";
import { createClient } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { eventually } from "../support/eventually.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

function post(body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
}

async function errorOf(response: Response) {
  expect(response.headers.get("content-type")).toMatch(/^application\/(json|graphql-response\+json)/);
  const { errors } = (await response.json()) as {
    errors: { message: string; extensions: { code: string } }[];
  };
  return errors[0]?.extensions;
}

test("the server keeps idle connections open for longer than a minute", async () => {
  const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
    request(`${app.url}/health`, { headers: { connection: "keep-alive" } }, (response) => {
      response.destroy();
      resolve(response.headers);
    })
      .on("error", reject)
      .end();
  });
  const [, seconds] = /^timeout=(\d+)$/.exec(String(headers["keep-alive"])) ?? [];
  expect(Number(seconds)).toBeGreaterThan(60);
});

describe("GraphQL over HTTP", () => {
  test("answers queries by GET and refuses a mutation by GET", async () => {
    const headers = { "apollo-require-preflight": "1" };
    const query = await fetch(`${app.url}/graphql?query={__typename}`, { headers });
    expect(await query.json()).toEqual({ data: { __typename: "Query" } });
    const mutation = encodeURIComponent(
      'mutation { createStation(input: { name: "S" }) { station { id } } }',
    );
    const refused = await fetch(`${app.url}/graphql?query=${mutation}`, { headers });
    expect(refused.status).toBe(405);
  });

  test("answers with Cache-Control: no-store", async () => {
    const get = await fetch(`${app.url}/graphql?query={me{id}}`, {
      headers: { "graphql-require-preflight": "1" },
    });
    const answers = [get, await post('{"query":"{ me { id } }"}'), await post('{"query":"{ nonsense }"}')];
    for (const { headers } of answers) expect(headers.get("cache-control")).toBe("no-store");
  });

  test("refuses requests that a foreign page could send without a preflight", async () => {
    const response = await fetch(`${app.url}/graphql?query={__typename}`);
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ code: "BAD_REQUEST", status: 400, error: "Bad Request" });
    expect((await post("query={__typename}", { "content-type": "text/plain" })).status).toBe(415);
  });

  test.each([
    ["{ not json", 400, "BAD_REQUEST"],
    ["", 400, "BAD_REQUEST"],
    ["[]", 400, "BAD_REQUEST"],
    ['{"query":5}', 400, "BAD_REQUEST"],
    ['{"query":"{__typename}","variables":"x"}', 400, "BAD_REQUEST"],
  ])("answers %j with an error code in JSON, without a stack trace", async (body, status, code) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    const extensions = await errorOf(response);
    expect(extensions).toMatchObject({ code });
    expect(extensions).not.toHaveProperty("stacktrace");
  });

  test("refuses a body that is too large with 413", async () => {
    const response = await post(
      JSON.stringify({ query: "{__typename}", variables: { x: "y".repeat(1_100_000) } }),
    );
    expect(response.status).toBe(413);
    expect(await errorOf(response)).toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
  });

  test.each([
    ["application/json", 400],
    ["text/event-stream", 406],
  ])("tells a client that posts a subscription (Accept: %s) where to subscribe", async (accept, status) => {
    const body = JSON.stringify({ query: "subscription { slotStatusChanged { version } }" });
    for (const language of ["en", "vi"]) {
      const refused = await post(body, { accept, "accept-language": language });
      expect(refused.status).toBe(status);
      const { errors } = (await refused.json()) as { errors: { message: string; extensions: object }[] };
      expect(errors).toMatchObject([{ extensions: { code: "BAD_REQUEST", status } }]);
      expect(errors[0]?.message).toMatch(/graphql-transport-ws.*\/graphql\/stream$/);
      expect(errors[0]?.message.includes("hãy dùng")).toBe(language === "vi");
    }
  });

  test("accepts a document of depth 15 and one with 20 aliases", async () => {
    const levels = [
      "stations",
      "edges",
      "node",
      ...Array(3).fill(["ports", "slots", "port", "station"]).flat(),
      "id",
    ];
    const deep = levels.reduceRight((inner, field) => (inner ? `${field} { ${inner} }` : field), "");
    const wide = `{ ${Array.from({ length: 20 }, (_, index) => `a${index}: stations { totalCount }`).join(" ")} }`;
    for (const query of [`{ ${deep} }`, wide]) {
      const { errors } = await app.anonymous.sendText(query);
      expect(errors).toBeUndefined();
    }
  });
});

describe("other paths", () => {
  test("/health and /ready answer OK on a healthy server", async () => {
    const health = await fetch(`${app.url}/health`);
    expect(await health.json()).toEqual({ status: "OK", uptime: expect.any(Number) });
    const ready = await fetch(`${app.url}/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: "OK", missing: [], degraded: [] }]);
  });

  test("unknown paths are 404: in JSON over HTTP, and for a WebSocket, too", async () => {
    const response = await fetch(`${app.url}/nothing`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: "Not Found" });
    const socket = new WebSocket(`${app.url.replace("http", "ws")}/nothing`);
    const message = await new Promise<string>((resolve) =>
      socket.on("error", (error) => resolve(error.message)),
    );
    expect(message).toContain("404");
  });

  test("/playground is served with its assets and a content security policy without other origins", async () => {
    const page = await fetch(`${app.url}/playground`);
    expect(page.status).toBe(200);
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|\*/);
    const html = await page.text();
    expect(html).not.toMatch(/(src|href)="https?:/);
    const [, script = ""] = /src="([^"]+\.js)"/.exec(html) ?? [];
    const asset = await fetch(`${app.url}${script}`);
    expect(asset.headers.get("content-type")).toContain("javascript");
    expect(asset.headers.get("cache-control")).toContain("immutable");
    expect((await fetch(`${app.url}/playground/`)).status).toBe(200);
    expect((await fetch(page.url, { method: "POST" })).status).toBe(405);
  });

  test.each([
    "/playground/../package.json",
    "/playground/%2e%2e/package.json",
    "/playground/assets",
    "/playground//etc/passwd",
  ])("%s is 404", async (path) => {
    const { port } = new URL(app.url);
    const status = await new Promise((resolve, reject) => {
      request({ host: "127.0.0.1", port, path }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(404);
  });

  test("/playground is 404 if the playground is switched off", async () => {
    const off = await startTestApp({ config: { playground: false } });
    expect(off.app.playgroundUrl).toBeNull();
    expect((await fetch(`${off.url}/playground`)).status).toBe(404);
    await off.close();
  });
});

describe("GraphQL over WebSocket", () => {
  test("answers queries and mutations on the socket on which it refused invalid documents", async () => {
    const operator = await app.as("operator", "OPERATOR");
    let connections = 0;
    const client = createClient({
      url: `${app.url.replace("http", "ws")}/graphql`,
      webSocketImpl: WebSocket,
      lazy: false,
      connectionParams: operator.headers,
      on: { connected: () => connections++ },
    });
    const ask = (query: string) =>
      new Promise((resolve) => {
        let answer: unknown;
        client.subscribe(
          { query },
          { next: (value) => (answer = value), error: resolve, complete: () => resolve(answer) },
        );
      });
    expect(await ask("{ bad syntax")).toMatchObject([{ extensions: { code: "GRAPHQL_PARSE_FAILED" } }]);
    expect(await ask("{ nothing }")).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }]);
    expect(await ask("{ __typename }")).toEqual({ data: { __typename: "Query" } });
    expect(await ask('mutation { createStation(input: { name: "S" }) { station { name } } }')).toEqual({
      data: { createStation: { station: { name: "S" } } },
    });
    expect(connections).toBe(1);
    await client.dispose();
  });

  test("on stop finishes running requests and closes the socket with 1001", async () => {
    const stopping = await startTestApp();
    const socket = new WebSocket(`${stopping.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
    let code = 0;
    socket.on("close", (value) => {
      code = value;
    });
    await new Promise((resolve) => socket.on("open", resolve));
    socket.send('{"type":"connection_init"}');
    const answer = stopping.anonymous.sendText("{ stations { totalCount } }");
    await stopping.close();
    expect((await answer).data).toEqual({ stations: { totalCount: 0 } });
    await eventually(() => expect(code).toBe(1001));
  });
});

describe("a hostile client", () => {
  test("that cuts connections in the middle of an upgrade does not harm the server", async () => {
    const { port } = new URL(app.url);
    for (let attempt = 0; attempt < 200; attempt++) {
      const socket = connect(Number(port), "127.0.0.1");
      socket.on("error", () => {});
      const path = attempt % 2 === 0 ? "/nothing" : "/graphql";
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
        () => socket.resetAndDestroy(),
      );
    }
    expect((await fetch(`${app.url}/health`)).status).toBe(200);
  });

  test.each([
    ["a subscription by POST", { query: "subscription { slotStatusChanged { version } }" }, "BAD_REQUEST"],
    [
      "a persisted query of another version",
      { extensions: { persistedQuery: { version: 2, sha256Hash: "x" } } },
      "BAD_REQUEST",
    ],
    [
      "a persisted query with a wrong hash",
      { query: "{__typename}", extensions: { persistedQuery: { version: 1, sha256Hash: "x" } } },
      "BAD_REQUEST",
    ],
    [
      "an unknown persisted query",
      { extensions: { persistedQuery: { version: 1, sha256Hash: "x" } } },
      "PERSISTED_QUERY_NOT_FOUND",
    ],
    [
      "a cursor of the distant past",
      {
        query: `{ chargingSessions(after: "${cursor("sessions", -9007199254740991, "x")}") { totalCount } }`,
      },
      "BAD_USER_INPUT",
    ],
    [
      "a cursor of the distant future",
      { query: `{ chargingSessions(after: "${cursor("sessions", 9007199254740991, "x")}") { totalCount } }` },
      "BAD_USER_INPUT",
    ],
    [
      "a negative cursor",
      { query: `{ reservations(after: "${cursor("reservations", -5)}") { totalCount } }` },
      "BAD_USER_INPUT",
    ],
  ])("that sends %s is refused with the right code", async (_what, body, code) => {
    const operator = await app.as("operator", "OPERATOR");
    const { errors } = await operator.post(body);
    expect(errors?.[0]?.extensions.code).toBe(code);
  });

  test("that subscribes with a field that a variable skips is refused, and keeps its socket", async () => {
    const raw = await RawSocket.acknowledged(app.url);
    const query = "subscription ($a: Boolean!) { slotStatusChanged @skip(if: $a) { version } }";
    raw.subscribe("skipped", query, { a: true });
    await raw.receives(2);
    raw.subscribe("next", "{ __typename }");
    expect((await raw.receives(4)).slice(1)).toMatchObject([
      { id: "skipped", type: "error", payload: [{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }] },
      { id: "next", type: "next", payload: { data: { __typename: "Query" } } },
      { id: "next", type: "complete" },
    ]);
  });

  function cursor(...parts: unknown[]): string {
    return Buffer.from(JSON.stringify(parts)).toString("base64url");
  }
});
