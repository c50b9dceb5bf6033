import { resolve } from "node:path";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  base: "/dashboard/",
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, "../../dist/dashboard"),
    emptyOutDir: true,
    // The policy allows no data: URLs for such assets, and hashed files are cached anyway.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
});
