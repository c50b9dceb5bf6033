import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type Account, ended, StderrTail, spawnGuarded } from "./guarded-process.ts";

/** A database cluster on disk, and the user it belongs to. */
export interface Cluster {
  dir: string;
  /** The directory of the cluster as PostgreSQL is given it. */
  pgdata: string;
  account: Account;
}

/** The environment of PostgreSQL's programs: nothing but what makes their output the same everywhere. */
export const postgresEnv = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

/** The cluster of a data directory, which need not exist yet. */
export async function describeCluster(options: { dataDir: string }): Promise<Cluster> {
  const dir = join(options.dataDir, "postgres");
  if (process.getuid?.() !== 0) return { dir, pgdata: dir, account: null };
  if (process.platform !== "linux") {
    throw new Error(
      "PostgreSQL does not run as root; start slotwire as an ordinary user, or set DATABASE_URL",
    );
  }
  // PostgreSQL runs as a user that may not be able to access the directories above its own. The kernel lets a process
  // use its working directory all the same, and this is the absolute name of it.
  return { dir, pgdata: "/proc/self/cwd", account: await chooseAccount(dir) };
}

// The owner of an existing cluster comes first: another choice would lock PostgreSQL out of its own files.
async function chooseAccount(dir: string): Promise<Account> {
  const owner = await stat(dir).catch(() => null);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const users = (await readFile("/etc/passwd", "utf8").catch(() => "")).split("\n").map((l) => l.split(":"));
  const user = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  return user ? { uid: Number(user[2]), gid: Number(user[3]) } : { uid: 65534, gid: 65534 };
}

/** The superuser's password, made on first use and kept beside the cluster, readable by the owner alone. */
export async function ensurePassword(options: { dataDir: string; clusterExists: boolean }): Promise<string> {
  const file = passwordFile(options.dataDir);
  const known = (await readFile(file, "utf8").catch(() => "")).trim();
  if (known) return known;
  if (options.clusterExists) {
    throw new Error(
      `the password of ${options.dataDir}/postgres is missing; restore ${file}, or remove both to start empty`,
    );
  }
  const password = randomBytes(24).toString("base64url");
  await writeFile(`${file}.new`, `${password}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
  return password;
}

/** Where `ensurePassword` keeps the password. */
export const passwordFile = (dataDir: string): string => join(dataDir, "postgres.password");

/** Whether there is a cluster that this PostgreSQL can open; throws when there is one that it cannot. */
export async function clusterExists(options: { cluster: Cluster; major: string }): Promise<boolean> {
  const { cluster, major } = options;
  const owner = await stat(cluster.dir).catch(() => null);
  if (owner === null) return false;
  const found = await readFile(join(cluster.dir, "PG_VERSION"), "utf8").catch(() => "");
  if (found.trim() !== major) {
    const what = found
      ? `was created by PostgreSQL ${found.trim()}, not ${major}`
      : "contains no readable database cluster";
    throw new Error(`${cluster.dir} ${what}; move it away, or set DATA_DIR or DATABASE_URL`);
  }
  // a plain `cp -r` of a data directory by root hands it to root, whom PostgreSQL refuses
  if (cluster.account && owner.uid === 0) {
    const { uid, gid } = cluster.account;
    await promisify(execFile)("chown", ["-Rh", `${uid}:${gid}`, cluster.dir]);
  }
  if (owner.mode & 0o077) await chmod(cluster.dir, 0o700);
  return true;
}

/**
 * Makes the cluster beside its place and renames it, so that a kill half-way leaves no cluster rather than half of one.
 */
export async function createCluster(options: {
  cluster: Cluster;
  initdb: string;
  password: string;
  durable: boolean;
}): Promise<void> {
  const { cluster, initdb, password, durable } = options;
  const draft = `${cluster.dir}.new`;
  await rm(draft, { recursive: true, force: true, maxRetries: 5 });
  await mkdir(draft, { mode: 0o700 });
  if (cluster.account) await chown(draft, cluster.account.uid, cluster.account.gid);

  const args = ["--pgdata", cluster.account ? cluster.pgdata : draft, "--username=slotwire"];
  args.push("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");
  // initdb opens the password file by name, which fails for a socket (Node's stdin pipes) but not for a pipe
  args.push("--auth=scram-sha-256", "--pwfile=/dev/stdin", ...(durable ? [] : ["--no-sync"]));
  const child = spawnGuarded({
    command: "/bin/sh",
    args: ["-c", 'cat | "$0" "$@"', initdb, ...args],
    signal: "TERM",
    account: cluster.account,
    cwd: draft,
    env: postgresEnv,
    stdio: ["pipe", "ignore", "pipe"],
  });
  const tail = new StderrTail({ child });
  child.stdin?.on("error", () => {});
  child.stdin?.end(`${password}\n`);
  const end = await ended(child);
  if (end !== "exit code 0") {
    await rm(draft, { recursive: true, force: true, maxRetries: 5 });
    throw new Error(`the database in ${cluster.dir} could not be created (${end}):\n${tail.text()}`);
  }
  await rename(draft, cluster.dir);
  // the name must survive a power failure as surely as the rows that will be committed below it
  const parent = await open(dirname(cluster.dir), "r");
  await parent.sync().finally(() => parent.close());
}
