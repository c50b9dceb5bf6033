import "reflect-metadata";
import { startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { answerParent } from "./processes/child-side.ts";

// The product as deployed: complete, and configured by the environment.
const { url } = await startApp(readConfig(process.env));
answerParent({}, url);
