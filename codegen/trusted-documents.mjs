import { createHash } from "node:crypto";
import { print } from "graphql";

/** A plugin of GraphQL Code Generator: the manifest of documents by the sha256 of their text. */
export function plugin(_schema, files) {
  const texts = files.flatMap(({ document }) => (document ? [print(document)] : []));
  const entries = texts.map((text) => [createHash("sha256").update(text).digest("hex"), text]);
  return `${JSON.stringify(Object.fromEntries(entries.sort()), null, 2)}\n`;
}
