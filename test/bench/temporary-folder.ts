import { mkdir, mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The kernel's number for a file system that is in memory. */
const TMPFS_MAGIC = 0x01021994;

/** A folder that is gone when the benchmarks end. On a disk: in memory an fsync would cost nothing. */
export async function makeTemporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const parent = (await statfs(tmpdir())).type === TMPFS_MAGIC ? buildFolder() : tmpdir();
  const path = await mkdtemp(join(parent, "slotwire-bench-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** What the processes print is kept here until the next run, to look into where a benchmark fails. */
export async function makeLogFolder(): Promise<string> {
  const path = join(buildFolder(), "log");
  await mkdir(path, { recursive: true });
  return path;
}

// The compiled benchmarks lie two folders below it.
function buildFolder(): string {
  return fileURLToPath(new URL("../..", import.meta.url));
}
