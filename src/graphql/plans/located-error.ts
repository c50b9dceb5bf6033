import { type FieldNode, GraphQLError, locatedError } from "graphql";
import { DomainError } from "../../shared/domain-error.ts";
import { onceForEach } from "../../shared/once-for-each.ts";

type Path = readonly (string | number)[];
/** Where fields are in their document. */
type Site = Pick<GraphQLError, "nodes" | "source" | "positions" | "locations">;

/**
 * An error, and the fields that it is the answer of: as graphql-js's `locatedError` makes it. That reads the document for
 * line and column each time, and writes down where it was called from, which of a refusal nobody asks for: a tenth of
 * what it costs to refuse a request.
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

/** A GraphQLError to whoever asks what it is, without what is done for each of those when it is made. */
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

// The nodes of a field are its plan's.
const siteOf = onceForEach((nodes: readonly FieldNode[]): Site => new GraphQLError("", { nodes }));
