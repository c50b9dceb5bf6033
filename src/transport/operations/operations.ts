import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type Location,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
  visit,
} from "graphql";
import { LRUCache } from "lru-cache";
import type { Caller } from "../../access/caller.ts";
import { introspects } from "../../graphql/introspection.ts";
import { VariableCoercion } from "../../graphql/variable-coercion.ts";
import { withFields } from "../../graphql/variable-errors.ts";
import type { Limits } from "../../limits.ts";
import { isAbsent, isObject } from "../../shared/json.ts";
import { requireWithinLimits } from "../limits/document-limits.ts";
import { isNestedDeeper } from "../limits/nesting.ts";
import { OperationCosts } from "../limits/operation-costs.ts";
import { tooComplex } from "../limits/too-complex.ts";
import type { StoredDocuments } from "./stored-documents.ts";
import { unconditionalSubscriptionRule } from "./unconditional-subscription-rule.ts";

/** The request of a client, as every transport delivers it. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly extensions?: Readonly<Record<string, unknown>> | null;
}

/** A request that may have the id of a document instead of the document. */
export interface ReceivedOperation extends Omit<OperationRequest, "query"> {
  readonly query?: string | null;
  readonly documentId?: string | null;
}

export function isOperation(value: unknown): value is ReceivedOperation {
  if (!isObject(value)) return false;
  const { query, documentId, operationName, variables, extensions } = value;
  const hasId =
    typeof documentId === "string" || (isObject(extensions) && isObject(extensions["persistedQuery"]));
  return (
    (typeof query === "string" || (isAbsent(query) && hasId)) &&
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

/** What may be logged of an operation: not its arguments. */
export function describeOperation({ operation, name }: OperationDefinitionNode) {
  return { operation, name: name?.value };
}

/** An operation that may be executed, what it costs, and its variables after coercion, with defaults. */
export interface PreparedOperation extends Operation {
  readonly cost: number;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface OperationsOptions {
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  /** Whether a caller may read the schema, and gets suggestions from it for a wrong name. */
  readonly mayIntrospect: (caller: Caller) => boolean;
  readonly documents: StoredDocuments;
}

interface Known {
  readonly document: DocumentNode;
  readonly introspects: boolean;
}

const RULES = [...specifiedRules, unconditionalSubscriptionRule];
const KEPT_DOCUMENTS = 1_000;
const KEPT_CHARACTERS = 5_000_000;
const MOST_COERCION_ERRORS = 50;

/**
 * Parses, limits and validates operations, whatever transport they come by. Valid documents are cached, because clients
 * send the same few again and again, and 10,000 clients send them at once after a restart.
 */
export class Operations {
  readonly #options: OperationsOptions;
  readonly #costs: OperationCosts;
  readonly #coercion: VariableCoercion;
  readonly #documents = new LRUCache<string, Known>({
    max: KEPT_DOCUMENTS,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: (_document, text) => text.length + 1,
  });

  constructor(options: OperationsOptions) {
    this.#options = options;
    this.#costs = new OperationCosts(options.schema);
    this.#coercion = new VariableCoercion(options.schema);
  }

  /** The operation, or what is wrong with the request. @throws DomainError QUERY_TOO_COMPLEX */
  prepare(request: OperationRequest, caller: Caller): PreparedOperation | readonly GraphQLError[] {
    const { limits, mayIntrospect } = this.#options;
    const hideSuggestions = !mayIntrospect(caller);
    const known = this.#document(request.query, hideSuggestions);
    if (!("document" in known)) return known;
    if (known.introspects && hideSuggestions) return [introspectionRefused(caller)];
    const { document } = known;
    const definition = getOperationAST(document, request.operationName);
    if (!definition) return [operationNotFound(request)];
    if (isNestedDeeper(request.variables, limits.maxDepth))
      throw tooComplex("depth", limits.maxDepth + 1, limits.maxDepth);
    const { errors, coerced } = this.#coerce(definition, request, hideSuggestions);
    if (errors) return errors.map(withFields);
    const cost = this.#costs.costOf({ document, definition }, coerced);
    if (cost > limits.maxCost) throw tooComplex("cost", cost, limits.maxCost);
    return { document, definition, cost, variables: coerced };
  }

  #document(text: string, hideSuggestions: boolean): Known | readonly GraphQLError[] {
    const known = this.#documents.get(text);
    if (known) return known;
    const { limits } = this.#options;
    const document = parseWithin(limits, text);
    if (!("kind" in document)) return [document];
    requireWithinLimits(document, limits);
    this.#options.documents.requireTrusted(document);
    const invalid = this.#validate(document, hideSuggestions);
    if (invalid.length > 0) return invalid.map((error) => withCode(error, "GRAPHQL_VALIDATION_FAILED"));
    dropTokens(document);
    const valid = { document, introspects: introspects(document) };
    this.#documents.set(text, valid);
    return valid;
  }

  // graphql-js's rule that a subscription has a single field throws if a variable decides about that field.
  #validate(document: DocumentNode, hideSuggestions: boolean): readonly GraphQLError[] {
    try {
      return validate(this.#options.schema, document, RULES, { hideSuggestions });
    } catch (error) {
      return [error instanceof GraphQLError ? error : new GraphQLError("The document cannot be validated")];
    }
  }

  // Coerced here because the execution, which does it again, would answer as if it had begun.
  #coerce(definition: OperationDefinitionNode, { variables }: OperationRequest, hideSuggestions: boolean) {
    const coerced = this.#coercion.coerce(definition, variables ?? {});
    if (coerced) return { coerced };
    return getVariableValues(this.#options.schema, definition.variableDefinitions ?? [], variables ?? {}, {
      maxErrors: MOST_COERCION_ERRORS,
      hideSuggestions,
    });
  }
}

/** @throws DomainError QUERY_TOO_COMPLEX if it is too long, or nested too deep to be parsed. */
function parseWithin({ maxTokens, maxDepth }: Limits, text: string): DocumentNode | GraphQLError {
  const maxCharacters = maxTokens * CHARACTERS_PER_TOKEN;
  if (text.length > maxCharacters) throw tooComplex("characters", text.length, maxCharacters);
  try {
    return parse(text, { maxTokens });
  } catch (error) {
    if (error instanceof RangeError) throw tooComplex("depth", maxDepth + 1, maxDepth);
    const syntax = error as GraphQLError;
    if (TOO_MANY_TOKENS.test(syntax.message)) throw tooComplex("tokens", maxTokens + 1, maxTokens);
    return withCode(syntax, "GRAPHQL_PARSE_FAILED");
  }
}

// Comments and white space are no tokens, and the text is kept for as long as a subscription uses it.
const CHARACTERS_PER_TOKEN = 50;
// graphql-js reports this only by its message.
const TOO_MANY_TOKENS = /Document contains more that? \d+ tokens/;

function introspectionRefused({ userId }: Caller): GraphQLError {
  // Introspection may be off for others as well: a user who has signed in is told so.
  const whom = userId === null ? " for who is not signed in" : "";
  const message = `The schema is not shown to you: introspection is switched off${whom}`;
  return withCode(new GraphQLError(message), "GRAPHQL_VALIDATION_FAILED");
}

function operationNotFound({ operationName }: OperationRequest): GraphQLError {
  const message = operationName
    ? `Unknown operation named "${operationName}".`
    : "Name the operation to run.";
  return withCode(new GraphQLError(message), "OPERATION_RESOLUTION_FAILURE");
}

/**
 * Reduces each location in a document to what errors need. The tokens that the parser attaches take ten times the
 * memory of the text, for as long as a subscription uses the document.
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
