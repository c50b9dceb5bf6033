import type { IncomingMessage, ServerResponse } from "node:http";
import Negotiator from "negotiator";
import type { Translator } from "../../languages/translator.ts";
import { type Message, say, type Translate } from "../../shared/message.ts";
import { isRead, refusalBody, sendJson } from "./http-messages.ts";

/** Where people can go instead; null if it is switched off. */
export interface NotFoundLinks {
  readonly translator: Translator;
  readonly dashboard: object | null;
  readonly playground: object | null;
}

/** Answers for an address that does not exist: with a page if a browser shows the answer, else with JSON. */
export function sendNotFound(
  request: IncomingMessage,
  response: ServerResponse,
  elsewhere: NotFoundLinks,
): void {
  const links = linksTo(elsewhere);
  if (links.length === 0 || !isRead(request) || !prefersPage(request)) {
    sendJson(response, 404, refusalBody(404, "There is nothing here; the API is at /graphql"));
    return;
  }
  const acceptLanguage = request.headers["accept-language"];
  const { translator } = elsewhere;
  const page = Buffer.from(
    toPage(translator.languageOf(acceptLanguage), translator.for(acceptLanguage), links),
  );
  response.writeHead(404, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": page.length,
  });
  response.end(request.method === "HEAD" ? undefined : page);
}

type Link = readonly [href: string, name: Message];

function linksTo({ dashboard, playground }: NotFoundLinks): readonly Link[] {
  const links: Link[] = [];
  if (dashboard) links.push(["/", say`The dashboard`]);
  if (playground) links.push(["/playground", say`The playground`]);
  return links;
}

// A program accepts anything, or names JSON. Only a browser that opens an address names HTML first.
function prefersPage({ headers }: IncomingMessage): boolean {
  return new Negotiator({ headers }).mediaType(["application/json", "text/html"]) === "text/html";
}

// No style and no script, because the policy of every answer forbids both.
function toPage(language: string, translate: Translate, links: readonly Link[]): string {
  const title = translate(say`There is no page at this address`);
  const items = links.map(([href, name]) => `<li><a href="${href}">${translate(name)}</a></li>`);
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title} · slotwire</title>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <ul>${items.join("")}</ul>
    </main>
  </body>
</html>
`;
}
