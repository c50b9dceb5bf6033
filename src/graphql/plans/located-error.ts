import { type FieldNode, GraphQLError, locatedError } from "graphql";
import { DomainError } from "../../shared/domain-error.ts";
import { memoizePerObject } from "../../shared/memoize.ts";

type Path = readonly (string | number)[];
/** Where fields are in their document. */
type Site = Pick<GraphQLError, "nodes" | "source" | "positions" | "locations">;

/**
 * An error with the fields that caused it, as graphql-js's `locatedError` makes it. That function reads the document
 * for line and column each time, and captures a stack trace, which nobody needs of a refusal: a tenth of the cost of
 * refusing a request.
 */
export function locate(error: unknown, nodes: readonly FieldNode[], path: Path): GraphQLError {
  return error instanceof DomainError
    ? (new LocatedRefusal(error, siteOf(nodes), path) as Pick<
        GraphQLError,
        keyof LocatedRefusal
      > as GraphQLError)
    : locatedError(error, nodes, path);
}

const noExtensions: GraphQLError["extensions"] = Object.freeze(Object.create(null));

/** Passes for a GraphQLError in every check, without the work of its constructor. */
class LocatedRefusal {
  readonly name = "GraphQLError";
  readonly message: string;
  readonly originalError: DomainError;
  readonly path: Path;
  readonly nodes: GraphQLError["nodes"];
  readonly source: GraphQLError["source"];
  readonly positions: GraphQLError["positions"];
  readonly locations: GraphQLError["locations"];
  readonly extensions = noExtensions;

  constructor(refusal: DomainError, { nodes, source, positions, locations }: Site, path: Path) {
    this.message = refusal.message;
    this.originalError = refusal;
    this.path = path;
    this.nodes = nodes;
    this.source = source;
    this.positions = positions;
    this.locations = locations;
  }

  get stack() {
    return this.originalError.stack;
  }
}
Object.setPrototypeOf(LocatedRefusal.prototype, GraphQLError.prototype);

// The nodes of a field belong to its plan, so that their site is found once.
const siteOf = memoizePerObject((nodes: readonly FieldNode[]): Site => new GraphQLError("", { nodes }));
