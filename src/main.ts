import { readServerBundle } from "./server-bundle.ts";

// From the modules where the build made no bundle of them.
const { serve } = readServerBundle()?.run() ?? (await import("./serve.ts"));
await serve();
