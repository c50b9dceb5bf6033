import { defineConfig } from "vitest/config";

export default defineConfig({
  // Two copies of graphql-js would not know each other's types; everything takes the one Node itself would take.
  resolve: { alias: { graphql: "graphql/index.js" } },
  test: {
    include: ["test/{unit,integration,e2e}/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    setupFiles: ["reflect-metadata"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: "forks",
    maxWorkers: 3,
    reporters: ["default", ["json", { outputFile: "node_modules/.cache/vitest-report.json" }]],
  },
});
