/**
 * `npm run bench [-- NAME ...] [--rounds N] [--seconds N] [--due N] [--minutes N] [--profile FOLDER]`: compiles the
 * server and the benchmarks, then runs them. This file is plain JavaScript because it runs before anything is compiled.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../../dist.bench");
const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");

rmSync(out, { recursive: true, force: true });
const args = [compiler, "-p", join(here, "tsconfig.json"), "--outDir", out];
const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
if (status !== 0) process.exit(1);
await import(pathToFileURL(join(out, "test/bench/main.js")).href);
