import { execute, type FormattedExecutionResult, type GraphQLSchema } from "graphql";
import type { Caller } from "../access/caller.ts";
import type { Limits } from "../limits.ts";
import { type ErrorScope, toClientResult } from "./errors.ts";
import { withinSeconds } from "./limits/time-limit.ts";
import type { OperationContexts } from "./operation-contexts.ts";
import type { Operation, OperationRequest } from "./operations.ts";

export interface ExecutionOptions {
  readonly schema: GraphQLSchema;
  readonly contexts: OperationContexts;
  readonly limits: Limits;
}

interface Asked {
  readonly request: OperationRequest;
  readonly operation: Operation;
  readonly caller: Caller;
  readonly scope: ErrorScope;
}

/** Executes the queries and mutations that do not go through Apollo. */
export class Execution {
  readonly #options: ExecutionOptions;

  constructor(options: ExecutionOptions) {
    this.#options = options;
  }

  /** @throws DomainError SERVICE_UNAVAILABLE where it takes too long. */
  run({ request, operation, caller, scope }: Asked): Promise<FormattedExecutionResult> {
    const { schema, contexts, limits } = this.#options;
    return withinSeconds(limits.requestTimeoutSeconds, async (signal) => {
      const contextValue = contexts.create({ caller, scope, signal });
      contextValue.keepsReads = operation.definition.operation === "query";
      const result = await execute({
        schema,
        document: operation.document,
        operationName: request.operationName,
        variableValues: request.variables,
        contextValue,
      });
      return toClientResult(result, contextValue);
    });
  }
}
