import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { dashboardContentSecurityPolicy } from "../../src/dashboard/content-security-policy.ts";
import { routes } from "../../src/dashboard/routes.ts";
import { exchange } from "../support/http-exchange.ts";
import { startTestApp, type TestApp, type TestAppOptions } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const pages = Object.values(routes).map((route) => route.replaceAll(/:\w+/g, "x_1"));
const nonceIn = (html: string) => /<meta name="csp-nonce" content="([^"]*)"/.exec(html)?.[1];

async function serverWith(config: TestAppOptions["config"]): Promise<TestApp> {
  const other = await startTestApp({ database: app.database, config });
  onTestFinished(() => other.close());
  return other;
}

describe("the dashboard's page", () => {
  test.each(pages)("is served at %s and not cached", async (path) => {
    const { status, headers, body } = await exchange(app.url, path);
    expect([status, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(headers["cache-control"]).toBe("no-store");
    expect(String(body)).toContain("/dashboard/assets/");
    expect(String(body)).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  test.each(pages)("is read-only at %s", async (path) => {
    const head = await exchange(app.url, path, { method: "HEAD" });
    const get = await exchange(app.url, path);
    expect([head.status, head.body.length]).toEqual([200, 0]);
    const named = ({ headers }: typeof head) => Object.keys(headers).toSorted();
    expect(named(head)).toEqual(named(get));
    expect(head.headers["content-length"]).toBe(String(get.body.length));
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      const refused = await exchange(app.url, path, { method });
      expect([method, refused.status, refused.headers.allow]).toEqual([method, 405, "GET, HEAD"]);
      expect(JSON.parse(String(refused.body))).toEqual({ error: "Method Not Allowed" });
    }
  });

  test("has a new nonce in each response, equal to the one in its content security policy", async () => {
    const nonces = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { headers, body } = await exchange(app.url, "/");
        const nonce = nonceIn(String(body)) ?? "";
        expect(Buffer.from(nonce, "base64")).toHaveLength(16);
        expect(headers["content-security-policy"]).toBe(
          dashboardContentSecurityPolicy({ nonce, issuer: null }),
        );
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  test("allows only resources of this server and no inline scripts", async () => {
    const { headers } = await exchange(app.url, "/");
    const policy = String(headers["content-security-policy"]).replace(/'nonce-[^']+'/, "'nonce-…'");
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'nonce-…'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": expect.stringContaining("geolocation=()"),
    });
  });

  test("may connect to the configured OpenID issuer, and to no other origin", async () => {
    const openIdConnect = { issuer: "https://idp.example:8443/realms/ev", clientId: "web", scope: "openid" };
    const { url } = await serverWith({ openIdConnect });
    const policy = String((await exchange(url, "/")).headers["content-security-policy"]);
    expect(policy).toContain("; connect-src 'self' https://idp.example:8443; ");
    expect(policy.match(/https?:/g)).toHaveLength(1);
  });

  test.each([
    ["/reservations/", "/reservations"],
    ["/operator/webhooks/x_1/", "/operator/webhooks/x_1"],
    ["/sign-in/callback/?code=1&state=%2F", "/sign-in/callback?code=1&state=%2F"],
  ])("%s redirects to %s", async (path, location) => {
    const { status, headers } = await exchange(app.url, path);
    expect([status, headers.location]).toEqual([302, location]);
  });
});

test.each([
  ...["/nothing", "/slots", "/slots/", "/slots/a/b", "/slots//", "//slots/x_1", "/Reservations"],
  ...["/reservations//", "/reservations/x_1/more", "/operator", "/operator/audit-log/x_1", "/sign-in/other"],
  ...["/index.html", "/dashboard", "/dashboard/", "/dashboard/index.html", "/dashboard/assets"],
  ...["/dashboard/assets/", "/dashboard/assets/none.js", "/assets/index.js", "/favicon.ico", "/%2F"],
  ...["/dashboard/assets/../index.html", "/dashboard/assets/..%2findex.html", "/dashboard/../package.json"],
  ...["/dashboard/assets/../../../package.json", "/dashboard/assets//etc/passwd", "/playground/index.html"],
  ...["/dashboard/assets/..\\index.html", "/dashboard/assets/%00", "/reservations/../../etc/passwd"],
])("%s is 404 in JSON", async (path) => {
  const { status, headers, body } = await exchange(app.url, path);
  expect([status, headers["content-type"]]).toEqual([404, "application/json; charset=utf-8"]);
  expect(JSON.parse(String(body))).toMatchObject({ error: "Not Found" });
});

describe("an unknown path", () => {
  const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
  const at = (url: string, headers: Record<string, string>, method = "GET") =>
    exchange(url, "/dashbord?a=<b>", { method, headers });

  test.each([
    ["en-GB,en;q=0.9", "en", "There is no page at this address", "The dashboard"],
    ["vi-VN,vi;q=0.9,en;q=0.8", "vi", "Không có trang nào ở địa chỉ này", "Bảng điều khiển"],
  ])("gives a browser that prefers %s useful links", async (acceptLanguage, language, title, dashboard) => {
    const headers = { accept: browser, "accept-language": acceptLanguage };
    const { status, headers: told, body } = await at(app.url, headers);
    expect([status, told["content-type"]]).toEqual([404, "text/html; charset=utf-8"]);
    expect(told["content-security-policy"]).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(told["cache-control"]).toBe("no-store");
    const html = String(body);
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain(`<h1>${title}</h1>`);
    expect(html).toContain(`<a href="/">${dashboard}</a>`);
    expect(html).toContain('<a href="/playground">');
    expect(html).not.toMatch(/<script|<style|style=|<b>/);
    const head = await at(app.url, headers, "HEAD");
    expect([head.status, head.body.length, head.headers["content-length"]]).toEqual([
      404,
      0,
      String(body.length),
    ]);
  });

  test.each(["application/json", "*/*", "application/json, text/html;q=0.9", ";;;"])(
    "is 404 in JSON for a client that accepts %s",
    async (accept) => {
      const { status, headers, body } = await at(app.url, { accept });
      expect([status, headers["content-type"]]).toEqual([404, "application/json; charset=utf-8"]);
      expect(JSON.parse(String(body))).toMatchObject({ error: "Not Found" });
    },
  );

  test("links only to what is switched on", async () => {
    const dashboardOnly = await serverWith({ playground: false });
    const html = String((await at(dashboardOnly.url, { accept: browser })).body);
    expect(html.match(/href="[^"]*"/g)).toEqual(['href="/"']);
    const neither = await serverWith({ dashboard: false, playground: false });
    const { headers } = await at(neither.url, { accept: browser });
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
  });
});

describe("the path /", () => {
  const at = async (config: TestAppOptions["config"]) => {
    const other = await serverWith(config);
    const { status, headers } = await exchange(other.url, "/");
    return { status, location: headers.location, urls: [other.app.dashboardUrl, other.app.playgroundUrl] };
  };

  test("serves the dashboard, in production, too", async () => {
    const { url } = await serverWith({ production: true, playground: false });
    expect((await exchange(url, "/")).headers["content-type"]).toContain("text/html");
    expect((await exchange(url, "/playground")).status).toBe(404);
    expect(app.app).toMatchObject({ dashboardUrl: `${app.url}/`, playgroundUrl: `${app.url}/playground` });
  });

  test("redirects to the playground if the dashboard is switched off", async () => {
    const { status, location, urls } = await at({ dashboard: false });
    expect([status, location]).toEqual([302, "/playground"]);
    expect(urls).toEqual([null, expect.stringMatching(/\/playground$/)]);
  });

  test("is 404 if the dashboard and the playground are switched off", async () => {
    expect(await at({ dashboard: false, playground: false })).toEqual({ status: 404, urls: [null, null] });
  });

  test("and all other dashboard pages and assets are 404 if the dashboard is switched off", async () => {
    const html = String((await exchange(app.url, "/")).body);
    const [asset = ""] = /\/dashboard\/assets\/[\w.-]+/.exec(html) ?? [];
    const { url } = await serverWith({ dashboard: false });
    for (const path of [...pages.filter((page) => page !== "/"), asset])
      expect([path, (await exchange(url, path)).status]).toEqual([path, 404]);
  });
});
