import type { GraphQLResolveInfo } from "graphql";
import type { OperationPlan, PlannedField } from "./operation-plan.ts";
import type { Variables } from "./planned-arguments.ts";
import type { ResponsePath } from "./response-path.ts";

/** An operation that is being executed. */
interface Running {
  readonly plan: OperationPlan;
  readonly variables: Variables;
}

/** What a resolver may ask about its field and operation, looked up on access. */
export class ResolveInfo implements GraphQLResolveInfo {
  readonly #run: Running;
  readonly #field: PlannedField;
  readonly #place: ResponsePath;

  constructor(run: Running, field: PlannedField, place: ResponsePath) {
    this.#run = run;
    this.#field = field;
    this.#place = place;
  }

  get fieldName() {
    return this.#field.name;
  }
  get fieldNodes() {
    return this.#field.nodes;
  }
  get returnType() {
    return this.#field.field.type;
  }
  get parentType() {
    return this.#field.parentType;
  }
  get path() {
    return this.#place;
  }
  get schema() {
    return this.#run.plan.schema;
  }
  get fragments() {
    return this.#run.plan.fragments;
  }
  get rootValue() {
    return undefined;
  }
  get operation() {
    return this.#run.plan.operation;
  }
  get variableValues() {
    return this.#run.variables as GraphQLResolveInfo["variableValues"];
  }
}
