import type { IncomingMessage, ServerResponse } from "node:http";
import type Provider from "oidc-provider";
import type { InteractionResults } from "oidc-provider";
import type { OpenIdProvider } from "./openid-provider.ts";

type Details = Awaited<ReturnType<Provider["interactionDetails"]>>;

/** The sign-in page, with a button for each user if the user is not known yet. Consent is given automatically. */
export async function interactionPage(
  openId: OpenIdProvider,
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const details = await provider.interactionDetails(request, response);
    const result = await answer(openId, provider, request, details);
    if (result)
      await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
    else response.setHeader("content-type", "text/html; charset=utf-8").end(signInPage(openId));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}

/** Null if a person has to choose. */
async function answer(
  openId: OpenIdProvider,
  provider: Provider,
  request: IncomingMessage,
  { prompt, params, session, grantId }: Details,
): Promise<InteractionResults | null> {
  if (prompt.name === "consent") {
    const clientId = String(params["client_id"]);
    const grant =
      (grantId && (await provider.Grant.find(grantId))) ||
      new provider.Grant({ accountId: session?.accountId, clientId });
    grant.addOIDCScope(String(params["scope"]));
    return { consent: { grantId: await grant.save() } };
  }
  const chosen = request.method === "POST" ? new URLSearchParams(await textOf(request)).get("subject") : null;
  const accountId = chosen ?? openId.signsIn;
  return accountId ? { login: { accountId } } : null;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text;
}

function signInPage({ users }: OpenIdProvider): string {
  const buttons = [...users.values()].map(
    ({ subject, name = subject }) =>
      `<p><button name="subject" value="${subject}">Sign in as ${name}</button>`,
  );
  return toPage("Who are you?", `<form method="post">${buttons.join("")}</form>`);
}

/** @param form the form without its button. */
export function askWhetherToSignOut(context: { body?: unknown }, form: string): void {
  const button = '<button form="op.logoutForm" name="logout" value="yes">Sign out</button>';
  context.body = toPage("Do you want to sign out?", form + button);
}

/** Shown if the client named no page to return to. */
export function sayGoodbye(context: { body?: unknown }): void {
  context.body = toPage("You are signed out", "");
}

function toPage(heading: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>OpenID Connect provider</title>
    <link rel="icon" href="data:,"></head><body><main><h1>${heading}</h1>${content}</main></body></html>`;
}
