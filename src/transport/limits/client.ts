import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";
import { LRUCache } from "lru-cache";
import type { Caller } from "../../access/caller.ts";

/** Who an operation comes from, for what is counted. */
export interface Client {
  readonly caller: Caller;
  readonly address: string;
}

/**
 * The address that a request comes from. Behind proxies it is the one that the outermost of the trusted ones was called
 * from: anything before it in `X-Forwarded-For` is the client's own word.
 *
 * @param trustedProxies how many stand in front of this server; null where it is called directly.
 */
export function addressOf(request: IncomingMessage, trustedProxies: number | null): string {
  const direct = request.socket.remoteAddress ?? "";
  if (trustedProxies === null) return network(direct);
  const told = String(request.headers["x-forwarded-for"] ?? "").split(",");
  return network((told.at(-trustedProxies) ?? told[0] ?? "").trim()) || network(direct);
}

// A client sends more than one request.
const networks = new LRUCache<string, string>({ max: 10_000 });
/** With the name of an interface behind it. */
const LONGEST_ADDRESS = 64;

function network(address: string): string {
  let known = networks.get(address);
  if (known === undefined) {
    known = networkOf(address);
    if (address.length <= LONGEST_ADDRESS) networks.set(address, known);
  }
  return known;
}

/** An IPv4 address, or the network that one customer of an IPv6 provider has all addresses of; empty where it is none. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return "";
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`;
}
