import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const ALLOWED = "https://app.example.com";
/** Headers that clients send besides the token: Apollo's client identification, and tracing headers. */
const SENT =
  "apollographql-client-name,apollographql-client-version,authorization,baggage,content-type,traceparent";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ config: { allowedOrigins: [ALLOWED] } });
});
afterAll(() => app.close());

const own = () => new URL(app.url).origin;
const foreign = [
  "https://evil.example",
  "null",
  `${ALLOWED}.evil.example`,
  "http://app.example.com",
  "not an origin",
];

function handshake(origin?: string): Promise<{ status: number; body: string }> {
  const socket = new WebSocket(`${app.url.replace("http", "ws")}/graphql`, "graphql-transport-ws", {
    origin,
  });
  return new Promise((resolve, reject) => {
    socket.on("open", () => {
      socket.terminate();
      resolve({ status: 101, body: "" });
    });
    socket.on("unexpected-response", (_request, response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => (body += text));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    socket.on("error", reject);
  });
}

describe("a WebSocket", () => {
  test("is opened by programs, by pages of this server and by pages of allowed origins", async () => {
    for (const origin of [undefined, own(), ALLOWED])
      expect([origin, (await handshake(origin)).status]).toEqual([origin, 101]);
  });

  test.each(foreign)("is refused to a page of origin %s", async (origin) => {
    const { status, body } = await handshake(origin);
    expect(status).toBe(403);
    expect(JSON.parse(body).errors[0].extensions).toEqual({
      code: "FORBIDDEN",
      status: 403,
      error: "Forbidden",
      origin,
    });
  });
});

describe.each(["/graphql", "/graphql/stream"])("CORS at %s", (path) => {
  const preflight = (origin: string) =>
    fetch(app.url + path, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": SENT,
      },
    });
  const ask = (origin?: string) =>
    fetch(app.url + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...(origin && { origin }) },
      body: '{"query":"{ __typename }"}',
    });

  test("allows pages of an allowed origin to send all their clients' headers and to read the answers", async () => {
    const allowed = await preflight(ALLOWED);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-origin")).toBe(ALLOWED);
    expect(allowed.headers.get("access-control-allow-headers")).toBe(SENT);
    expect(allowed.headers.get("access-control-allow-credentials")).toBeNull();
    const answer = await ask(ALLOWED);
    expect(answer.headers.get("access-control-allow-origin")).toBe(ALLOWED);
    expect(answer.headers.get("access-control-expose-headers")).toContain("Retry-After");
    expect(answer.headers.get("vary")).toContain("Origin");
    expect(await answer.text()).toContain("__typename");
  });

  test.each(foreign)("does not allow pages of origin %s", async (origin) => {
    for (const response of [await preflight(origin), await ask(origin)]) {
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
      expect(response.headers.get("access-control-allow-methods")).toBeNull();
      expect(response.headers.get("vary")).toContain("Origin");
    }
  });

  test("refuses requests that an HTML form or a link can send without a preflight", async () => {
    const query = 'mutation { createStation(input: { name: "S" }) { station { id } } }';
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
    ]) {
      const response = await fetch(app.url + path, {
        method: "POST",
        headers: { "content-type": type, origin: "https://evil.example" },
        body: JSON.stringify({ query }),
      });
      expect([type, response.status]).toEqual([type, 415]);
    }
    const link = await fetch(`${app.url}${path}?${new URLSearchParams({ query })}`);
    expect(link.status).toBe(path === "/graphql" ? 400 : 405);
    expect(await app.database.query("select id from stations")).toEqual([]);
  });
});

test("every answer carries the security headers that restrict how browsers use it", async () => {
  for (const path of [
    "/graphql",
    "/graphql/stream",
    "/health",
    "/ready",
    "/metrics",
    "/nothing",
    "/playground",
  ]) {
    const { headers } = await fetch(app.url + path);
    expect([path, Object.fromEntries(headers)]).toMatchObject([
      path,
      {
        "x-content-type-options": "nosniff",
        "content-security-policy": expect.stringContaining("default-src 'none'"),
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
      },
    ]);
  }
});

test('with "*" as allowed origin the server names the request\'s origin in its answer', async () => {
  const open = await startTestApp({ database: app.database, config: { allowedOrigins: ["*"] } });
  try {
    const response = await fetch(`${open.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: "https://any.example" },
      body: '{"query":"{ __typename }"}',
    });
    expect(response.headers.get("access-control-allow-origin")).toBe("https://any.example");
  } finally {
    await open.close();
  }
});
