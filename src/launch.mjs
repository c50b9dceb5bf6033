/**
 * `node src/launch.mjs [main | build | commands/NAME]`: builds the tree if it has changed since the last build, then
 * runs the compiled program in this very process, so that signals reach it. A tree that is built is only read.
 *
 * Plain JavaScript, because it runs before anything is compiled.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

const OLDEST_NODE = [20, 19];
/** Everything that the build reads. */
const INPUTS = [
  "src",
  "migrations",
  "tsconfig.json",
  "tsconfig.build.json",
  "package.json",
  "package-lock.json",
];

/** The parts that run in browsers. */
const BUNDLES = ["playground", "dashboard"];

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const lock = join(root, "dist.lock");
const HEARTBEAT_MS = 500;
/** A builder without a heartbeat for this long was killed. */
const ABANDONED_AFTER_MS = 3_000;
const LEFTOVER_AFTER_MS = 600_000;

/** Of several processes that start from one tree at once, one builds and the others wait for it. */
async function buildOnce() {
  const inputs = inputsHash();
  for (let told = false; !isBuilt(inputs); ) {
    const release = takeLock();
    if (release) {
      try {
        if (!isBuilt(inputs)) await build(inputs);
      } finally {
        release();
      }
    } else {
      if (!told) say("Another process is building this tree; waiting for it ...");
      told = true;
      await delay(100);
    }
  }
}

/** The inputs of the build as one hash: of contents, because a fresh clone has fresh times. */
function inputsHash() {
  const hash = createHash("sha256");
  for (const entry of INPUTS) addToHash(hash, entry);
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

/** Builds beside the old build and then swaps the two, so that no process ever runs half of one. */
async function build(inputs) {
  // Checked before anything is compiled: if vite is missing, so are types, and the compiler would report many errors.
  const tsc = binaryOf("typescript", "bin/tsc");
  const vite = binaryOf("vite", "bin/vite.js");
  removeLeftovers();
  // A unique name: compilers that outlive a killed builder write into a folder that nobody uses.
  const next = join(root, `dist.next.${process.pid}.${Date.now()}`);
  mkdirSync(next);
  try {
    await run("the server", [tsc, "-p", "tsconfig.build.json", "--outDir", next]);
    await run("the server", [...startFlags(), "src/bundle-server.mjs", next], { told: true });
    await together(BUNDLES.map((name) => () => buildBundle(vite, name, join(next, name))));
    writeFileSync(join(next, "inputs"), inputs);
    swapIn(next);
  } finally {
    remove(next);
  }
}

/**
 * The V8 flags of `npm start` and the Dockerfile. They give V8 room for young objects, most of which die with their
 * request. In the 16 MB that it uses by default, twice as many survive a collection, and are copied. V8 rejects cached
 * code that was compiled under other flags.
 */
function startFlags() {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return scripts.start.match(/--\S+/g) ?? [];
}

async function buildBundle(vite, name, folder) {
  await run(`the ${name}`, [
    // The other loaders write into node_modules, which may belong to another user.
    ...[vite, "build", "--config", `src/${name}/vite.config.ts`],
    ...["--configLoader", "runner", "--outDir", folder, "--logLevel", "error"],
  ]);
  await run(`the ${name}`, ["src/precompress.mjs", join(folder, "assets")], { told: true });
}

/** Ends only when all tasks have ended, so that nothing is written into a folder that is removed. */
async function together(tasks) {
  const results = await Promise.allSettled(tasks.map((task) => task()));
  const failed = results.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
}

function swapIn(next) {
  const old = next.replace("dist.next", "dist.old");
  try {
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(next, dist);
  } catch (error) {
    // Another builder was faster, and built the same.
    if (!["ENOENT", "ENOTEMPTY", "EEXIST"].includes(error.code) || !existsSync(dist)) throw error;
  }
  remove(old);
}

function binaryOf(packageName, binary) {
  const require = createRequire(join(root, "package.json"));
  try {
    return join(dirname(require.resolve(`${packageName}/package.json`)), binary);
  } catch {
    throw new Error(`${packageName} is not installed: run npm ci --include=dev, or start from a built tree`);
  }
}

async function run(what, args, { told = false } = {}) {
  if (interrupted) throw new Error(`stopped by ${interrupted}`);
  if (!told) say(`Building ${what} ...`);
  // A process group of its own, so that a signal can end the compiler with all that it started.
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    env: { ...process.env, NODE_ENV: "production" },
    detached: process.platform !== "win32",
  });
  compilers.add(child);
  const failure = await new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(code === 0 ? null : `it ended with ${signal ?? code}`));
  });
  compilers.delete(child);
  if (interrupted) throw new Error(`stopped by ${interrupted}`);
  if (failure) throw new Error(`building ${what} failed: ${failure}`);
}

/**
 * The lock is a folder that only one process can make, kept young by a heartbeat. A pid would seem to be alive in a
 * container, where the next start has the very pid of the one that was killed. If two processes still build at once,
 * they do the same work twice, each in a folder of its own.
 *
 * @returns a function that releases the lock; null if another process has it.
 */
function takeLock() {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (error.code === "EEXIST") {
      if (ageOf(lock) > ABANDONED_AFTER_MS) remove(lock);
      return null;
    }
    throw new Error(
      `this tree is not built, and cannot be built here (${error.message}): run npm run build as its owner`,
    );
  }
  const heartbeat = setInterval(() => {
    if (existsSync(lock)) utimesSync(lock, new Date(), new Date());
  }, HEARTBEAT_MS);
  const release = () => {
    clearInterval(heartbeat);
    process.off("exit", release);
    remove(lock);
  };
  process.once("exit", release);
  return release;
}

function ageOf(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? Date.now() - found.mtimeMs : 0;
}

/** Removes what killed builders left, but not what another one may be making right now. */
function removeLeftovers() {
  for (const name of readdirSync(root)) {
    if (/^dist\.(next|old)\b/.test(name) && ageOf(join(root, name)) > LEFTOVER_AFTER_MS)
      remove(join(root, name));
  }
}

function remove(path) {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

const compilers = new Set();
let interrupted = null;

function onSignal(signal) {
  interrupted ??= signal;
  const running = [...compilers].filter(({ pid }) => pid);
  if (running.length === 0) process.exit(exitCode(signal));
  for (const compiler of running) {
    if (process.platform === "win32") compiler.kill();
    else process.kill(-compiler.pid, "SIGTERM");
  }
}

function exitCode(signal) {
  return 128 + constants.signals[signal];
}

function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Error(
    `Node ${process.versions.node} is too old: slotwire needs ${OLDEST_NODE.join(".")} or newer`,
  );
}

const [program = "main"] = process.argv.splice(2, 1);
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
for (const signal of signals) process.on(signal, onSignal);
try {
  requireNode();
  await buildOnce();
} catch (error) {
  say(`slotwire: ${error.message}`);
  process.exit(interrupted ? exitCode(interrupted) : 1);
}
// From here on the program handles signals itself.
for (const signal of signals) process.off(signal, onSignal);
if (program !== "build") await import(pathToFileURL(join(dist, "src", `${program}.js`)).href);
