import "reflect-metadata";
import { mkdir, writeFile } from "node:fs/promises";
import { describeSchema } from "../graphql/schema.ts";

// `npm run schema`: writes the SDL of the API where clients and tools look for it.
await mkdir("schema", { recursive: true });
await writeFile("schema/schema.graphql", await describeSchema());
