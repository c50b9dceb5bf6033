import { createHash, randomBytes } from "node:crypto";
import type { OpenIdProvider } from "./openid-provider.ts";

/** Nothing listens there. */
const REDIRECT_URI = "http://127.0.0.1:1/sign-in/callback";

export interface OpenIdTokens {
  readonly access_token: string;
  readonly expires_in: number;
  readonly id_token?: string;
  readonly refresh_token?: string;
}

interface SignInOptions {
  readonly scope?: string;
  /** Any address on this machine. */
  readonly redirectUri?: string;
}

/** Begins an authorization code flow with PKCE: the address to visit, and a function that redeems the code. */
export function beginSignIn(
  { issuer, clientId }: OpenIdProvider,
  { scope = "openid profile email offline_access", redirectUri = REDIRECT_URI }: SignInOptions = {},
): { address: string; finish(code: string): Promise<OpenIdTokens> } {
  const verifier = randomBytes(32).toString("base64url");
  const code_challenge = createHash("sha256").update(verifier).digest("base64url");
  const request = { client_id: clientId, response_type: "code", redirect_uri: redirectUri, scope };
  const query = new URLSearchParams({
    ...request,
    code_challenge,
    code_challenge_method: "S256",
    state: "s",
  });
  const grant = { grant_type: "authorization_code", client_id: clientId, redirect_uri: redirectUri };
  return {
    address: `${issuer}/auth?${query}`,
    finish: (code) => askForTokens(issuer, { ...grant, code_verifier: verifier, code }),
  };
}

/** Signs in the user of the provider's `signsIn`, without interaction. */
export async function signInWithCode(
  provider: OpenIdProvider,
  options: Omit<SignInOptions, "redirectUri"> = {},
): Promise<OpenIdTokens> {
  const { address, finish } = beginSignIn(provider, options);
  return finish(await follow(address, REDIRECT_URI));
}

/** @throws Error with the provider's message if it refuses. */
export function refresh({ issuer, clientId }: OpenIdProvider, refresh_token: string): Promise<OpenIdTokens> {
  return askForTokens(issuer, { grant_type: "refresh_token", client_id: clientId, refresh_token });
}

/** Follows redirects with cookies until the one to the client, and returns the code in it. */
async function follow(start: string, redirectUri: string): Promise<string> {
  const cookies = new Map<string, string>();
  for (let address = start, hops = 0; hops < 10; hops++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(address, { redirect: "manual", headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (location === null) throw new Error(`${address} answers ${response.status}: ${await response.text()}`);
    const next = new URL(location, address);
    const code = next.searchParams.get("code");
    if (code && next.href.startsWith(redirectUri)) return code;
    address = next.href;
  }
  throw new Error(`${start} leads nowhere`);
}

async function askForTokens(issuer: string, parameters: Record<string, string>): Promise<OpenIdTokens> {
  const response = await fetch(`${issuer}/token`, { method: "POST", body: new URLSearchParams(parameters) });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as OpenIdTokens;
}
