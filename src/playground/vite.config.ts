import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";

/**
 * GraphiQL's style sheet carries 400 kB of fonts as data: URLs and a copy of Monaco's styles, which Monaco then loads
 * again. This plugin removes the fonts and the second copy of the styles. The icon font stays, as a file.
 */
const leanStyles: Plugin = {
  name: "lean-styles",
  enforce: "pre",
  transform: {
    filter: { id: /\/(graphiql\/dist\/style|monaco-editor\/esm\/.*)\.css$/ },
    handler(css, id) {
      if (id.endsWith("/codicon.css")) return css;
      return id.includes("/monaco-editor/") ? "" : css.replace(/@font-face\s*\{[^}]*\}/g, "");
    },
  },
};

/** Resolves a relative `--outDir` against the working directory instead of this folder. */
const outDirFromWorkingDirectory: Plugin = {
  name: "out-dir-from-working-directory",
  config: ({ build }) => (build?.outDir ? { build: { outDir: resolve(build.outDir) } } : undefined),
};

export default defineConfig({
  root: import.meta.dirname,
  base: "/playground/",
  publicDir: false,
  plugins: [leanStyles, outDirFromWorkingDirectory],
  build: {
    outDir: resolve(import.meta.dirname, "../../dist/playground"),
    emptyOutDir: true,
    // The policy has no data: for scripts and fonts, and hashed files are cached anyway.
    assetsInlineLimit: 0,
    // Monaco, which GraphiQL loads by itself after the first paint.
    chunkSizeWarningLimit: 3000,
    reportCompressedSize: false,
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
});
