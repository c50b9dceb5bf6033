import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "../config.ts";
import { dashboardContentSecurityPolicy } from "../dashboard/content-security-policy.ts";
import { routes } from "../dashboard/routes.ts";
import { playgroundContentSecurityPolicy } from "../playground/content-security-policy.ts";
import { StaticBundle } from "../transport/http/static-bundle.ts";

/** The web pages of a server; null if switched off or not built. */
export interface Pages {
  readonly dashboard: StaticBundle | null;
  readonly playground: StaticBundle | null;
}

export async function loadPages({ dashboard, playground, openIdConnect }: Config): Promise<Pages> {
  const issuer = openIdConnect?.issuer ?? null;
  return {
    dashboard: dashboard
      ? await StaticBundle.load({
          folder: builtFolder("dashboard"),
          base: "/dashboard",
          pages: Object.values(routes),
          contentSecurityPolicy: (nonce) => dashboardContentSecurityPolicy({ nonce, issuer }),
        })
      : null,
    playground: playground
      ? await StaticBundle.load({
          folder: builtFolder("playground"),
          base: "/playground",
          pages: ["/playground"],
          contentSecurityPolicy: () => playgroundContentSecurityPolicy,
        })
      : null,
  };
}

// Next to the compiled server or, when run from the sources, in the build folder.
function builtFolder(name: string): string {
  const here = fileURLToPath(new URL("..", import.meta.url));
  return here.includes(join("dist", "src")) ? join(here, "..", name) : join(here, "../dist", name);
}
