import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "./address.rules.ts";

/** The receiver is at an address to which webhooks are not sent. */
export class PrivateAddressError extends Error {
  override readonly name = "PrivateAddressError";
}

/**
 * A lookup that returns only public addresses. A connection uses the result of its own lookup, so a name that was
 * public in an earlier lookup and is not in this one (DNS rebinding) is refused as well.
 */
export function publicAddressLookup(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const addresses = (found as LookupAddress[]).filter(({ address }) => isPublicAddress(address));
      const [first] = addresses;
      if (!first) return callback(new PrivateAddressError(hostname), []);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
