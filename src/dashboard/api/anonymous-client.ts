import { type AnyVariables, Client, fetchExchange, type OperationResult, type TypedDocumentNode } from "urql";
import { currentLanguage } from "../app/language.tsx";
import { headersOf } from "./request-identity.ts";

const anonymousClient = new Client({
  url: "/graphql",
  preferGetMethod: false,
  requestPolicy: "network-only",
  fetchOptions: () => ({ headers: headersOf({ token: () => null, language: currentLanguage }) }),
  exchanges: [fetchExchange],
});

/**
 * Sends a mutation without a token, as is done before signing in.
 *
 * @throws CombinedError
 */
export async function mutateAnonymously<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  return dataOf(await anonymousClient.mutation(document, variables));
}

/** Sends a query with the given token, before the session begins with it. @throws CombinedError */
export async function queryWithToken<Data>(
  token: string,
  document: TypedDocumentNode<Data, Record<string, never>>,
): Promise<Data> {
  const headers = headersOf({ token: () => token, language: currentLanguage });
  return dataOf(await anonymousClient.query(document, {}, { fetchOptions: { headers } }));
}

function dataOf<Data>({ data, error }: OperationResult<Data, AnyVariables>): Data {
  if (error || !data) throw error ?? new Error("The server answered with nothing");
  return data;
}
