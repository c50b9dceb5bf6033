import { chmod, mkdtemp, readdir, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const RUN_FOLDER = "SLOTWIRE_TEST_FOLDER";
const PREFIX = "slotwire-test-";
const MEMORY = "/dev/shm";
/** More than all folders of a run take together. */
const ROOM_BYTES = 3e9;

/**
 * Creates the folder of a test run, for this process and those that it starts. All other folders are made in it, so that
 * removing it leaves nothing behind. It is in memory if the system has room there: test databases create and delete files
 * all the time, which takes a tenth to a third of a run on a disk.
 */
export async function newRunFolder(): Promise<string> {
  const parent = (await hasRoom(MEMORY)) ? MEMORY : tmpdir();
  if (parent === MEMORY) await removeLeftovers();
  const folder = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  // PostgreSQL runs as another user than root and must get through to its data.
  await chmod(folder, 0o711);
  process.env[RUN_FOLDER] = folder;
  return folder;
}

/** Creates a folder for a test, or for a benchmark outside of any test run. */
export function newFolder(name: string): Promise<string> {
  return mkdtemp(join(process.env[RUN_FOLDER] ?? tmpdir(), `slotwire-${name}-`));
}

/** Removes the folders of runs that were killed, which would keep their memory. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(MEMORY)) {
    const [, pid] = name.startsWith(PREFIX) ? (/^(\d+)-/.exec(name.slice(PREFIX.length)) ?? []) : [];
    if (pid && !isRunning(Number(pid))) await rm(join(MEMORY, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function hasRoom(folder: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize >= ROOM_BYTES;
  } catch {
    return false;
  }
}
