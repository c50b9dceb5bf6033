import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The Node flags of `npm start`. With other flags, Node would not use the code cache compiled under them. */
export const startFlags: readonly string[] = readStartCommand().match(/--\S+/g) ?? [];

function readStartCommand(): string {
  const { scripts } = JSON.parse(readFileSync(join(process.cwd(), "package.json"), "utf8"));
  return scripts.start;
}
