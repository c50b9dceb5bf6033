import graphql from "@graphql-eslint/eslint-plugin";

// Relay's rules for the SDL, as https://relay.dev/graphql/connections.htm has them; the code is Biome's.
export default [
  {
    files: ["schema/schema.graphql"],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: "schema/schema.graphql" } },
    },
    plugins: { "@graphql-eslint": graphql },
    rules: {
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
