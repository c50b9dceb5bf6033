import { readServerBundle } from "./server-bundle.ts";

// Loads the modules if the build made no bundle of them.
const { serve } = readServerBundle()?.run() ?? (await import("./serve.ts"));
await serve();
