import { execFileSync } from "node:child_process";

interface Log {
  info(message: string): void;
}

export function succeeds(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Installs a Debian package if possible. @returns whether it was. @param why for the log message. */
export function installPackage(name: string, { why, log }: { why: string; log: Log }): boolean {
  if (process.getuid?.() !== 0 || !succeeds("apt-get", ["--version"])) return false;
  log.info(`installing ${name} with apt-get, because ${why}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const wait = "-oDPkg::Lock::Timeout=120";
  for (const args of [["update"], [wait, "install", "-y", "--no-install-recommends", name]])
    execFileSync("apt-get", ["-qq", ...args], { env, stdio: ["ignore", "ignore", "inherit"] });
  return true;
}
