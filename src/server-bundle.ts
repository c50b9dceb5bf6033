import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, Script } from "node:vm";
import type * as Server from "./serve.ts";

/** In a folder below the compiled server, so that paths relative to a module still resolve. */
const FILE = fileURLToPath(new URL("./bundle/server.cjs", import.meta.url));
const CODE_CACHE = `${FILE}.cache`;

/** The server and its dependencies, compiled but not run. */
interface ServerBundle {
  /** False if V8 had to compile it anew, because another version of V8 made the stored code. */
  readonly isCached: boolean;
  run(): typeof Server;
  /** Stores the code that V8 has compiled so far for the next start. */
  keepCompiledCode(): void;
}

/**
 * Reads the server and its dependencies from one file, with V8's compiled code beside it. Of a start from 2,000
 * modules, three quarters go into finding, reading and compiling them. Null if the build made no bundle.
 */
export function readServerBundle(): ServerBundle | null {
  if (!existsSync(FILE)) return null;
  const cachedData = existsSync(CODE_CACHE) ? readFileSync(CODE_CACHE) : undefined;
  const source = readFileSync(FILE, "utf8");
  // Wrapped as Node itself wraps a module, on the same line, so that stack traces name the lines of the file.
  const script = new Script(`(function (exports, require, module, __filename, __dirname) { ${source}\n})`, {
    filename: FILE,
    cachedData,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return {
    isCached: script.cachedDataRejected === false,
    run() {
      const module = { exports: {} as typeof Server };
      script.runInThisContext()(module.exports, createRequire(FILE), module, FILE, dirname(FILE));
      return module.exports;
    },
    keepCompiledCode: () => writeFileSync(CODE_CACHE, script.createCachedData()),
  };
}
