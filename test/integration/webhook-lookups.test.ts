import { createSocket } from "node:dgram";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { dnsLookup } from "../../src/webhooks/dns-lookup.ts";
import { publicAddressLookup } from "../../src/webhooks/private-addresses.ts";
import { postMessage } from "../../src/webhooks/webhook-request.ts";

/** A name server that has an address for each name, except `localhost` and names that begin with unknown, broken or silent. */
async function startNameServer(): Promise<string> {
  const socket = createSocket("udp4");
  socket.on("message", (query, { port, address }) => {
    const endOfName = query.indexOf(0, 12);
    const name = query.subarray(13, endOfName).toString();
    if (name.startsWith("silent")) return;
    const question = query.subarray(12, endOfName + 5);
    const isIpv4 = query.readUInt16BE(endOfName + 1) === 1;
    const code = name.startsWith("unknown") || name === "localhost" ? 3 : name.startsWith("broken") ? 2 : 0;
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 93, 184, 215, 14]);
    const answers = code === 0 && isIpv4 ? [record] : [];
    const header = Buffer.from([
      query[0] ?? 0,
      query[1] ?? 0,
      0x81,
      0x80 + code,
      0,
      1,
      0,
      answers.length,
      0,
      0,
      0,
      0,
    ]);
    socket.send(Buffer.concat([header, question, ...answers]), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  onTestFinished(() => void socket.close());
  return `127.0.0.1:${socket.address().port}`;
}

function lookUp(server: string, name: string): Promise<unknown> {
  return new Promise((resolve) =>
    dnsLookup([server])(name, { all: true }, (error, found) => resolve(error?.code ?? found)),
  );
}

const FOUND = [{ address: "93.184.215.14", family: 4 }];

test("names whose name servers are silent or broken do not delay the lookups of others", async () => {
  const server = await startNameServer();
  const answered: unknown[] = [];
  const names = Array.from({ length: 16 }, (_, index) => `silent${index}.example`);
  const silent = names.map((name) => lookUp(server, name).then((answer) => answered.push(answer)));
  expect(await lookUp(server, "quick.example")).toEqual(FOUND);
  expect(await lookUp(server, "broken.example")).toBe("EAI_AGAIN");
  // The name server does not know this name. The system finds it in a file.
  expect(await lookUp(server, "localhost")).toContainEqual({ address: "127.0.0.1", family: 4 });
  expect(answered).toEqual([]);
  await Promise.all(silent);
  expect(new Set(answered)).toEqual(new Set(["EAI_AGAIN"]));
});

test("a host name that is known to no name server or is looked up in vain fails with a sentence", async () => {
  const server = await startNameServer();
  const post = (host: string) =>
    postMessage({
      url: `http://${host}/`,
      headers: {},
      body: "{}",
      allowPrivate: false,
      signal: new AbortController().signal,
      lookup: dnsLookup([server]),
    });
  expect(await post("unknown.invalid")).toEqual({ kind: "failed", error: "The host name was not found" });
  expect(await post("silent.example")).toEqual({
    kind: "failed",
    error: "The host name could not be looked up",
  });
});

test("one address is returned where one is asked for", async () => {
  const lookup = publicAddressLookup(dnsLookup([await startNameServer()]));
  const found = await new Promise((resolve) =>
    lookup("quick.example", {}, (_, address, family) => resolve([address, family])),
  );
  expect(found).toEqual(["93.184.215.14", 4]);
});
