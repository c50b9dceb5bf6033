/**
 * `node src/launch.mjs [main | commands/NAME] [ARGUMENT ...]`: builds what has changed since the last build, then runs
 * the compiled program in this very process, so that signals reach it.
 *
 * Plain JavaScript, because it runs before anything is compiled.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const lock = join(root, "dist.lock");
const LOCK_STALE_MS = 120_000;

/** What the build is made of, as one hash: of contents, because a fresh clone has fresh times. */
function inputsHash() {
  const hash = createHash("sha256");
  for (const entry of ["src", "migrations", "tsconfig.json", "tsconfig.build.json", "package-lock.json"])
    addToHash(hash, entry);
  return hash.digest("hex");
}

function addToHash(hash, entry) {
  const path = join(root, entry);
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) addToHash(hash, `${entry}/${name}`);
  } else {
    hash.update(`${entry}\0`).update(readFileSync(path)).update("\0");
  }
}

function isBuilt(inputs) {
  return existsSync(join(dist, "inputs")) && readFileSync(join(dist, "inputs"), "utf8") === inputs;
}

function run(step, packageName, binary, args) {
  process.stderr.write(`Building ${step} ...\n`);
  const require = createRequire(join(root, "package.json"));
  let manifest;
  try {
    manifest = require.resolve(`${packageName}/package.json`);
  } catch {
    throw new Error(
      `${packageName} is not installed: run npm ci (without --omit=dev) first, or start from a built tree`,
    );
  }
  const { status } = spawnSync(process.execPath, [join(dirname(manifest), binary), ...args], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (status !== 0) throw new Error(`building ${step} failed`);
}

/** Builds beside the old build and then swaps the two, so that nobody ever runs half of one. */
function build(inputs) {
  const next = join(root, "dist.next");
  rmSync(next, { recursive: true, force: true });
  run("the server", "typescript", "bin/tsc", ["-p", "tsconfig.build.json", "--outDir", next]);
  run("the playground", "vite", "bin/vite.js", [
    ...["build", "--config", "src/playground/vite.config.ts"],
    ...["--outDir", join(next, "playground"), "--logLevel", "error"],
  ]);
  writeFileSync(join(next, "inputs"), inputs);
  const old = join(root, "dist.old");
  rmSync(old, { recursive: true, force: true });
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(next, dist);
  rmSync(old, { recursive: true, force: true });
}

/** Lets one process build while others that start from the same tree wait for it. */
async function buildOnce() {
  const inputs = inputsHash();
  for (let waiting = false; !isBuilt(inputs); waiting = true) {
    if (takeLock()) {
      try {
        if (!isBuilt(inputs)) build(inputs);
      } finally {
        rmSync(lock, { force: true });
      }
      return;
    }
    if (!waiting) process.stderr.write("Another process is building; waiting for it ...\n");
    await delay(200);
  }
}

function takeLock() {
  try {
    const file = openSync(lock, "wx");
    writeFileSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (isAbandoned()) rmSync(lock, { force: true });
    return false;
  }
}

function isAbandoned() {
  try {
    const holder = Number(readFileSync(lock, "utf8"));
    if (Date.now() - statSync(lock).mtimeMs > LOCK_STALE_MS) return true;
    // The holder has not written its number yet.
    if (holder === 0) return false;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

const [program = "main"] = process.argv.splice(2, 1);
try {
  await buildOnce();
} catch (error) {
  process.stderr.write(`slotwire: ${error.message}\n`);
  process.exit(1);
}
if (program !== "build") await import(pathToFileURL(join(dist, "src", `${program}.js`)).href);
