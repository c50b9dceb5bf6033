import ipaddr from "ipaddr.js";

// The IPv6 addresses that IANA assigns for the public Internet. All others are private, stand for an IPv4 address
// (mapped, compatible, NAT64), or are not in use.
const PUBLIC_IPV6 = ipaddr.parseCIDR("2000::/3");

/**
 * Whether an IP address is one of the public Internet: not loopback, link-local, private, carrier-grade NAT,
 * multicast, reserved, unspecified, nor one that stands for an IPv4 address (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  return parsed.kind() === "ipv4" || parsed.match(PUBLIC_IPV6);
}
