import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { installPackage } from "./debian-package.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** The Chromium of CHROMIUM_PATH, else the first on PATH; undefined where there is none. */
function findChromium(): string | undefined {
  const { CHROMIUM_PATH, PATH = "" } = process.env;
  if (CHROMIUM_PATH) return CHROMIUM_PATH;
  return NAMES.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Installs Chromium where there is none. Where that cannot be done, only the tests that need one fail. */
export function provideChromium(log: { info(message: string): void }): void {
  if (findChromium()) return;
  try {
    if (installPackage("chromium", { why: "there is none on PATH and CHROMIUM_PATH is not set", log }))
      return;
    log.info(MISSING);
  } catch (error) {
    log.info(`${MISSING}; apt-get could not: ${(error as Error).message}`);
  }
}

const MISSING =
  "there is no Chromium to test with; install chromium, or set CHROMIUM_PATH to that of a Chromium or Chrome";

/** Starts Chromium, without a window, and with no way off this machine. It ends with this process at the latest. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error(MISSING);
  return chromium.launch({
    executablePath,
    // Its sandbox does not work for root.
    chromiumSandbox: process.getuid?.() !== 0,
    // Names of elsewhere are known to nobody: what a page fetches from there fails, whatever its policy says.
    args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"],
    // Signals are the test runner's affair; Chromium sees by its pipe that nobody is there any more.
    handleSIGHUP: false,
    handleSIGINT: false,
    handleSIGTERM: false,
    timeout: 60_000,
  });
}
