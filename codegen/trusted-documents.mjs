import { createHash } from "node:crypto";
import { formatDocument } from "@urql/core";
import { Kind, print, visit } from "graphql";

/**
 * A plugin of GraphQL Code Generator: the manifest of documents by the sha256 of their text. Each is a whole one, with
 * the fragments that it uses; and once more as urql sends it, which asks for every `__typename`.
 */
export function plugin(_schema, files) {
  const documents = files.map(({ document }) => document).filter(Boolean);
  const definitions = documents.flatMap((document) => document.definitions);
  const fragments = new Map(
    definitions
      .filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  );
  const texts = definitions
    .filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
    .map((operation) => ({ kind: Kind.DOCUMENT, definitions: [operation, ...usedBy(operation, fragments)] }))
    .flatMap((document) => [print(document), print(formatDocument(document))]);
  const entries = texts.map((text) => [createHash("sha256").update(text).digest("hex"), text]);
  return `${JSON.stringify(Object.fromEntries(entries.sort()), null, 2)}\n`;
}

function usedBy(definition, fragments, used = new Set()) {
  visit(definition, {
    FragmentSpread({ name: { value } }) {
      const fragment = fragments.get(value);
      if (!fragment || used.has(fragment)) return;
      used.add(fragment);
      usedBy(fragment, fragments, used);
    },
  });
  return used;
}
