import { mkdir, mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The file system type of tmpfs. */
const TMPFS_MAGIC = 0x01021994;

/** A folder that is removed when the benchmarks end. It must be on a disk, because an fsync in memory costs nothing. */
export async function makeTemporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const parent = (await statfs(tmpdir())).type === TMPFS_MAGIC ? buildFolder() : tmpdir();
  const path = await mkdtemp(join(parent, "slotwire-bench-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** The processes' output, kept until the next run for diagnosing failures. */
export async function makeLogFolder(): Promise<string> {
  const path = join(buildFolder(), "log");
  await mkdir(path, { recursive: true });
  return path;
}

// The compiled benchmarks are two folders below it.
function buildFolder(): string {
  return fileURLToPath(new URL("../..", import.meta.url));
}
