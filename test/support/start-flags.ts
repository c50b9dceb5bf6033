import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What `npm start` tells Node: code that was compiled for it under other flags is compiled anew. */
export const startFlags: readonly string[] = readStartCommand().match(/--\S+/g) ?? [];

function readStartCommand(): string {
  const { scripts } = JSON.parse(readFileSync(join(process.cwd(), "package.json"), "utf8"));
  return scripts.start;
}
