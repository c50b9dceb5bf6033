import graphql from "@graphql-eslint/eslint-plugin";

// The SDL: described throughout, and by Relay's rules (https://relay.dev/graphql/connections.htm). The code is Biome's.
export default [
  {
    files: ["schema/schema.graphql"],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: "schema/schema.graphql" } },
    },
    plugins: { "@graphql-eslint": graphql },
    rules: {
      // Everything, enum values too: what one reads in a playground is all that most clients know of the API.
      "@graphql-eslint/require-description": [
        "error",
        { types: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true },
      ],
      "@graphql-eslint/relay-connection-types": "error",
      "@graphql-eslint/relay-page-info": "error",
      // The specification asks for one direction; lists are read forwards here.
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
      // Of habit, not of the specification: lists that are bounded are lists, and what has no id of its own is no Node.
      "@graphql-eslint/relay-edge-types": [
        "error",
        { withEdgeSuffix: true, listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false },
      ],
    },
  },
];
