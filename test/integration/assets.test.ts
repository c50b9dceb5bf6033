import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exchange } from "../support/http-exchange.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const decoders: Record<string, (body: Buffer) => Buffer> = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
  identity: (body) => body,
};

describe.each([
  ["the dashboard", "/", "/dashboard/assets/"],
  ["the playground", "/playground", "/playground/assets/"],
])("assets of %s", (_name, page, base) => {
  let assets: string[];
  beforeAll(async () => {
    const html = String((await exchange(app.url, page)).body);
    assets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = ""]) => path);
  });
  const script = () => assets.find((path) => path.endsWith(".js")) ?? "";
  const ask = (path: string, acceptEncoding?: string, method = "GET") =>
    exchange(app.url, path, {
      method,
      headers: acceptEncoding === undefined ? {} : { "accept-encoding": acceptEncoding },
    });

  test("every asset that the page references exists, has a content type and is cacheable for a year", async () => {
    expect(assets.length).toBeGreaterThan(1);
    for (const path of assets) {
      expect(path.startsWith(base)).toBe(true);
      const { status, headers } = await ask(path);
      expect([path, status, headers["cache-control"]]).toEqual([
        path,
        200,
        "public, max-age=31536000, immutable",
      ]);
      expect(headers["content-type"]).toMatch(/^(text\/(javascript|css); charset=utf-8|image\/svg\+xml)$/);
      expect(headers["content-security-policy"]).toContain("default-src 'none'");
      expect(headers["content-security-policy"]).not.toContain("nonce");
    }
  });

  test.each([
    [undefined, "identity"],
    ["", "identity"],
    ["gzip, deflate, br, zstd", "br"],
    ["gzip, deflate", "gzip"],
    ["GZIP", "gzip"],
    ["*", "br"],
    ["br;q=0, *", "gzip"],
    ["br;q=0.5, gzip", "gzip"],
    ["br;q=0, gzip;q=0", "identity"],
    ["identity, br;q=0.5", "identity"],
    ["deflate, zstd", "identity"],
    ["identity;q=0, zstd", "identity"],
    ["nonsense;;q=x,,", "identity"],
  ])("a request that accepts %j gets %s encoding and the same content", async (accepted, encoding) => {
    const plain = await ask(script());
    const { status, headers, body } = await ask(script(), accepted);
    expect([status, headers["content-encoding"] ?? "identity"]).toEqual([200, encoding]);
    expect(headers.vary).toBe("Accept-Encoding");
    expect(headers["content-length"]).toBe(String(body.length));
    expect(headers["content-type"]).toBe(plain.headers["content-type"]);
    expect(decoders[encoding]?.(body).equals(plain.body)).toBe(true);
    if (encoding !== "identity") expect(body.length).toBeLessThan(plain.body.length / 2);
    const head = await ask(script(), accepted, "HEAD");
    expect(head.body).toHaveLength(0);
    for (const name of ["content-length", "content-encoding", "vary", "cache-control"])
      expect([name, head.headers[name]]).toEqual([name, headers[name]]);
  });

  test("an asset accepts only reads, and its compressed files have no URL of their own", async () => {
    expect((await ask(script(), "br", "POST")).status).toBe(405);
    for (const suffix of [".br", ".gz", "/", "%00", ".map"])
      expect([suffix, (await ask(script() + suffix, "br")).status]).toEqual([suffix, 404]);
  });
});

test("the dashboard's first load takes less than 250 kB of compressed script", async () => {
  const html = String((await exchange(app.url, "/")).body);
  const scripts = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path = ""]) => path);
  const sizes = await Promise.all(
    scripts.map(async (path) => {
      const { body } = await exchange(app.url, path, { headers: { "accept-encoding": "gzip" } });
      return body.length;
    }),
  );
  expect(sizes.length).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(250_000);
});
