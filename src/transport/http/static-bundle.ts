import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import Negotiator from "negotiator";
import { isRead, refusalBody, refuseMethod, sendJson } from "./http-messages.ts";
import { type PagePattern, toPattern } from "./page-pattern.ts";

export interface BundleOptions {
  /** The folder it was built to. */
  readonly folder: string;
  /** The address below which its assets are: `/playground`. */
  readonly base: string;
  /** The addresses of its page; `:id` stands for one segment. */
  readonly pages: readonly string[];
  /** @param nonce of the answer that is the page; null for an asset. */
  readonly contentSecurityPolicy: (nonce: string | null) => string;
}

const mediaTypes: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".woff2": "font/woff2",
  ".json": "application/json; charset=utf-8",
};

/** The best first. */
const encodings = ["br", "gzip", "identity"] as const;
type Encoding = (typeof encodings)[number];
/** The suffixes of the files that the build puts beside a file, by encoding. */
const suffixes: Readonly<Record<Encoding, string>> = { br: ".br", gzip: ".gz", identity: "" };

const A_YEAR_SECONDS = 31_536_000;
const NONCE_PLACE = "__NONCE__";
const NONCE_BYTES = 16;

/** A web page with its assets, as it was bundled at build time. */
export class StaticBundle {
  readonly #options: BundleOptions;
  readonly #pages: readonly PagePattern[];
  readonly #page: string;
  readonly #assets: ReadonlySet<string>;

  private constructor(options: BundleOptions, page: string, assets: ReadonlySet<string>) {
    this.#options = options;
    this.#pages = options.pages.map(toPattern);
    this.#page = page;
    this.#assets = assets;
  }

  /** Null if the bundle was not built. */
  static async load(options: BundleOptions): Promise<StaticBundle | null> {
    const page = await readFile(join(options.folder, "index.html"), "utf8").catch(() => null);
    if (page === null) return null;
    const assets = await readdir(join(options.folder, "assets")).catch(() => []);
    return new StaticBundle(options, page, new Set(assets));
  }

  /** The pattern of the page or asset at an address; null if this bundle has none there. */
  routeOf(path: string): string | null {
    if (this.#assetOf(path) !== null) return `${this.#options.base}/assets`;
    return this.#pages.find(({ expression }) => expression.test(path))?.pattern ?? null;
  }

  /** Answers for an address that has a route here. */
  async handle(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isRead(request)) return refuseMethod(response);
    const asset = this.#assetOf(path);
    if (asset !== null) return this.#sendAsset(asset, request, response);
    if (path !== "/" && path.endsWith("/")) return redirectWithoutSlash(path, request, response);
    this.#sendPage(request, response);
  }

  #sendPage(request: IncomingMessage, response: ServerResponse): void {
    const nonce = randomBytes(NONCE_BYTES).toString("base64");
    const hasNonce = this.#page.includes(NONCE_PLACE);
    const content = Buffer.from(this.#page.replaceAll(NONCE_PLACE, nonce));
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.setHeader("Content-Security-Policy", this.#options.contentSecurityPolicy(nonce));
    response.setHeader("Permissions-Policy", permissionsPolicy);
    // A nonce is good for one answer.
    response.setHeader("Cache-Control", hasNonce ? "no-store" : "no-cache");
    send(content, request, response);
  }

  async #sendAsset(asset: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const encoding = this.#encodingOf(asset, request);
    const content = await this.#read(asset + suffixes[encoding]);
    // The bundle was rebuilt since the start, or is being removed.
    if (content === null) return sendJson(response, 404, refusalBody(404));
    if (encoding !== "identity") response.setHeader("Content-Encoding", encoding);
    response.setHeader("Vary", "Accept-Encoding");
    response.setHeader("Content-Type", mediaTypes[extname(asset)] ?? "application/octet-stream");
    // A worker gets the policy of its script.
    response.setHeader("Content-Security-Policy", this.#options.contentSecurityPolicy(null));
    // Its name contains the hash of its content.
    response.setHeader("Cache-Control", `public, max-age=${A_YEAR_SECONDS}, immutable`);
    send(content, request, response);
  }

  #read(file: string): Promise<Buffer | null> {
    return readFile(join(this.#options.folder, "assets", file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
  }

  // Opens only files that were in the folder at the start, so that no path can lead out of it.
  #assetOf(path: string): string | null {
    const beginning = `${this.#options.base}/assets/`;
    const name = path.startsWith(beginning) ? path.slice(beginning.length) : "";
    return this.#assets.has(name) && extname(name) in mediaTypes ? name : null;
  }

  #encodingOf(asset: string, { headers }: IncomingMessage): Encoding {
    const built = encodings.filter((each) => this.#assets.has(asset + suffixes[each]));
    const negotiator: Preferring = new Negotiator({ headers });
    const [best] = negotiator.encodings([...built], { preferred: built });
    return built.find((each) => each === best) ?? "identity";
  }
}

/** An option of negotiator 1.0 that its types lack. */
interface Preferring {
  encodings(available: string[], options: { readonly preferred: readonly string[] }): string[];
}

/** Features that a page could ask a user for, and that no page here asks for. */
const permissionsPolicy = ["camera", "display-capture", "geolocation", "microphone", "payment", "usb"]
  .map((feature) => `${feature}=()`)
  .join(", ");

function redirectWithoutSlash(path: string, { url = "" }: IncomingMessage, response: ServerResponse): void {
  const query = /\?.*/s.exec(url)?.[0] ?? "";
  response.writeHead(302, { Location: path.replace(/\/+$/, "") + query }).end();
}

function send(content: Buffer, { method }: IncomingMessage, response: ServerResponse): void {
  response.setHeader("Content-Length", content.length);
  response.end(method === "HEAD" ? undefined : content);
}
