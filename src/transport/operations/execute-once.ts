import { execute, type FormattedExecutionResult, type GraphQLSchema } from "graphql";
import type { Caller } from "../../access/caller.ts";
import type { Limits } from "../../limits.ts";
import { type ErrorScope, toClientResult } from "../errors.ts";
import { withinSeconds } from "../limits/time-limit.ts";
import type { OperationContexts } from "./operation-contexts.ts";
import type { Operation, OperationRequest } from "./operations.ts";

/** An operation that was requested, ready to be executed. */
export interface RequestedOperation {
  readonly request: OperationRequest;
  readonly operation: Operation;
  readonly caller: Caller;
  readonly scope: ErrorScope;
}

/**
 * The one result of a query or mutation that did not come through Apollo.
 *
 * @throws DomainError SERVICE_UNAVAILABLE if it takes too long.
 */
export function executeOnce(
  { request, operation, caller, scope }: RequestedOperation,
  { schema, contexts, limits }: { schema: GraphQLSchema; contexts: OperationContexts; limits: Limits },
): Promise<FormattedExecutionResult> {
  return withinSeconds(limits.requestTimeoutSeconds, async (signal) => {
    const contextValue = contexts.create({ caller, scope, signal });
    contextValue.operation = operation.definition.operation;
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
