import { lookup as systemLookup } from "node:dns";
import { Resolver } from "node:dns/promises";
import type { LookupFunction } from "node:net";

// Short, so that the second name server is asked in time if the first one is down.
const PATIENCE = { timeout: 1_500, tries: 2 };
/** Name servers have answered at once, or there are none: the system's lookup does not take long either. */
const ANSWERED = new Set(["ENOTFOUND", "ENODATA", "EBADNAME", "ECONNREFUSED"]);

/**
 * A lookup that asks the name servers directly. The system's lookup occupies a thread until it has an answer, and this
 * process has two for it: one webhook whose name server is silent would delay all other lookups, also the database's.
 * The system is only asked for names that the name servers do not know, because it may know them from elsewhere.
 *
 * @param servers the name servers; default: those that are set in the system now.
 */
export function dnsLookup(servers?: readonly string[]): LookupFunction {
  return (hostname, options, callback) => {
    const resolver = new Resolver(PATIENCE);
    if (servers) resolver.setServers(servers);
    const families = [
      resolver.resolve4(hostname).then((addresses) => addresses.map((address) => ({ address, family: 4 }))),
      resolver.resolve6(hostname).then((addresses) => addresses.map((address) => ({ address, family: 6 }))),
    ];
    void Promise.allSettled(families).then((answers) => {
      const found = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
      const failures = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
      const [first] = found;
      if (first && options.all) callback(null, found);
      else if (first) callback(null, first.address, first.family);
      else if (failures.every(({ code }) => ANSWERED.has(code))) {
        (systemLookup as LookupFunction)(hostname, options, callback);
      } else {
        const error = new Error(`The name servers did not answer for ${hostname}`);
        callback(Object.assign(error, { code: "EAI_AGAIN" }), []);
      }
    });
  };
}
