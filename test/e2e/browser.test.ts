// @module-tag browser

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible } from "../support/accessibility.ts";
import { TestBrowser } from "../support/browser.ts";
import { eventually } from "../support/eventually.ts";

const POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self' http://elsewhere.example ws:; img-src data:";
const page = (body: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>
  <link rel="icon" href="data:,"><script src="/script.js"></script></head><body>${body}</body></html>`;

let browser: TestBrowser;
let server: Server;
let url: string;
let body = "";
let script = "";
beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader("content-security-policy", POLICY);
    if (request.url === "/") response.setHeader("content-type", "text/html").end(page(body));
    else if (request.url === "/script.js") response.setHeader("content-type", "text/javascript").end(script);
    else response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await TestBrowser.start();
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

describe("the test browser reports a page that", () => {
  test.each<[string, { script?: string; body?: string }, RegExp]>([
    ["logs an error", { script: "console.error('oh', 1)" }, /^console error: oh 1 .*script\.js:0/],
    ["throws", { script: "throw new Error('oh')" }, /^page error: Error: oh/],
    [
      "leaves a rejected promise unhandled",
      { script: "Promise.reject(new Error('oh'))" },
      /^page error: Error: oh/,
    ],
    ["requests a missing file", { script: "fetch('/nothing')" }, /^console error: .*404.*\/nothing/],
    [
      "has an inline script",
      { body: "<script>1</script>" },
      /^policy violation: script-src-elem forbids inline/,
    ],
    [
      "has an inline style",
      { body: "<p style='color:red'>" },
      /^policy violation: style-src-attr forbids inline/,
    ],
    ["calls eval", { script: "eval('1')" }, /^policy violation: script-src forbids eval/],
    [
      "fetches from another origin",
      { script: "fetch('http://elsewhere.example/x')" },
      /^foreign request: .*\/x/,
    ],
    [
      "opens a WebSocket to another origin",
      { script: "new WebSocket('ws://elsewhere.example/y')" },
      /^foreign request: .*\/y/,
    ],
  ])("%s", async (_what, made, fault) => {
    ({ body = "", script = "" } = made);
    const { faults } = await browser.open(url);
    await eventually(() => expect(faults.unexpected).toContainEqual(expect.stringMatching(fault)));
    // Allows any other message of the browser about the same fault.
    faults.allow(/./);
  });
});

test("a page has the language, time zone, colour scheme and size that it was opened with", async () => {
  [body, script] = ["", ""];
  const { page } = await browser.open(url, {
    viewport: { width: 390, height: 844 },
    language: "vi-VN",
    colourScheme: "dark",
    timeZone: "Asia/Ho_Chi_Minh",
  });
  const seen = await page.evaluate(`[navigator.language, new Date("2026-01-01T00:00Z").getHours(), innerWidth,
    matchMedia("(prefers-color-scheme: dark)").matches]`);
  expect(seen).toEqual(["vi-VN", 7, 390, true]);
});

test("expectAccessible names each violation's rule and element, whatever the page's security policy", async () => {
  [body, script] = ["<main><h1>Page</h1><img src='data:image/gif,'></main>", ""];
  const { page } = await browser.open(url);
  await expect(expectAccessible(page)).rejects.toThrow(
    /image-alt \(critical\): Images must have alternative text .*\n +img\n +<img src="data:image\/gif,">/,
  );
  await expectAccessible(page, { except: ["image-alt"] });
});
