import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair } from "jose";
import type Provider from "oidc-provider";
import { vi } from "vitest";
import type { Role } from "../../src/access/roles.ts";
import { configurationOf } from "./openid-configuration.ts";
import { interactionPage } from "./openid-interactions.ts";

export interface OpenIdUser {
  /** The claim `sub`, which the sign-in page shows if there is no name. */
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly name?: string;
  readonly email?: string;
  readonly organisation?: string;
}

export interface OpenIdOptions {
  readonly users: readonly OpenIdUser[];
  /** The subject that is signed in without interaction. By default, a page has a button for each user. */
  readonly signsIn?: string;
  /** The lifetime of access tokens. Default: an hour. */
  readonly accessTokenSeconds?: number;
}

/** The only client: public, with authorization code and PKCE, and redirects to any port of 127.0.0.1. */
const CLIENT_ID = "slotwire-dashboard";
const AUDIENCE = "slotwire";

/**
 * A complete OpenID Connect provider on a port of 127.0.0.1. Clients that request `offline_access` get a refresh token
 * that can be used once. Access tokens are JWTs (ES256) with `roles`, `name`, `email` and `org`.
 */
export class OpenIdProvider {
  readonly clientId = CLIENT_ID;
  readonly audience = AUDIENCE;
  /** The base URL of its endpoints, which `/.well-known/openid-configuration` lists. */
  readonly issuer: string;
  signsIn: string | undefined;
  accessTokenSeconds: number;
  readonly users: ReadonlyMap<string, OpenIdUser>;
  readonly #server: Server;
  readonly #refreshTokens: { destroy(): Promise<void> }[] = [];

  private constructor(server: Server, { users, signsIn, accessTokenSeconds = 3600 }: OpenIdOptions) {
    this.#server = server;
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.users = new Map(users.map((user) => [user.subject, user]));
    this.signsIn = signsIn;
    this.accessTokenSeconds = accessTokenSeconds;
  }

  static async start(options: OpenIdOptions): Promise<OpenIdProvider> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const openId = new OpenIdProvider(server, options);
    const { privateKey } = await generateKeyPair("ES256", { extractable: true });
    const key = { ...(await exportJWK(privateKey)), kid: "signing", alg: "ES256", use: "sig" };
    const provider = await newProvider(openId.issuer, configurationOf(openId, key));
    provider.on("refresh_token.saved", (token) => void openId.#refreshTokens.push(token));
    const handle = provider.callback();
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      if (request.url?.startsWith("/interaction/"))
        return void interactionPage(openId, provider, request, response);
      // Browsers request it with any page that names no icon.
      if (request.url === "/favicon.ico") return void response.writeHead(204).end();
      askForConsent(request);
      handle(request, response);
    });
    return openId;
  }

  /** slotwire's environment variables for this provider. */
  get environment(): Record<string, string> {
    return {
      AUTH_JWKS_URL: `${this.issuer}/jwks`,
      AUTH_ISSUER: this.issuer,
      AUTH_AUDIENCE: this.audience,
      OIDC_CLIENT_ID: this.clientId,
    };
  }

  /** Revokes all refresh tokens, so that clients have to sign in again. */
  async refuseRefreshes(): Promise<void> {
    for (const token of this.#refreshTokens.splice(0)) await token.destroy();
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }
}

// The library warns about in-memory storage and older versions of Node, neither of which matters in a test.
async function newProvider(...options: ConstructorParameters<typeof Provider>): Promise<Provider> {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  try {
    const module = await import("oidc-provider");
    const provider = new module.default(...options);
    // The port of the client's pages is not known in advance.
    const { prototype } = provider.Client;
    prototype.redirectUriAllowed = prototype.postLogoutRedirectUriAllowed = isOnThisMachine;
    return provider;
  } finally {
    warn.mockRestore();
  }
}

function isOnThisMachine(address: string): boolean {
  return URL.canParse(address) && new URL(address).hostname === "127.0.0.1";
}

// Strictly, offline_access requires prompt=consent. Most providers do without, so this adds the prompt for the client.
function askForConsent(request: IncomingMessage): void {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const { pathname, searchParams: query } = url;
  const scopes = query.get("scope")?.split(" ") ?? [];
  if (pathname !== "/auth" || query.has("prompt") || !scopes.includes("offline_access")) return;
  query.set("prompt", "consent");
  request.url = `${pathname}${url.search}`;
}
