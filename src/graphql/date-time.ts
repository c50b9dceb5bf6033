import { GraphQLScalarType } from "graphql";
import { GraphQLDateTime } from "graphql-scalars";

/** RFC 3339, UTC on output; `Date` in the code. */
export const DateTime = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  description:
    "A moment in the format of RFC 3339. An input may have any offset from UTC (`2030-05-10T12:00:00+07:00`); " +
    "an output is always in UTC, with milliseconds (`2030-05-10T05:00:00.000Z`).",
  // For code generators, which choose a type by it.
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
});
