import {
  Environment,
  type FragmentType,
  fetchQuery,
  type GraphQLResponse,
  type GraphQLTaggedNode,
  getFragment,
  getPaginationMetadata,
  getPaginationVariables,
  getSingularSelector,
  Network,
  type ReaderFragment,
  RecordSource,
  Store,
  type Variables,
} from "relay-runtime";
import type { ApiClient } from "../../support/api-client.ts";

/**
 * Returns relay-compiler's artifact of a document, which in an app Relay's Babel plugin inserts. Run `npm run codegen`
 * after a change.
 */
export async function graphql(document: TemplateStringsArray): Promise<GraphQLTaggedNode> {
  const [, name] = /\b(?:query|fragment|mutation)\s+(\w+)/.exec(document.join("")) ?? [];
  return (await import(`./__generated__/${name}.graphql.ts`)).default;
}

/** Relay as in an app, with a normalised store. */
export function createRelay(client: ApiClient): Environment {
  const network = Network.create(async ({ text, name }, variables) => {
    const { data, errors } = await client.post({ query: text, operationName: name, variables });
    return { data, errors } as GraphQLResponse;
  });
  return new Environment({ network, store: new Store(new RecordSource()) });
}

export async function ask<Data>(
  relay: Environment,
  query: GraphQLTaggedNode,
  variables: Variables = {},
): Promise<Data> {
  return (await fetchQuery(relay, query, variables).toPromise()) as Data;
}

interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

/** Does what `usePaginationFragment` does, without React: writes pages to the store, and reads from there. */
export class Pages<Node> {
  readonly #relay: Environment;
  readonly #fragment: ReaderFragment;
  readonly #owner: object;

  /** @param owner the object that the fragment is spread on, from a query's result. */
  constructor(relay: Environment, fragment: GraphQLTaggedNode, owner: object) {
    this.#relay = relay;
    this.#fragment = getFragment(fragment);
    this.#owner = owner;
  }

  get nodes(): readonly Node[] {
    return this.#connection.edges.map(({ node }) => node);
  }

  get hasNext(): boolean {
    return this.#connection.pageInfo.hasNextPage;
  }

  async loadNext(count: number): Promise<void> {
    const { paginationRequest, paginationMetadata, identifierField } = this.#pagination;
    const { endCursor } = this.#connection.pageInfo;
    const id = identifierField ? { id: this.#data[identifierField] } : {};
    const base = this.#selector.variables;
    const variables = getPaginationVariables("forward", count, endCursor, base, {}, paginationMetadata);
    await ask(this.#relay, paginationRequest, { ...variables, ...id });
  }

  get #pagination() {
    return getPaginationMetadata(this.#fragment, "Pages");
  }

  get #selector() {
    const selector = getSingularSelector(this.#fragment, this.#owner as FragmentType);
    if (!selector) throw new Error("There is nothing that the fragment is spread on");
    return selector;
  }

  get #data(): Record<string, unknown> {
    return this.#relay.lookup(this.#selector).data as Record<string, unknown>;
  }

  get #connection(): Connection<Node> {
    const path = this.#pagination.connectionPathInFragmentData;
    return path.reduce<unknown>(
      (data, key) => (data as Record<string, unknown>)[key],
      this.#data,
    ) as Connection<Node>;
  }
}
