import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type FormattedExecutionResult,
  type GraphQLSchema,
} from "graphql";
import type { EndSignal, OperationContext } from "../../graphql/context.ts";
import { FeedSource } from "../../live/feed-source.ts";
import type { Logger } from "../../shared/logger.ts";
import { toClientResult } from "../errors.ts";
import type { RequestedOperation } from "../operations/execute-once.ts";
import type { OperationContexts } from "../operations/operation-contexts.ts";
import { requestIdFrom } from "../request-id.ts";
import { FeedGroup, type FeedStats, isPromise } from "./feed-group.ts";
import { Payload } from "./payload.ts";
import type { Reader } from "./reader.ts";
import {
  declaredVariables,
  type FeedEventView,
  type Sharing,
  sharedCaller,
  sharingKey,
  sharingOf,
} from "./sharing.ts";

export interface SharedFeedsOptions {
  readonly schema: GraphQLSchema;
  readonly contexts: OperationContexts;
  readonly log: Logger;
}

interface Subscriber extends RequestedOperation {
  /** A cursor that the transport received. It replaces the argument `after`. */
  readonly resumeAfter?: string | null;
  /** Aborted when the client no longer waits for the subscription to be granted. */
  readonly signal?: EndSignal;
}

/** A subscription that was granted but has no reader yet. It must be joined or closed. */
export interface OpenFeed {
  /** @returns a function that ends the subscription. */
  join(reader: Reader): () => void;
  close(): void;
}

/** All subscriptions to the feed on this server, in groups that are sent the same results. */
export class SharedFeeds {
  readonly #options: SharedFeedsOptions;
  readonly #groups = new Map<string, FeedGroup>();
  readonly stats: FeedStats = { executions: 0, fellBehind: 0, interrupted: 0 };

  constructor(options: SharedFeedsOptions) {
    this.#options = options;
  }

  get groupCount(): number {
    return this.#groups.size;
  }

  /** How many subscribers read too slowly at the moment. */
  get behindCount(): number {
    return [...this.#groups.values()].reduce((sum, { behind }) => sum + behind, 0);
  }

  get subscriberCount(): number {
    return [...this.#groups.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Grants a subscription with the rights of its own caller, or returns the result that refuses it. */
  async open(subscriber: Subscriber): Promise<OpenFeed | FormattedExecutionResult> {
    const { caller, scope, resumeAfter, signal } = subscriber;
    const context = this.#options.contexts.create({ caller, scope, resumeAfter, signal });
    const source = await createSourceEventStream(this.#execution(subscriber, context));
    if (source instanceof FeedSource && signal?.aborted) source.close();
    if (!(source instanceof FeedSource)) {
      if (Symbol.asyncIterator in source) throw new Error("A subscription is not one of the feed");
      return toClientResult(source, context);
    }
    return {
      join: (reader) => this.#groupOf(subscriber).join(source, reader),
      close: () => source.close(),
    };
  }

  #groupOf(subscriber: Subscriber): FeedGroup {
    const { request, operation, caller, scope } = subscriber;
    const sharing = sharingOf(operation);
    const shared = sharedCaller(sharing, caller);
    const key = sharingKey({ request, operation, caller: shared, language: scope.language });
    return this.#groups.get(key) ?? this.#newGroup(key, sharing, { ...subscriber, caller: shared });
  }

  #newGroup(key: string, { conflation }: Sharing, subscriber: Subscriber): FeedGroup {
    const { contexts, log } = this.#options;
    const { caller, scope } = subscriber;
    // An error in the group affects all its members, so it is not reported in the request of the first one.
    const own = contexts.errorScope(requestIdFrom(undefined), scope.language);
    const args = this.#execution(subscriber, contexts.create({ caller, scope: own }));
    const group = new FeedGroup({
      render: (event) => {
        this.stats.executions++;
        return render(args, event);
      },
      conflation,
      stats: this.stats,
      log,
      onEmpty: () => this.#groups.delete(key),
    });
    this.#groups.set(key, group);
    return group;
  }

  #execution({ request, operation }: Subscriber, contextValue: OperationContext): ExecutionArgs {
    const { operationName } = request;
    const { schema } = this.#options;
    const variableValues = declaredVariables(request, operation);
    return { schema, document: operation.document, operationName, variableValues, contextValue };
  }
}

function render(args: ExecutionArgs, event: FeedEventView): Payload | Promise<Payload> {
  const result = execute({ ...args, rootValue: event });
  if (isPromise(result)) return result.then((settled) => toPayload(settled, args, event));
  try {
    return toPayload(result, args, event);
  } catch (error) {
    return Promise.reject(error);
  }
}

/**
 * @throws Error if the database was unavailable: the event can be sent later, but an error sent in its place is final.
 */
function toPayload(result: ExecutionResult, args: ExecutionArgs, { cursor }: FeedEventView): Payload {
  const clientResult = toClientResult(result, args.contextValue as OperationContext);
  if (clientResult.errors?.some(({ extensions }) => extensions?.["code"] === "SERVICE_UNAVAILABLE")) {
    throw new Error("The database did not answer while an event was executed");
  }
  return new Payload(JSON.stringify(clientResult), cursor);
}
