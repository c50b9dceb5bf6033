import { type DocumentNode, type GraphQLSchema, isObjectType, type OperationDefinitionNode } from "graphql";
import { LRUCache } from "lru-cache";
import { introspects } from "../introspection.ts";
import { type OperationPlan, planOperation } from "./operation-plan.ts";
import { conditionsOf } from "./plan-conditions.ts";
import type { Variables } from "./planned-arguments.ts";

/** With more conditions, a document has more plans than it is worth. */
const MOST_CONDITIONS = 4;
const KEPT_OPERATIONS = 1_000;
const KEPT_CHARACTERS = 5_000_000;
/** A planned field takes about as much memory as so many characters of a parsed document: 700 bytes. */
const CHARACTERS_OF_FIELD = 20;

interface Operation {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
}

interface Known {
  /** In characters. */
  size: number;
  /** The variables that decide what is asked for; null if the operation is left to graphql-js. */
  readonly conditions: readonly string[] | null;
  readonly plans: Map<string, OperationPlan | null>;
}

/**
 * The plans of the queries and mutations that were used last. How many are kept depends on their size, which has little
 * to do with that of the document: if fragments are spread in each other, a page of text has plans of many megabytes.
 */
export class OperationPlans {
  readonly #schema: GraphQLSchema;
  readonly #known = new LRUCache<OperationDefinitionNode, Known>({
    max: KEPT_OPERATIONS,
    maxSize: KEPT_CHARACTERS,
    maxEntrySize: KEPT_CHARACTERS / 20,
    sizeCalculation: ({ size }) => size,
  });

  /** @throws Error if a type of the schema needs something that plans do not do. */
  constructor(schema: GraphQLSchema) {
    const [odd] = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && type.isTypeOf);
    if (odd) throw new Error(`${odd.name} has an isTypeOf, which plans do not ask`);
    this.#schema = schema;
  }

  /**
   * @param variables as they are after coercion, with defaults.
   * @returns null if the operation is left to graphql-js. That includes a mutation with several fields, which run one
   * after the other, and an operation whose condition is a variable that is null, which is an error.
   */
  find(operation: Operation, variables: Variables): OperationPlan | null {
    const { conditions, plans } = this.#knownOf(operation);
    if (conditions === null) return null;
    if (conditions.some((name) => typeof variables[name] !== "boolean")) return null;
    const key = conditions.length === 0 ? "" : conditions.map((name) => String(variables[name])).join();
    let plan = plans.get(key);
    if (plan === undefined) {
      const made = planOperation(this.#schema, operation, variables, (fields) =>
        this.#grow(operation.definition, fields),
      );
      plan = operation.definition.operation === "mutation" && made.fields.length > 1 ? null : made;
      plans.set(key, plan);
    }
    return plan;
  }

  #knownOf({ document, definition }: Operation): Known {
    let known = this.#known.get(definition);
    if (!known) {
      const conditions = conditionsOf(document, definition);
      const isLeft =
        definition.operation === "subscription" ||
        conditions.length > MOST_CONDITIONS ||
        introspects(document);
      const size = 1 + (definition.loc?.source.body.length ?? 0);
      known = { size, conditions: isLeft ? null : conditions, plans: new Map() };
      this.#known.set(definition, known);
    }
    return known;
  }

  // A plan is made bit by bit, as its fields are needed.
  #grow(definition: OperationDefinitionNode, fields: number): void {
    const known = this.#known.get(definition);
    if (!known) return;
    known.size += fields * CHARACTERS_OF_FIELD;
    // The cache does not compute the size of an existing entry again.
    this.#known.delete(definition);
    this.#known.set(definition, known);
  }
}
