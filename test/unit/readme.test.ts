import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const readme = readFileSync("README.md", "utf8");

test("the README links to, and names, only files and folders that exist", () => {
  const linked = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = ""]) => target);
  const named = [...readme.matchAll(/`((?:src|test|schema|migrations)\/[^` ]+)`/g)].map(
    ([, path = ""]) => path,
  );
  const paths = [...linked.filter((target) => !target.startsWith("http")), ...named];
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});

test("the README's links within itself lead to its headings", () => {
  const anchors = [...readme.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w ]/g, "")
      .replaceAll(" ", "-"),
  );
  const targets = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map(([, target = ""]) => target);
  expect(targets.length).toBeGreaterThan(5);
  expect(targets.filter((target) => !anchors.includes(target))).toEqual([]);
});
