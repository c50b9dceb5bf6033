import type { IncomingMessage, ServerResponse } from "node:http";
import type { Translator } from "../../languages/translator.ts";
import type { GraphqlSse } from "../sse/graphql-sse.ts";
import { type BrowserOrigins, isPreflight } from "./browser-origins.ts";
import type { GraphqlHttp } from "./graphql-http.ts";
import type { Health } from "./health.ts";
import { isRead, refusalBody, refuseMethod, sendJson } from "./http-messages.ts";
import type { HttpResponse } from "./http-response.ts";
import type { Metrics } from "./metrics.ts";
import { sendNotFound } from "./not-found.ts";
import type { StaticBundle } from "./static-bundle.ts";

export interface RoutesOptions {
  readonly graphql: GraphqlHttp;
  readonly streams: GraphqlSse;
  readonly health: Health;
  readonly metrics: Metrics;
  /** Null if they are switched off. */
  readonly dashboard: StaticBundle | null;
  readonly playground: StaticBundle | null;
  readonly translator: Translator;
  readonly origins: BrowserOrigins;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** Which handler answers a request: GraphQL, a page, or a single read-only path such as `/health`. */
export class Routes {
  readonly #options: RoutesOptions;
  readonly #bundles: readonly StaticBundle[];
  readonly #readOnly: ReadonlyMap<string, Handler>;

  constructor(options: RoutesOptions) {
    this.#options = options;
    const { health, metrics, dashboard, playground } = options;
    this.#bundles = [dashboard, playground].filter((bundle) => bundle !== null);
    this.#readOnly = new Map<string, Handler>([
      ["/health", (_request, response) => sendJson(response, 200, health.live())],
      [
        "/ready",
        async (_request, response) => {
          const { ready, body } = await health.ready();
          sendJson(response, ready ? 200 : 503, body);
        },
      ],
      ["/metrics", (request, response) => metrics.handle(request, response)],
      // A bundle that has a page at this address takes precedence.
      ...(playground ? [["/", redirectToPlayground] as const] : []),
    ]);
  }

  /** Answers a request. */
  handle(request: IncomingMessage, response: HttpResponse): Promise<void> | void {
    const { graphql, streams, origins } = this.#options;
    const path = pathOf(request);
    if (request.httpVersion === "1.1" && request.headers.host === undefined) {
      response.setHeader("Connection", "close");
      return sendJson(response, 400, refusalBody(400, "A request needs the header Host"));
    }
    if (path === "/graphql" || path === "/graphql/stream") {
      origins.describe(request, response);
      if (isPreflight(request)) {
        response.writeHead(204).end();
        return;
      }
      return (path === "/graphql" ? graphql : streams).handle(request, response);
    }
    const bundle = this.#bundleAt(path);
    if (bundle) return bundle.handle(path, request, response);
    const handler = this.#readOnly.get(path);
    if (!handler) return sendNotFound(request, response, this.#options);
    if (!isRead(request)) return refuseMethod(response);
    return handler(request, response);
  }

  /** The name of a request's route for the log. It is not the address, which may contain what must not be logged. */
  nameOf(request: Pick<IncomingMessage, "url">): string {
    const path = pathOf(request);
    const page = this.#bundleAt(path)?.routeOf(path);
    if (page) return page;
    return path === "/graphql" || path === "/graphql/stream" || this.#readOnly.has(path) ? path : "unknown";
  }

  #bundleAt(path: string): StaticBundle | undefined {
    return this.#bundles.find((bundle) => bundle.routeOf(path) !== null);
  }
}

const redirectToPlayground: Handler = (_request, response) =>
  void response.writeHead(302, { Location: "/playground" }).end();

/** The path of a target, even of one that contains the host, as targets for proxies do. */
export function pathOf({ url = "/" }: Pick<IncomingMessage, "url">): string {
  const target = url.startsWith("/") ? url : url.replace(/^https?:\/\/[^/?]*/i, "");
  const end = target.indexOf("?");
  return (end < 0 ? target : target.slice(0, end)) || "/";
}
