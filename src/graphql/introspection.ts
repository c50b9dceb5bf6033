import { BREAK, type DocumentNode, visit } from "graphql";

/** Whether a document asks about the schema itself, anywhere in it. */
export function introspects(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ name }) {
      if (name.value !== "__schema" && name.value !== "__type") return undefined;
      found = true;
      return BREAK;
    },
  });
  return found;
}
