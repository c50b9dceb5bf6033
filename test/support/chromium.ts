import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { installPackage } from "./debian-package.ts";

/** Debian's packages, each with a program of its name. The first opens a page with two thirds of the CPU time. */
const PACKAGES = ["chromium-headless-shell", "chromium"];
const NAMES = [...PACKAGES, "chromium-browser", "google-chrome"];

/** CHROMIUM_PATH, else the first of NAMES that is on PATH. Undefined if there is none. */
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

/** Installs Chromium if there is none. If that fails, only the tests that need a browser fail. */
export function provideChromium(log: { info(message: string): void }): void {
  if (findChromium()) return;
  const why = "no Chromium is on PATH and CHROMIUM_PATH is not set";
  for (const name of PACKAGES) {
    try {
      if (installPackage(name, { why, log })) return;
    } catch (error) {
      log.info(`apt-get could not install ${name}: ${(error as Error).message}`);
    }
  }
  log.info(MISSING);
}

const MISSING =
  "there is no Chromium to test with; install chromium, or set CHROMIUM_PATH to that of a Chromium or Chrome";

/** Starts a headless Chromium without access to other machines. It ends with this process at the latest. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error(MISSING);
  return chromium.launch({
    executablePath,
    // Its sandbox does not work for root.
    chromiumSandbox: process.getuid?.() !== 0,
    // Foreign host names do not resolve, so requests to them fail whatever the page's policy allows.
    args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"],
    // Signals are handled by the test runner. Chromium notices the end of this process by its pipe.
    handleSIGHUP: false,
    handleSIGINT: false,
    handleSIGTERM: false,
    timeout: 60_000,
  });
}
