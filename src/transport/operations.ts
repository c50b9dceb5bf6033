import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type Location,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
  visit,
} from "graphql";
import { LRUCache } from "lru-cache";
import { isAbsent, isObject } from "../shared/json.ts";
import { unconditionalSubscriptionRule } from "./unconditional-subscription-rule.ts";

/** What a client asks for, as every transport brings it. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly extensions?: Readonly<Record<string, unknown>> | null;
}

export function isOperationRequest(value: unknown): value is OperationRequest {
  if (!isObject(value)) return false;
  const { query, operationName, variables, extensions } = value;
  return (
    typeof query === "string" &&
    (isAbsent(operationName) || typeof operationName === "string") &&
    (isAbsent(variables) || isObject(variables)) &&
    (isAbsent(extensions) || isObject(extensions))
  );
}

/** An operation that can be executed. */
export interface Operation {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
}

const RULES = [...specifiedRules, unconditionalSubscriptionRule];
const KEPT_DOCUMENTS = 1_000;
const KEPT_CHARACTERS = 5_000_000;

/**
 * Parses and validates what does not come through Apollo: WebSockets and server-sent events. Clients send the same few
 * documents again and again, and ten thousand of them at once after a restart, so that the valid ones are kept.
 */
export class Operations {
  readonly #schema: GraphQLSchema;
  readonly #documents = new LRUCache<string, DocumentNode>({
    max: KEPT_DOCUMENTS,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: (_document, text) => text.length + 1,
  });

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** The operation, or what is wrong with the request. */
  prepare({ query, operationName }: OperationRequest): Operation | readonly GraphQLError[] {
    const document = this.#document(query);
    if (!("kind" in document)) return document;
    const definition = getOperationAST(document, operationName);
    if (definition) return { document, definition };
    const message = operationName
      ? `Unknown operation named "${operationName}".`
      : "Name the operation to run.";
    return [withCode(new GraphQLError(message), "OPERATION_RESOLUTION_FAILURE")];
  }

  #document(text: string): DocumentNode | readonly GraphQLError[] {
    const known = this.#documents.get(text);
    if (known) return known;
    let document: DocumentNode;
    try {
      document = parse(text);
    } catch (error) {
      return [withCode(error as GraphQLError, "GRAPHQL_PARSE_FAILED")];
    }
    const invalid = this.#validate(document);
    if (invalid.length > 0) return invalid.map((error) => withCode(error, "GRAPHQL_VALIDATION_FAILED"));
    dropTokens(document);
    this.#documents.set(text, document);
    return document;
  }

  // graphql-js's rule of the single field of a subscription throws where a variable decides over that field.
  #validate(document: DocumentNode): readonly GraphQLError[] {
    try {
      return validate(this.#schema, document, RULES);
    } catch (error) {
      return [error instanceof GraphQLError ? error : new GraphQLError("The document cannot be validated")];
    }
  }
}

/**
 * Leaves of each place in a document what an error tells of it. The tokens that the parser hangs on it take ten times the
 * memory of the text, for as long as somebody subscribes with it.
 */
function dropTokens(document: DocumentNode): void {
  visit(document, {
    enter(node) {
      const { loc } = node as { loc?: Pick<Location, "start" | "end" | "source"> };
      if (loc) Object.assign(node, { loc: { start: loc.start, end: loc.end, source: loc.source } });
    },
  });
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions } = error;
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}
