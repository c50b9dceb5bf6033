import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { afterEach, expect, test } from "vitest";
import { publicAddressLookup } from "../../src/webhooks/private-addresses.ts";
import { postMessage, type RequestOptions } from "../../src/webhooks/webhook-request.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(listener: RequestListener): Promise<{ port: number; requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    listener(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, requests };
}

function post(url: string, options: Partial<RequestOptions> = {}) {
  const { signal } = new AbortController();
  return postMessage({ url, headers: {}, body: "{}", allowPrivate: true, signal, ...options });
}

/** A DNS lookup that returns these addresses. */
function lookupOf(...addresses: string[]): LookupFunction {
  return (_host, options, callback) => {
    const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    const [first] = found;
    if (options.all) callback(null, found);
    else callback(null, first?.address ?? "", first?.family);
  };
}

const REFUSED = {
  kind: "failed",
  error: "The host has no public address, and webhooks are not sent to private networks",
};

test("a host name that resolves to a private address is refused, and nothing is sent", async () => {
  const { port, requests } = await listen((_, response) => response.end());
  expect(await post(`http://localhost:${port}/`, { allowPrivate: false })).toEqual(REFUSED);
  const url = `http://receiver.example:${port}/`;
  for (const addresses of [["127.0.0.1"], ["::1", "127.0.0.1"], ["::ffff:127.0.0.1"], ["10.0.0.1"]]) {
    expect(await post(url, { allowPrivate: false, lookup: lookupOf(...addresses) })).toEqual(REFUSED);
  }
  expect(requests).toEqual([]);
  expect(await post(url, { lookup: lookupOf("127.0.0.1") })).toEqual({ kind: "answered", status: 200 });
});

test("a literal private address is refused", async () => {
  const { port, requests } = await listen((_, response) => response.end());
  for (const host of ["127.0.0.1", "2130706433", "[::ffff:7f00:1]"]) {
    expect(await post(`http://${host}:${port}/`, { allowPrivate: false })).toEqual(REFUSED);
  }
  expect(requests).toEqual([]);
});

test("the connection is made only to the public ones of a host name's addresses", async () => {
  const lookup = publicAddressLookup(lookupOf("10.0.0.1", "8.8.8.8", "::1", "2606:4700:4700::1111"));
  const resolve = (all: boolean) =>
    new Promise((done, fail) =>
      lookup("receiver.example", { all }, (error, ...found) => (error ? fail(error) : done(found))),
    );
  expect(await resolve(false)).toEqual(["8.8.8.8", 4]);
  expect(await resolve(true)).toEqual([
    [
      { address: "8.8.8.8", family: 4 },
      { address: "2606:4700:4700::1111", family: 6 },
    ],
  ]);
});

test("a redirect is not followed", async () => {
  const { port, requests } = await listen((_, response) => {
    response.writeHead(307, { location: "/elsewhere" }).end();
  });
  expect(await post(`http://127.0.0.1:${port}/hook`)).toEqual({ kind: "answered", status: 307 });
  expect(requests).toEqual(["/hook"]);
});

test("a request without an answer fails after the timeout", async () => {
  const { port } = await listen(() => {});
  expect(await post(`http://127.0.0.1:${port}/`, { timeoutMs: 200 })).toEqual({
    kind: "failed",
    error: "No answer came within 0.2 seconds",
  });
});

test("an answer whose body never ends counts by its status", async () => {
  const { port } = await listen((_, response) => void response.writeHead(200).write("more to come"));
  expect(await post(`http://127.0.0.1:${port}/`, { timeoutMs: 200 })).toEqual({
    kind: "answered",
    status: 200,
  });
});

test("only the beginning of a huge answer is read", async () => {
  let sent = 0;
  const { port } = await listen((_, response) => {
    const chunk = Buffer.alloc(64 * 1024);
    const more = () => {
      while (!response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once("drain", more);
      }
    };
    more();
  });
  expect(await post(`http://127.0.0.1:${port}/`)).toEqual({ kind: "answered", status: 200 });
  expect(sent).toBeLessThan(16 * 1024 * 1024);
});

test("errors are described in a sentence without internals", async () => {
  const { port } = await listen((request) => void request.socket.destroy());
  expect(await post(`http://127.0.0.1:${port}/`)).toEqual({
    kind: "failed",
    error: "The connection was closed before an answer came",
  });
  expect(await post(`https://127.0.0.1:${port}/`)).toMatchObject({
    kind: "failed",
    error: expect.stringMatching(/^The (TLS )?connection was |^The request failed \([A-Z_]+\)$/),
  });
  const unknown: LookupFunction = (_host, _options, callback) =>
    callback(Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" }), []);
  expect(await post("http://receiver.example/", { lookup: unknown, allowPrivate: false })).toEqual({
    kind: "failed",
    error: "The host name was not found",
  });
});

test('a request that is aborted returns "abandoned"', async () => {
  const { port } = await listen(() => abort.abort());
  const abort = new AbortController();
  expect(await post(`http://127.0.0.1:${port}/`, { signal: abort.signal })).toEqual({ kind: "abandoned" });
  expect(await post(`http://127.0.0.1:${port}/`, { signal: abort.signal })).toEqual({ kind: "abandoned" });
});
