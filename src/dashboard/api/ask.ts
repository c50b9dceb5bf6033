import { type AnyVariables, Client, fetchExchange, type TypedDocumentNode } from "urql";
import { currentLanguage } from "../app/language.tsx";

const nobody = new Client({
  url: "/graphql",
  preferGetMethod: false,
  fetchOptions: () => ({ headers: { "accept-language": currentLanguage() } }),
  exchanges: [fetchExchange],
});

/**
 * Sends a mutation of nobody in particular, as one does who is about to sign in.
 *
 * @throws CombinedError
 */
export async function ask<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const { data, error } = await nobody.mutation(document, variables);
  if (error || !data) throw error ?? new Error("The server answered with nothing");
  return data;
}
