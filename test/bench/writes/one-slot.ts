import type { Benchmark } from "../benchmark.ts";
import { servedContender } from "../load/served-contender.ts";
import { auditRows } from "./written-rows.ts";

const REQUESTS = 500;

/** How long the last of many requests for the same slot waits to be told that the slot is taken: that time is `p99`. */
export const oneSlot: Benchmark = {
  name: "one-slot",
  about: `${REQUESTS} requests at once for one slot, until the last of them is answered`,
  async start(workbench) {
    const { drivers, ports } = workbench.data;
    const slotId = ports[0]?.slots[0]?.id ?? "";
    const clients = drivers.map((driver) => ({ ...driver, slotIds: [] }));
    const competitor = { load: workbench.load, connections: REQUESTS, inStep: true };
    const wanted = { clients, slotId };
    const batchedUrl = await workbench.createDatabase("one_slot_slotwire");
    const bareUrl = await workbench.createDatabase("one_slot_bare");
    const slotwire = await workbench.startSlotwire("one-slot-slotwire", batchedUrl);
    const bare = await workbench.startServer({
      name: "one-slot-bare",
      module: new URL("./bare-handler-process.js", import.meta.url),
      args: [bareUrl],
    });
    return {
      contenders: [
        servedContender({
          ...competitor,
          name: "slotwire",
          server: slotwire,
          job: { workload: "wantOneSlot", parameters: { ...wanted, bare: false } },
        }),
        servedContender({
          ...competitor,
          name: "node:http, a statement per request",
          limit: "statement",
          server: bare,
          job: { workload: "wantOneSlot", parameters: { ...wanted, bare: true } },
        }),
      ],
      // Both throw unless each answer is either the slot or that it is taken.
      verify: async () => {},
      async audit() {
        for (const url of [batchedUrl, bareUrl]) await auditRows(url);
      },
    };
  },
};
