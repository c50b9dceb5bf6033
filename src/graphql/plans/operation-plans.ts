import { type DocumentNode, type GraphQLSchema, isObjectType, type OperationDefinitionNode } from "graphql";
import {
  conditionsOf,
  isIntrospection,
  type OperationPlan,
  planOperation,
  type Variables,
} from "./operation-plan.ts";

/** More of them make more plans than a document is worth. */
const MOST_CONDITIONS = 4;

interface Known {
  /** The variables that decide what is asked for. */
  readonly conditions: readonly string[];
  readonly plans: Map<string, OperationPlan | null>;
}

/** The plans of queries and mutations, for as long as their documents are kept. */
export class OperationPlans {
  readonly #schema: GraphQLSchema;
  readonly #known = new WeakMap<OperationDefinitionNode, Known | null>();

  /** @throws Error where a type of the schema asks for what plans do not do. */
  constructor(schema: GraphQLSchema) {
    const [odd] = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && type.isTypeOf);
    if (odd) throw new Error(`${odd.name} has an isTypeOf, which plans do not ask`);
    this.#schema = schema;
  }

  /**
   * @param variables as they are after coercion, with defaults.
   * @returns null where the operation is left to graphql-js: also a mutation that does several things, one after the
   *   other, and what depends on a variable that is null, which is an error.
   */
  find(
    operation: { document: DocumentNode; definition: OperationDefinitionNode },
    variables: Variables,
  ): OperationPlan | null {
    let known = this.#known.get(operation.definition);
    if (known === undefined) {
      const conditions = conditionsOf(operation.document, operation.definition);
      const isLeft =
        operation.definition.operation === "subscription" ||
        conditions.length > MOST_CONDITIONS ||
        isIntrospection(operation.document);
      known = isLeft ? null : { conditions, plans: new Map() };
      this.#known.set(operation.definition, known);
    }
    if (known === null) return null;
    const { conditions, plans } = known;
    if (conditions.some((name) => typeof variables[name] !== "boolean")) return null;
    const key = conditions.length === 0 ? "" : conditions.map((name) => String(variables[name])).join();
    let plan = plans.get(key);
    if (plan === undefined) {
      const made = planOperation(this.#schema, operation, variables);
      plan = operation.definition.operation === "mutation" && made.fields.length > 1 ? null : made;
      plans.set(key, plan);
    }
    return plan;
  }
}
