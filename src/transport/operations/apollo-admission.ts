import { type ApolloServerPlugin, type GraphQLRequestContext, HeaderMap } from "@apollo/server";
import { type DocumentNode, GraphQLError, parse } from "graphql";
import type { OperationContext } from "../../graphql/context.ts";
import { type ErrorScope, httpHeadersOf, httpStatusOf, toClientError } from "../errors.ts";
import type { Client } from "../limits/client.ts";
import type { Admission, Admitted } from "./admission.ts";
import { describeOperation } from "./operations.ts";

/** The context of an operation that came by HTTP. */
export interface HttpContext extends OperationContext {
  readonly client: Client;
  readonly scope: ErrorScope;
  /** Null if the document is not known yet: it is in the URL, or came with an id that it has to be compared with. */
  readonly admitted: Admitted | null;
}

/** Replaces a document that was refused, and is never executed. */
const REFUSED = parse("{ __typename }");

/**
 * Has Apollo execute what the admission lets in. Apollo parses and validates only if no document is set. This plugin
 * sets one, so that HTTP requests are parsed, limited and validated by the code that all transports share.
 */
export function admissionPlugin(admission: Admission): ApolloServerPlugin<HttpContext> {
  return {
    async requestDidStart() {
      let refusals: readonly Error[] = [];
      return {
        async didResolveSource(context) {
          const { source: query, request, contextValue } = context;
          const { operationName, variables, extensions } = request;
          const admitted =
            contextValue.admitted ??
            (await admission.admit({ query, operationName, variables, extensions }, contextValue.client));
          if ("document" in admitted) {
            setDocument(context, admitted.document);
          } else {
            refusals = admitted;
            setDocument(context, REFUSED);
          }
        },
        async didResolveOperation({ operation, contextValue }) {
          const [first] = refusals;
          if (first) throw withHttp(first);
          if (operation) contextValue.log.debug(describeOperation(operation), "executing");
        },
        // Apollo accepts only one error for an operation that is refused.
        async willSendResponse({ response: { body }, contextValue }) {
          if (body.kind !== "single" || refusals.length < 2) return;
          const others = refusals.slice(1).map((error) => toClientError(error, contextValue));
          body.singleResult.errors = [...(body.singleResult.errors ?? []), ...others];
        },
      };
    },
  };
}

function setDocument(context: GraphQLRequestContext<HttpContext>, document: DocumentNode): void {
  Object.assign(context, { document });
}

/** A refusal in the form in which Apollo expects it. */
export function withHttp(refusal: Error): GraphQLError {
  const error = toClientError(refusal, null);
  const headers = new HeaderMap(Object.entries(httpHeadersOf(error)));
  const http = { status: httpStatusOf(error), headers };
  const { nodes, source, positions, extensions } =
    refusal instanceof GraphQLError ? refusal : new GraphQLError("");
  return new GraphQLError(refusal.message, {
    nodes,
    source,
    positions,
    originalError: refusal instanceof GraphQLError ? undefined : refusal,
    extensions: { ...extensions, http },
  });
}
