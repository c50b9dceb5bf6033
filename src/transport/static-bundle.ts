import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { playgroundContentSecurityPolicy } from "../playground/content-security-policy.ts";
import { refusalBody, sendJson } from "./http-messages.ts";

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".woff2": "font/woff2",
  ".json": "application/json; charset=utf-8",
};

const A_YEAR_SECONDS = 31_536_000;

/** GraphiQL, as it was bundled at build time. */
export class Playground {
  readonly #folder: string;
  readonly #files: ReadonlySet<string>;

  private constructor(folder: string, files: ReadonlySet<string>) {
    this.#folder = folder;
    this.#files = files;
  }

  /** Null where the bundle was not built. */
  static async load(folder: string): Promise<Playground | null> {
    const entries = await readdir(folder, { recursive: true }).catch(() => []);
    const files = new Set(entries.map((entry) => entry.replaceAll("\\", "/")));
    return files.has("index.html") ? new Playground(folder, files) : null;
  }

  async handle(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = path.replace(/^\/playground\/?/, "") || "index.html";
    // Only what was in the folder at the start is ever opened, so that no path can lead out of it.
    if (!this.#files.has(file) || extname(file) === "") return sendJson(response, 404, refusalBody(404));
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("Allow", "GET, HEAD");
      return sendJson(response, 405, refusalBody(405));
    }
    const hashed = file.startsWith("assets/");
    response.setHeader("Content-Type", mediaTypes[extname(file)] ?? "application/octet-stream");
    response.setHeader("Content-Security-Policy", playgroundContentSecurityPolicy);
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", hashed ? `public, max-age=${A_YEAR_SECONDS}, immutable` : "no-cache");
    const content = await readFile(join(this.#folder, file));
    response.setHeader("Content-Length", content.length);
    response.end(request.method === "HEAD" ? undefined : content);
  }
}
