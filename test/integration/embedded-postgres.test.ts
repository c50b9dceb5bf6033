import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processStart } from "../../src/database/embedded/data-dir-lock.ts";
import {
  attachEmbeddedPostgres,
  startEmbeddedPostgres,
} from "../../src/database/embedded/embedded-postgres.ts";
import {
  completeInstall,
  findInstalledPostgres,
  locatePostgres,
} from "../../src/database/embedded/postgres-binaries.ts";
import { eventually } from "../support/eventually.ts";
import { MEASURED } from "../support/measured.ts";
import { newFolder } from "../support/new-folder.ts";

const settings = { fsync: "off", shared_buffers: "16MB" } as const;
const isRoot = process.getuid?.() === 0;
const built = fileURLToPath(
  new URL("../../dist/src/database/embedded/embedded-postgres.js", import.meta.url),
);

let home: string;
let cleanups: (() => Promise<void>)[];
let said: string[];
const log = { info: (line: string) => void said.push(line), warn: (line: string) => void said.push(line) };

// newFolder creates it as 0700: as root, every test here runs below a directory that PostgreSQL's user cannot pass
beforeEach(async () => {
  home = await newFolder("embedded");
  said = [];
  cleanups = [() => rm(home, { recursive: true, force: true })];
});

afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

async function start(options: { dataDir?: string; onExit?: (error: Error) => void } = {}) {
  const server = await startEmbeddedPostgres({ dataDir: join(home, ".data"), log, settings, ...options });
  cleanups.push(() => server.close());
  return server;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function postmasterPid(dataDir: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, "postgres/postmaster.pid"), "utf8"), 10);
}

/** A Node process that starts the database and stays alive. */
async function startInChild(dataDir: string): Promise<{ pid: number; url: string }> {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(built)};
    const log = { info() {}, warn() {} };
    const options = { dataDir: ${JSON.stringify(dataDir)}, log, settings: ${JSON.stringify(settings)} };
    console.log((await startEmbeddedPostgres(options)).url);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  cleanups.push(async () => void child.kill("SIGKILL"));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (data: Buffer) => resolve(data.toString().trim()));
    child.once("exit", () => reject(new Error("the child ended before its database was ready")));
  });
  return { pid: child.pid as number, url };
}

test("a database is created once, keeps its data across a restart and keeps its password private", async () => {
  const dataDir = join(home, ".data");
  const first = await start();
  await query(first.url, "create table kept as select 42 as answer");
  expect(await query(first.url, "select current_setting('max_connections')::int as n")).toEqual([{ n: 200 }]);
  await first.close();
  await first.close();
  expect(said).toEqual([`creating the database in ${dataDir}/postgres (first start only)`]);

  const began = Date.now();
  const second = await start();
  expect(Date.now() - began).toBeLessThan(10_000);
  expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  expect(said).toHaveLength(1);

  expect((await stat(join(dataDir, "postgres"))).mode & 0o777).toBe(0o700);
  expect((await stat(join(dataDir, "postgres.password"))).mode & 0o777).toBe(0o600);
  await expect(query(second.url.replace(/:[^:@]+@/, ":wrong@"), "select 1")).rejects.toThrow(/password/);
});

test("the collation sorts by code point, whatever the machine's locale is", async () => {
  const { url } = await start();
  const [row] = await query(
    url,
    "select string_agg(c, '' order by c) as sorted, upper('é') as up from unnest('{b,B,a,é}'::text[]) c",
  );
  expect(row).toEqual({ sorted: "Babé", up: "É" });
});

test("a second start on the same directory is refused at once and does not harm the first", async () => {
  const dataDir = join(home, ".data");
  expect(await attachEmbeddedPostgres({ dataDir })).toBeNull();
  const { url } = await start();
  const began = Date.now();
  await expect(start()).rejects.toThrow(
    `another slotwire (pid ${process.pid}) is using ${dataDir}; stop it or set DATA_DIR or DATABASE_URL`,
  );
  expect(Date.now() - began).toBeLessThan(5_000);
  expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
  expect(await attachEmbeddedPostgres({ dataDir })).toBe(url);
});

test("of many concurrent starts on a stale lock, exactly one gets the directory", async () => {
  const dataDir = join(home, ".data");
  await mkdir(dataDir);
  await writeFile(join(dataDir, "postgres.lock"), JSON.stringify({ pid: process.pid, started: "long ago" }));
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => start()));
  expect(outcomes.filter((o) => o.status === "fulfilled")).toHaveLength(1);
  expect((await readdir(dataDir)).sort()).toEqual(["postgres", "postgres.lock", "postgres.password"]);
});

test("a kill -9 of the server stops its PostgreSQL within a second", MEASURED, async () => {
  const dataDir = join(home, ".data");
  const { pid } = await startInChild(dataDir);
  const postmaster = await postmasterPid(dataDir);
  const began = Date.now();
  process.kill(pid, "SIGKILL");
  await eventually(() => expect(processStart(postmaster)).toBeNull());
  expect(Date.now() - began).toBeLessThan(1_000);
  expect(await attachEmbeddedPostgres({ dataDir })).toBeNull();
});

test("a start right after a kill -9 waits for the old PostgreSQL and uses its data", async () => {
  const dataDir = join(home, ".data");
  const { pid, url } = await startInChild(dataDir);
  await query(url, "create table kept as select 42 as answer");
  process.kill(pid, "SIGKILL");
  const { url: next } = await start();
  expect(await query(next, "select answer from kept")).toEqual([{ answer: 42 }]);
});

test("the next start works after a kill -9 of both the server and PostgreSQL", async () => {
  const dataDir = join(home, ".data");
  const { pid, url } = await startInChild(dataDir);
  await query(url, "create table kept as select 42 as answer");
  process.kill(await postmasterPid(dataDir), "SIGKILL");
  process.kill(pid, "SIGKILL");

  const { url: next } = await start();
  expect(await query(next, "select answer from kept")).toEqual([{ answer: 42 }]);
});

test("a stale postmaster.pid whose pid now belongs to another program does not prevent the start", async () => {
  const dataDir = join(home, ".data");
  await (await start()).close();
  const { uid, gid } = await stat(join(dataDir, "postgres"));
  const stranger = spawn("sleep", ["60"], isRoot ? { uid, gid } : {});
  cleanups.push(async () => void stranger.kill());
  await writeFile(
    join(dataDir, "postgres/postmaster.pid"),
    `${stranger.pid}\n/proc/self/cwd\n1\n5432\n\n\n  1 1\nready\n`,
  );
  expect(await attachEmbeddedPostgres({ dataDir })).toBeNull();
  const { url } = await start();
  expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a cluster that was left half initialized by a kill is created again", async () => {
  const dataDir = join(home, ".data");
  await mkdir(join(dataDir, "postgres.new/base"), { recursive: true });
  await writeFile(join(dataDir, "postgres.new/PG_VERSION"), "18\n");
  const { url } = await start();
  expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
  expect(existsSync(join(dataDir, "postgres.new"))).toBe(false);
});

test("a data directory with foreign contents is refused and left alone", async () => {
  await mkdir(join(home, ".data/postgres"), { recursive: true });
  await writeFile(join(home, ".data/postgres/diary.txt"), "dear diary");
  await expect(start()).rejects.toThrow(/contains no readable database cluster; move it away/);
  expect(await readFile(join(home, ".data/postgres/diary.txt"), "utf8")).toBe("dear diary");
});

test("the error of a failed start contains PostgreSQL's own message", async () => {
  const dataDir = join(home, ".data");
  const impossible = startEmbeddedPostgres({ dataDir, log, settings: { ...settings, no_such_setting: "1" } });
  await expect(impossible).rejects.toThrow(/unrecognized configuration parameter "no_such_setting"/);
});

test("the death of PostgreSQL is reported with its last log lines", async () => {
  const deaths: Error[] = [];
  const { url, close } = await start({ onExit: (error) => deaths.push(error) });
  await query(url, "select 1");
  process.kill(await postmasterPid(join(home, ".data")), "SIGKILL");
  await eventually(() => expect(deaths).not.toEqual([]));
  expect(deaths[0]?.message).toMatch(/stopped by itself \(killed by SIGKILL\):\n.*ready to accept/s);
  expect(said.at(-1)).toMatch(/stopped by itself/);
  await close();
  await start();
});

test.runIf(isRoot)(
  "as root, PostgreSQL runs as another user below a directory that this user cannot enter",
  async () => {
    const closed = join(home, "closed");
    await mkdir(closed, { mode: 0o700 });
    const { url } = await start({ dataDir: join(closed, "deep/.data") });
    const { uid } = await stat(join(closed, "deep/.data/postgres"));
    expect(uid).not.toBe(0);
    expect(() => execFileSync("ls", [closed], { uid, stdio: "ignore" })).toThrow();
    await query(url, "create extension btree_gist");
    expect((await stat(closed)).mode & 0o777).toBe(0o700);
    expect((await stat(join(closed, "deep/.data"))).uid).toBe(0);
  },
);

test.runIf(isRoot)("as root, a data directory copied with a plain cp -r starts", async () => {
  const dataDir = join(home, ".data");
  await (await start()).close();
  execFileSync("cp", ["-r", dataDir, join(home, "copy")]);
  expect((await stat(join(home, "copy/postgres"))).uid).toBe(0);
  const { url } = await start({ dataDir: join(home, "copy") });
  expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test.runIf(isRoot)(
  "as root, PostgreSQL's programs below a closed directory run from a copy that only root can change",
  async () => {
    const { nativeDir, version } = await findInstalledPostgres();
    const closed = join(home, "native");
    execFileSync("cp", ["-RP", nativeDir, closed]);
    const cacheDir = await mkdtemp("/var/tmp/slotwire-test-");
    cleanups.push(() => rm(cacheDir, { recursive: true, force: true }));
    await chmod(cacheDir, 0o755);
    const account = { uid: 65534, gid: 65534 };

    const copies = await Promise.all(
      [1, 2].map(() => locatePostgres({ account, nativeDir: closed, version, cacheDir })),
    );
    const copy = join(cacheDir, `postgres-${version}-${process.arch}`);
    expect(copies.map((c) => c.postgres)).toEqual([join(copy, "bin/postgres"), join(copy, "bin/postgres")]);
    expect(await readdir(cacheDir)).toHaveLength(1);
    expect((await stat(join(copy, "lib"))).mode & 0o777).toBe(0o755);

    await chmod(cacheDir, 0o777); // writable by anyone
    const distrusting = await locatePostgres({ account, nativeDir: closed, version, cacheDir });
    cleanups.push(distrusting.remove);
    expect(distrusting.postgres).not.toContain(cacheDir);
  },
);

test("an installation whose postinstall script did not run is completed", async () => {
  const { nativeDir } = await findInstalledPostgres();
  execFileSync("cp", ["-RP", nativeDir, join(home, "native")]);
  execFileSync("find", [join(home, "native/lib"), "-type", "l", "-delete"]);
  await chmod(join(home, "native/bin/postgres"), 0o644);
  await completeInstall(home);
  const output = execFileSync(join(home, "native/bin/initdb"), ["--version"], { encoding: "utf8" });
  expect(output).toContain("PostgreSQL");
  execFileSync(join(home, "native/bin/postgres"), ["--version"]);
});
