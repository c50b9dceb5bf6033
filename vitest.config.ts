import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";

export default defineConfig({
  // Two copies of graphql-js would not know each other's types; everything takes the one Node itself would take.
  resolve: { alias: { graphql: "graphql/index.js" } },
  test: {
    include: ["test/{unit,integration,e2e}/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    setupFiles: ["reflect-metadata"],
    // A browser has clocks of its own that no test can stop: a story that opens one may try once more, and says so.
    tags: [{ name: "browser", retry: 1 }],
    // A machine that is busy with something else takes ten times longer than one that is not.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    // What servers and clients leave behind by the second is let go at once, instead of being moved about first.
    execArgv: ["--max-semi-space-size=64"],
    // One more than there are cores, because some wait while others work. More than four might use up the connections
    // of the one PostgreSQL.
    maxWorkers: Math.min(availableParallelism() + 1, 4),
    // Loading the server again for each file takes as long as many of them do. None leaves anything behind that
    // another would notice.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    reporters: ["default", ["json", { outputFile: "node_modules/.cache/vitest-report.json" }]],
  },
});
