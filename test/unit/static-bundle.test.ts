import { once } from "node:events";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { dashboardContentSecurityPolicy } from "../../src/dashboard/content-security-policy.ts";
import { toPattern } from "../../src/transport/http/page-pattern.ts";
import { StaticBundle } from "../../src/transport/http/static-bundle.ts";
import { newFolder } from "../support/new-folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await newFolder("bundle");
});
afterEach(() => rm(folder, { recursive: true }));

const load = (pages = ["/", "/slots/:id"]) =>
  StaticBundle.load({ folder, base: "/web", pages, contentSecurityPolicy: () => "default-src 'none'" });

test("a bundle without its page is not loaded", async () => {
  expect(await load()).toBeNull();
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "assets", "index.js"), "");
  expect(await load()).toBeNull();
});

test("each served path has a route for the log, and other paths have none", async () => {
  await writeFile(join(folder, "index.html"), "<p>");
  await mkdir(join(folder, "assets"));
  for (const name of ["a.js", "a.js.br", "noextension"]) await writeFile(join(folder, "assets", name), "");
  const bundle = await load();
  const routes = {
    "/": "/",
    "/slots/slot_1": "/slots/:id",
    "/slots/slot_1/": "/slots/:id",
    "/web/assets/a.js": "/web/assets",
    "/web/assets/a.js.br": null,
    "/web/assets/noextension": null,
    "/web/assets/__proto__": null,
    "/web/index.html": null,
    "/slots": null,
    "": null,
  };
  expect(Object.fromEntries(Object.keys(routes).map((path) => [path, bundle?.routeOf(path)]))).toEqual(
    routes,
  );
});

test("an asset deleted after the start is 404", async () => {
  await writeFile(join(folder, "index.html"), "<p>");
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "assets", "a.js"), "1");
  const bundle = await load();
  const server = createServer((request, response) => bundle?.handle(request.url ?? "", request, response));
  onTestFinished(() => void server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/web/assets/a.js`;
  const statusNow = async () => (await fetch(address, { headers: { connection: "close" } })).status;
  expect(await statusNow()).toBe(200);
  await rm(join(folder, "assets", "a.js"));
  expect(await statusNow()).toBe(404);
});

test("a route pattern takes its literal characters literally", () => {
  const { expression } = toPattern("/a.b/:id/c");
  expect(expression.test("/a.b/1/c")).toBe(true);
  for (const path of ["/axb/1/c", "/a.b//c", "/a.b/1/2/c", "/a.b/1/c/d", "x/a.b/1/c", "/a.b/1/c//"])
    expect([path, expression.test(path)]).toEqual([path, false]);
});

test("the content security policy names the issuer's origin only", () => {
  const policy = (issuer: string) => dashboardContentSecurityPolicy({ nonce: null, issuer });
  expect(policy("https://idp.example/a/b?c#d")).toContain("connect-src 'self' https://idp.example;");
  expect(policy("http://localhost:8080/")).toContain("connect-src 'self' http://localhost:8080;");
  expect(policy("https://idp.example")).toContain("style-src 'self';");
});
