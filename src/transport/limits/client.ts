import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";
import { LRUCache } from "lru-cache";
import type { Caller } from "../../access/caller.ts";

/** Who an operation comes from, for the limits that are counted per user or address. */
export interface Client {
  readonly caller: Caller;
  readonly address: string;
}

/**
 * The address that a request comes from. Behind proxies it is the address that called the outermost of the trusted
 * ones: anything before it in `X-Forwarded-For` is the client's own claim.
 *
 * @param trustedProxies how many stand in front of this server; null if it is called directly.
 */
export function addressOf(request: IncomingMessage, trustedProxies: number | null): string {
  const direct = request.socket.remoteAddress ?? "";
  if (trustedProxies === null) return network(direct);
  const forwarded = String(request.headers["x-forwarded-for"] ?? "").split(",");
  return network((forwarded.at(-trustedProxies) ?? forwarded[0] ?? "").trim()) || network(direct);
}

// Cached, because a client sends more than one request.
const networks = new LRUCache<string, string>({ max: 10_000 });
/** Long enough for an address with the name of an interface. */
const LONGEST_ADDRESS = 64;

function network(address: string): string {
  let known = networks.get(address);
  if (known === undefined) {
    known = networkOf(address);
    if (address.length <= LONGEST_ADDRESS) networks.set(address, known);
  }
  return known;
}

/**
 * An IPv4 address, or the IPv6 network that one customer of a provider has all to itself; empty if it is no address.
 */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return "";
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`;
}
