import type { App } from "./app.ts";
import type { Logger } from "./shared/logger.ts";

const TOKEN_LIFETIME = "7d";

/** What to show when the server has started: where it is and, if there are demo users, how to sign in. */
export async function announce({ url, dashboardUrl, playgroundUrl, signIn, tokens }: App): Promise<string> {
  const lines = ["", `slotwire serves ${reachable(url)}/graphql`];
  if (dashboardUrl) lines.push(`Dashboard:     ${reachable(dashboardUrl)}`);
  if (playgroundUrl) lines.push(`Playground:    ${reachable(playgroundUrl)}`);
  if (signIn.demoUsers.length > 0) {
    lines.push("");
    if (dashboardUrl) lines.push("On the dashboard, sign in with one click.");
    lines.push(`For the playground's Headers tab or any other client (valid for ${TOKEN_LIFETIME}):`);
    for (const user of signIn.demoUsers) {
      lines.push(
        "",
        `${user.roles.join(" and ").toLowerCase()}:`,
        JSON.stringify({ Authorization: `Bearer ${await tokens.sign(user, TOKEN_LIFETIME)}` }),
      );
    }
  }
  return `${lines.join("\n")}\n\n`;
}

/** Logs where the server is. Tokens of demo users do not belong in a log. */
export function announceToLog(log: Logger, { url, dashboardUrl, playgroundUrl }: App): void {
  log.info({ dashboardUrl, playgroundUrl }, `slotwire serves ${url}/graphql`);
}

/** Replaces the address of all interfaces, at which a server listens, because a browser cannot connect to it. */
function reachable(url: string): string {
  return url.replace(/\/\/(0\.0\.0\.0|\[::\]):/, "//localhost:");
}
