import { chmod, readdir, readlink, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import {
  copyTreeWithEmptyPages,
  launchServer,
  Program,
  run,
  startServer,
  temporaryFolder,
  whenServing,
} from "../support/server-process.ts";
import { startFlags } from "../support/start-flags.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const BUILD = [process.execPath, "src/launch.mjs", "build"];
const buildsIn = ({ output }: { output: string }) => output.match(/Building the server/g)?.length ?? 0;
const buildFolders = async (tree: string) => (await readdir(tree)).filter((name) => name.startsWith("dist"));

test("of two servers that start at once from an unbuilt tree, one builds, the other waits, and both serve", async () => {
  const tree = await unbuiltTree();
  const env = { DATABASE_URL: database.url };
  const programs = [1, 2].map(() => launchServer({ cwd: tree, env }));
  const servers = await Promise.all(programs.map(whenServing));
  expect(servers.map(buildsIn).sort()).toEqual([0, 1]);
  for (const { url } of servers) expect((await fetch(`${url}/ready`)).status).toBe(200);
  expect(await buildFolders(tree)).toEqual(["dist"]);
});

test("a start after a killed build builds again, and a later start writes nothing", async () => {
  const tree = await unbuiltTree();
  const killed = new Program(BUILD, { cwd: tree });
  await killed.prints(/Building/);
  await killed.kill("SIGKILL");
  expect(await buildFolders(tree)).not.toContain("dist");

  const server = await startServer({ cwd: tree, env: { DATABASE_URL: database.url } });
  expect(buildsIn(server)).toBe(1);

  const before = await snapshot(tree);
  // Simulates a read-only tree. Root can write anyway, so the comparison below matters.
  await chmod(tree, 0o555);
  onTestFinished(() => chmod(tree, 0o755));
  const third = await startServer({ cwd: tree, env: { DATABASE_URL: database.url } });
  expect(buildsIn(third)).toBe(0);
  expect((await fetch(`${third.url}/ready`)).status).toBe(200);
  expect(await snapshot(tree)).toEqual(before);
});

test("the built server is one file that V8 loads from its code cache", async () => {
  const ask = `import("./dist/src/server-bundle.js").then(({ readServerBundle }) => console.log(readServerBundle().isCached))`;
  const { output } = await run([process.execPath, ...startFlags, "-e", ask]);
  expect(output).toBe("true\n");
});

test.each(["server", "dashboard"])(
  "a signal ends the build of the %s with all that it started, and the next build need not wait",
  async (what) => {
    const tree = await unbuiltTree();
    const program = new Program(BUILD, { cwd: tree });
    await program.prints(new RegExp(`Building the ${what}`));
    await eventually(async () => expect((await processesIn(tree)).length).toBeGreaterThan(1));
    const exit = program.kill("SIGTERM");
    // The exit is reported only once all that the program started has closed its output, so it proves nothing of that.
    await eventually(async () => expect(await processesIn(tree)).not.toContain(String(program.pid)));
    expect(await processesIn(tree)).toEqual([]);
    expect(await exit).toEqual({ code: 143, signal: null });
    expect(program.output).toContain("stopped by SIGTERM");
    expect(await buildFolders(tree)).toEqual([]);
    const next = new Program(BUILD, { cwd: tree });
    await next.prints(/Building the server/);
    expect(next.output).not.toContain("waiting");
    await next.kill("SIGTERM");
  },
);

test("if a part fails to build, the start names the part and leaves no build folder", async () => {
  const tree = await unbuiltTree();
  await writeFile(join(tree, "src/dashboard/main.tsx"), "no code");
  const { code, output } = await run(BUILD, { cwd: tree });
  expect([code, output.trimEnd().split("\n").at(-1)]).toEqual([
    1,
    "slotwire: building the dashboard failed: it ended with 1",
  ]);
  expect(await buildFolders(tree)).toEqual([]);
});

test("if the build tools are not installed, the start says so", async () => {
  const tree = await unbuiltTree();
  const program = await run(["sh", "-c", `rm node_modules && exec "$0" src/launch.mjs`, process.execPath], {
    cwd: tree,
  });
  expect(program.code).toBe(1);
  expect(program.output).toMatch(/slotwire: typescript is not installed: run npm ci/);
});

async function unbuiltTree(): Promise<string> {
  return copyTreeWithEmptyPages(await temporaryFolder());
}

/** The running processes whose working directory is a folder. */
async function processesIn(folder: string): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => "")));
  return pids.filter((_, index) => folders[index] === folder);
}

/** Every file with its modification time. */
async function snapshot(tree: string): Promise<Record<string, number>> {
  const entries = await readdir(tree, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, (await stat(file)).mtimeMs])));
}
