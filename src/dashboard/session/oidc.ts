import {
  ErrorResponse,
  OidcClient,
  type RefreshState,
  type SigninResponse,
  WebStorageStateStore,
} from "oidc-client-ts";
import { routes } from "../routes.ts";
import type { Grant, OpenIdGrant } from "./grant.ts";
import { SiblingTabs } from "./sibling-tabs.ts";
import { SignInFailed } from "./sign-in-failed.ts";
import { readToken } from "./token.ts";

/** The issuer, and the client id and scope that the dashboard uses there. */
export interface Provider {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
}

const WITHIN_SECONDS = 10;
/** A token that expires sooner than this is renewed before its first use. */
const WORTH_USING_MS = 5_000;
const siblings = new SiblingTabs();

/** Goes to the provider's sign-in page. @param returnTo the path that `finish` returns. @throws SignInFailed */
export async function begin(provider: Provider, returnTo: string): Promise<void> {
  // PKCE needs Web Crypto, which browsers provide over http: for localhost only.
  if (!isSecureContext) throw new SignInFailed("insecure");
  try {
    const { url } = await clientOf(provider).createSigninRequest({ state: { returnTo } });
    location.assign(url);
  } catch (error) {
    throw toFailure(error);
  }
}

/** Completes the sign-in with the parameters in the address. @throws SignInFailed */
export async function finish(
  provider: Provider,
  address: string,
): Promise<{ grant: Grant; returnTo: unknown }> {
  try {
    const client = clientOf(provider);
    const response = await client.processSigninResponse(address);
    const kept = toKept(provider, response);
    return { grant: grantOf(kept), returnTo: (response.userState as { returnTo?: unknown }).returnTo };
  } catch (error) {
    throw toFailure(error);
  }
}

/** @see Grants.resume */
export async function resumeGrant(kept: OpenIdGrant): Promise<Grant | null> {
  return kept.expiresAt - Date.now() > WORTH_USING_MS || !kept.refreshToken
    ? grantOf(kept)
    : renewGrant(kept);
}

/** @see Grants.renew */
export async function renewGrant(kept: OpenIdGrant): Promise<Grant | null> {
  const { refreshToken } = kept;
  if (refreshToken === null) return null;
  const next = await siblings.renew({ ...kept, refreshToken }, () => refresh(kept, refreshToken));
  return next && grantOf(next);
}

/**
 * Ends the session at the provider too, on the provider's page if it has one. The dashboard's own session has ended
 * before, so nothing is lost if the provider does not respond.
 */
export async function signOut({
  issuer,
  clientId,
  scope,
  refreshToken,
  idToken,
}: OpenIdGrant): Promise<void> {
  siblings.forget();
  const client = clientOf({ issuer, clientId, scope });
  try {
    const metadata = await client.metadataService.getMetadata();
    if (refreshToken && metadata.revocation_endpoint)
      await client.revokeToken(refreshToken, "refresh_token").catch(() => {});
    if (!metadata.end_session_endpoint) return;
    const { url } = await client.createSignoutRequest({ id_token_hint: idToken ?? undefined });
    location.assign(url);
  } catch {
    // The provider cannot be reached, so its session stays open.
  }
}

async function refresh(kept: OpenIdGrant, refresh_token: string): Promise<OpenIdGrant | null> {
  const state: RefreshState = {
    refresh_token,
    id_token: kept.idToken ?? undefined,
    session_state: null,
    profile: { sub: "", iss: kept.issuer, aud: kept.clientId, exp: 0, iat: 0 },
  };
  try {
    const client = clientOf(kept);
    const response = await client.useRefreshToken({ state, timeoutInSeconds: WITHIN_SECONDS });
    const next = toKept(kept, response);
    return { ...next, refreshToken: next.refreshToken ?? refresh_token };
  } catch (error) {
    if (error instanceof ErrorResponse && !PASSING.has(error.error ?? "")) return null;
    throw error;
  }
}

/** OAuth errors that report a temporary problem of the provider. */
const PASSING = new Set(["server_error", "temporarily_unavailable", "slow_down"]);

function clientOf({ issuer, clientId, scope }: Provider): OidcClient {
  return new OidcClient({
    authority: issuer,
    client_id: clientId,
    scope,
    redirect_uri: location.origin + routes.signedIn,
    post_logout_redirect_uri: location.origin + routes.signIn,
    response_type: "code",
    loadUserInfo: false,
    requestTimeoutInSeconds: WITHIN_SECONDS,
    stateStore: new WebStorageStateStore({ store: sessionStorage, prefix: "slotwire:oidc:" }),
  });
}

function toKept({ issuer, clientId, scope }: Provider, response: SigninResponse): OpenIdGrant {
  const { access_token: accessToken, expires_at, refresh_token = null, id_token = null } = response;
  const lifetimeMs = readToken(accessToken)?.lifetimeMs ?? SHORT_MS;
  const expiresAt = expires_at === undefined ? Date.now() + lifetimeMs : expires_at * 1000;
  return {
    kind: "oidc",
    ...{ issuer, clientId, scope, accessToken, expiresAt },
    ...{ refreshToken: refresh_token, idToken: id_token },
  };
}

/** The assumed lifetime of a token if the provider does not state one. */
const SHORT_MS = 60_000;

function grantOf(kept: OpenIdGrant): Grant {
  const { accessToken: token, expiresAt, refreshToken, idToken } = kept;
  const subject = readToken(token)?.subject ?? readToken(idToken ?? "")?.subject ?? "";
  const lifetimeMs = refreshToken === null ? null : Math.max(0, expiresAt - Date.now());
  return { token, user: subject, lifetimeMs, kept };
}

function toFailure(error: unknown): SignInFailed {
  if (error instanceof ErrorResponse)
    return new SignInFailed("refused", { code: error.error ?? "", words: error.error_description ?? null });
  const isStateLost = error instanceof Error && /state/i.test(error.message);
  return new SignInFailed(isStateLost ? "unknown-state" : "unreachable");
}
