import { execute, type FormattedExecutionResult, type GraphQLSchema } from "graphql";
import type { Caller } from "../access/caller.ts";
import { type ErrorScope, toClientResult } from "./errors.ts";
import type { OperationContexts } from "./operation-contexts.ts";
import type { Operation, OperationRequest } from "./operations.ts";

/** What somebody has asked for, ready to be executed. */
export interface Asked {
  readonly request: OperationRequest;
  readonly operation: Operation;
  readonly caller: Caller;
  readonly scope: ErrorScope;
}

/** The one result of a query or mutation that did not come through Apollo. */
export async function executeOnce(
  { request, operation, caller, scope }: Asked,
  { schema, contexts }: { schema: GraphQLSchema; contexts: OperationContexts },
): Promise<FormattedExecutionResult> {
  const contextValue = contexts.create({ caller, scope });
  contextValue.keepsReads = operation.definition.operation === "query";
  const result = await execute({
    schema,
    document: operation.document,
    operationName: request.operationName,
    variableValues: request.variables,
    contextValue,
  });
  return toClientResult(result, contextValue);
}
