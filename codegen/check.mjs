/** Generates what is kept in the repository, and fails where that changes it: `npm run codegen` was forgotten. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const KEPT = ["schema/schema.graphql", "schema/trusted-documents.json", "src/dashboard/api/documents.ts"];
const texts = () => KEPT.map((path) => readFileSync(path, "utf8"));
const before = texts();
for (const script of ["schema", "codegen"])
  execFileSync("npm", ["run", "--silent", script], { stdio: "inherit" });
const after = texts();
const drifted = KEPT.filter((_, index) => before[index] !== after[index]);
if (drifted.length > 0) {
  process.stderr.write(`Generated anew, these differ: ${drifted.join(", ")}. Commit them as they are now.\n`);
  process.exitCode = 1;
}
