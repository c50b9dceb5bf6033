import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, Script } from "node:vm";
import type * as Server from "./serve.ts";

/** A folder below the compiled server, so that what is found relative to a module is where it would be. */
const FILE = fileURLToPath(new URL("./bundle/server.cjs", import.meta.url));
const CODE_CACHE = `${FILE}.cache`;

/** The server and its dependencies, compiled but not run. */
interface ServerBundle {
  /** False where V8 had to compile it anew, because it is of another version than the one that kept the code. */
  readonly isCached: boolean;
  run(): typeof Server;
  /** Keeps what V8 has compiled so far for the next time. */
  keepCompiledCode(): void;
}

/**
 * All that the server is made of in one file, with V8's compiled code of it beside: of a start from 2,000 modules three
 * quarters went into finding, reading and compiling them. Null where the build made none.
 */
export function readServerBundle(): ServerBundle | null {
  if (!existsSync(FILE)) return null;
  const cachedData = existsSync(CODE_CACHE) ? readFileSync(CODE_CACHE) : undefined;
  const source = readFileSync(FILE, "utf8");
  // As Node itself wraps a module, on the same line, so that stack traces name the lines of the file.
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
