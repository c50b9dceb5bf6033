import { GraphQLDateTime } from "graphql-scalars";

/** RFC 3339, UTC on output; `Date` in the code. */
export const DateTime = GraphQLDateTime;
