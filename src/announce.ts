import type { App } from "./app.ts";
import type { Config } from "./config.ts";
import { demoUsers } from "./stations/demo-data.ts";

const TOKEN_LIFETIME = "7d";

/** Tells who started the server where it is and, outside production, how to sign in. */
export async function announce({ url, playgroundUrl, tokens }: App, config: Config): Promise<string> {
  const lines = ["", `slotwire serves ${reachable(url)}/graphql`];
  if (playgroundUrl) lines.push(`Playground:    ${reachable(playgroundUrl)}`);
  if (!config.production && config.seedDemo && tokens.canSign) {
    lines.push(
      "",
      `To sign in, paste one of these into the playground's Headers tab (good for ${TOKEN_LIFETIME}):`,
    );
    for (const [role, user] of Object.entries(demoUsers)) {
      lines.push(
        "",
        `${role}:`,
        JSON.stringify({ Authorization: `Bearer ${await tokens.sign(user, TOKEN_LIFETIME)}` }),
      );
    }
  }
  return `${lines.join("\n")}\n\n`;
}

/** The address for all addresses, at which a server listens, is none that a browser can go to. */
function reachable(url: string): string {
  return url.replace(/\/\/(0\.0\.0\.0|\[::\]):/, "//localhost:");
}
