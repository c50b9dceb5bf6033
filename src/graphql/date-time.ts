import { GraphQLScalarType } from "graphql";
import { GraphQLDateTime } from "graphql-scalars";

/** RFC 3339, UTC on output; `Date` in the code. */
export const DateTime = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  description:
    "A moment by RFC 3339: with any offset where it is sent (`2030-05-10T12:00:00+07:00`), in UTC and to the millisecond where it is told (`2030-05-10T05:00:00.000Z`).",
  // For code generators, which choose a type by it.
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
});
