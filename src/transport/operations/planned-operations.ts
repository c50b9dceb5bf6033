import type { GraphQLError, GraphQLSchema } from "graphql";
import { type Caller, rightsOf } from "../../access/caller.ts";
import { executePlan, type PlannedResult } from "../../graphql/plans/execute-plan.ts";
import type { OperationPlan } from "../../graphql/plans/operation-plan.ts";
import { OperationPlans } from "../../graphql/plans/operation-plans.ts";
import { readsOnlyByKey } from "../../graphql/plans/reads-by-key.ts";
import type { Limits } from "../../limits.ts";
import { memoizePerObject } from "../../shared/memoize.ts";
import { SharedRuns } from "../../shared/shared-runs.ts";
import type { ErrorScope } from "../errors.ts";
import { withinSeconds } from "../limits/time-limit.ts";
import type { OperationContexts } from "./operation-contexts.ts";
import type { PreparedOperation } from "./operations.ts";

/** The outcome of an operation, perhaps for several requests. */
export type PlannedOutcome = OutcomeWithoutErrors | OutcomeWithErrors;

/** The same answer for every request. */
interface OutcomeWithoutErrors {
  readonly body: Buffer | string;
}

/** The errors are translated for each request, because they contain its id. */
export interface OutcomeWithErrors {
  /** As JSON. */
  readonly data: string;
  readonly errors: readonly GraphQLError[];
}

interface PlannedRequest {
  readonly operation: PreparedOperation;
  readonly caller: Caller;
  readonly scope: ErrorScope;
}

/** A text of at least this length is converted to bytes once, which is faster than encoding it for each request. */
const LONG_TEXT = 4_096;

/** An operation that costs less is executed sooner than another request for the same can be found. */
const SHARED_FROM_COST = 20;

/** Executes queries and mutations by their plans. Equal queries are executed together if that is worth it. */
export class PlannedOperations {
  readonly #contexts: OperationContexts;
  readonly #seconds: number;
  readonly #plans: OperationPlans;
  readonly #executions = new SharedRuns<PlannedOutcome>();
  #named = 0;
  /** A short name for an operation of a kept document. */
  readonly #nameOf = memoizePerObject<object, string>(() => String(++this.#named));

  constructor({
    schema,
    contexts,
    limits,
  }: { schema: GraphQLSchema; contexts: OperationContexts; limits: Limits }) {
    this.#contexts = contexts;
    this.#seconds = limits.requestTimeoutSeconds;
    this.#plans = new OperationPlans(schema);
  }

  /** @returns null if the operation is left to graphql-js. @throws DomainError SERVICE_UNAVAILABLE */
  execute(asked: PlannedRequest): Promise<PlannedOutcome> | null {
    const { operation } = asked;
    const plan = this.#plans.find(operation, operation.variables);
    if (!plan) return null;
    return this.#isShared(plan, operation) ? this.#executeShared(plan, asked) : this.#execute(plan, asked);
  }

  /**
   * Small queries are not shared if their rows are read together with those of others anyway: comparing them takes a
   * tenth of the CPU time of a port with its slots. Other queries are shared, or their statements would be run for each
   * request of a herd.
   */
  #isShared(plan: OperationPlan, { definition, cost }: PreparedOperation): boolean {
    if (definition.operation !== "query") return false;
    return cost >= SHARED_FROM_COST || !readsOnlyByKey(plan);
  }

  #executeShared(plan: OperationPlan, asked: PlannedRequest): Promise<PlannedOutcome> {
    const { operation, caller, scope } = asked;
    const key = `${this.#nameOf(operation.definition)} ${scope.language} ${rightsOf(caller)} ${JSON.stringify(operation.variables)}`;
    const run = () => this.#executions.run(key, () => this.#execute(plan, asked));
    // A request that has to wait has a time limit of its own, because the run that it waits for began earlier.
    return this.#executions.isRunning(key) ? withinSeconds(this.#seconds, run) : run();
  }

  #execute(plan: OperationPlan, { operation, caller, scope }: PlannedRequest): Promise<PlannedOutcome> {
    return withinSeconds(this.#seconds, (signal) => {
      const context = this.#contexts.create({ caller, scope, signal });
      context.operation = operation.definition.operation;
      const result = executePlan(plan, operation.variables, context);
      return result instanceof Promise ? result.then(toOutcome) : toOutcome(result);
    });
  }
}

function toOutcome({ data, errors }: PlannedResult): PlannedOutcome {
  return errors ? { data, errors } : { body: toBody(data) };
}

function toBody(data: string): Buffer | string {
  const text = `{"data":${data}}`;
  return text.length < LONG_TEXT ? text : Buffer.from(text);
}
