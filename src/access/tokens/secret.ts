import { randomBytes } from "node:crypto";
import { chmod, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The secret that signs tokens if none is configured. It is made once and kept in the data directory, readable only by
 * its owner. Two servers that start at the same time get the same secret.
 *
 * @throws Error with a message for the operator if it cannot be stored.
 */
export async function localSecret(dataDir: string): Promise<string> {
  try {
    return await keepSecret(dataDir);
  } catch (error) {
    throw new Error(
      `AUTH_JWT_SECRET is not set, and none can be kept in DATA_DIR, ${dataDir}: ${(error as Error).message}. Set the secret, or a folder that can be written.`,
    );
  }
}

async function keepSecret(dataDir: string): Promise<string> {
  const file = fileIn(dataDir);
  await mkdir(dataDir, { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  const known = await readFile(file, "utf8").catch(() => null);
  if (known) return known.trim();
  await writeFile(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  // Only one server can make the link, and the linked file is complete.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(draft);
  return (await readFile(file, "utf8")).trim();
}

/** The secret that a server on this machine keeps in its data directory; null if there is none. */
export async function findLocalSecret(dataDir: string): Promise<string | null> {
  const text = await readFile(fileIn(dataDir), "utf8").catch(() => "");
  return text.trim() || null;
}

function fileIn(dataDir: string): string {
  return join(dataDir, "jwt-secret");
}
