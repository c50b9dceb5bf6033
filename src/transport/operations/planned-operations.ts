import type { GraphQLError, GraphQLSchema } from "graphql";
import { type Caller, rightsOf } from "../../access/caller.ts";
import { executePlan, type PlannedResult } from "../../graphql/plans/execute-plan.ts";
import type { OperationPlan } from "../../graphql/plans/operation-plan.ts";
import { OperationPlans } from "../../graphql/plans/operation-plans.ts";
import { readsOnlyByKey } from "../../graphql/plans/reads-by-key.ts";
import type { Limits } from "../../limits.ts";
import { onceForEach } from "../../shared/once-for-each.ts";
import { SharedRuns } from "../../shared/shared-runs.ts";
import type { ErrorScope } from "../errors.ts";
import { withinSeconds } from "../limits/time-limit.ts";
import type { OperationContexts } from "./operation-contexts.ts";
import type { PreparedOperation } from "./operations.ts";

/** What came of an operation, perhaps for several requests. */
export type PlannedOutcome = FaultlessOutcome | FaultyOutcome;

/** The same answer for every request. */
interface FaultlessOutcome {
  readonly body: Buffer | string;
}

/** Each request is told the errors by itself, because they carry its id. */
export interface FaultyOutcome {
  /** As JSON. */
  readonly data: string;
  readonly errors: readonly GraphQLError[];
}

interface PlannedRequest {
  readonly operation: PreparedOperation;
  readonly caller: Caller;
  readonly scope: ErrorScope;
}

/** A text of this length or more is made bytes once, which is quicker than to encode it for each request. */
const LONG_TEXT = 4_096;

/** An operation that costs less is executed sooner than others that ask for the same could be found. */
const SHARED_FROM_COST = 20;

/** Executes queries and mutations by their plans, and queries that ask for the same together where it is worth it. */
export class PlannedOperations {
  readonly #contexts: OperationContexts;
  readonly #seconds: number;
  readonly #plans: OperationPlans;
  readonly #executions = new SharedRuns<PlannedOutcome>();
  #named = 0;
  /** A short name for an operation of a kept document. */
  readonly #nameOf = onceForEach<object, string>(() => String(++this.#named));

  constructor({
    schema,
    contexts,
    limits,
  }: { schema: GraphQLSchema; contexts: OperationContexts; limits: Limits }) {
    this.#contexts = contexts;
    this.#seconds = limits.requestTimeoutSeconds;
    this.#plans = new OperationPlans(schema);
  }

  /** @returns null for what is left to graphql-js. @throws DomainError SERVICE_UNAVAILABLE */
  execute(asked: PlannedRequest): Promise<PlannedOutcome> | null {
    const { operation } = asked;
    const plan = this.#plans.find(operation, operation.variables);
    if (!plan) return null;
    return this.#isShared(plan, operation) ? this.#executeShared(plan, asked) : this.#execute(plan, asked);
  }

  /**
   * Small queries are left alone where their rows are read together with those of others anyway: to compare them was a tenth
   * of the CPU of a port with its slots. Any other statement would be run for each of a herd.
   */
  #isShared(plan: OperationPlan, { definition, cost }: PreparedOperation): boolean {
    if (definition.operation !== "query") return false;
    return cost >= SHARED_FROM_COST || !readsOnlyByKey(plan);
  }

  #executeShared(plan: OperationPlan, asked: PlannedRequest): Promise<PlannedOutcome> {
    const { operation, caller, scope } = asked;
    const key = `${this.#nameOf(operation.definition)} ${scope.language} ${rightsOf(caller)} ${JSON.stringify(operation.variables)}`;
    const run = () => this.#executions.run(key, () => this.#execute(plan, asked));
    // One that has to wait has a time limit of its own; what it waits for has been running for a while.
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
