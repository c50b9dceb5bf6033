import type { JWK } from "jose";
import type { AccountClaims, Configuration } from "oidc-provider";
import { askWhetherToSignOut, sayGoodbye } from "./openid-interactions.ts";
import type { OpenIdProvider, OpenIdUser } from "./openid-provider.ts";

const A_DAY = 24 * 3600;
/** The audience of access tokens if a client requests none. */
const RESOURCE = "urn:slotwire";

/** The configuration of the package `oidc-provider`: one public client, tokens for one API, in-memory storage. */
export function configurationOf(openId: OpenIdProvider, key: JWK): Configuration {
  // A function, because a test may change the value.
  const accessTokenSeconds = () => openId.accessTokenSeconds;
  return {
    clients: [
      {
        client_id: openId.clientId,
        token_endpoint_auth_method: "none",
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        id_token_signed_response_alg: "ES256",
        redirect_uris: ["http://127.0.0.1/sign-in/callback"],
      },
    ],
    jwks: { keys: [key] } as Configuration["jwks"],
    cookies: { keys: ["of no value"] },
    scopes: ["openid", "offline_access"],
    claims: { openid: ["sub"], profile: ["name", "roles"], email: ["email"] },
    clientBasedCORS: () => true,
    findAccount: (_context, subject) => {
      const user = openId.users.get(subject);
      return user && { accountId: subject, claims: () => claimsOf(user) };
    },
    // Puts the claims in the tokens themselves, so that clients need not query userinfo.
    conformIdTokenClaims: false,
    extraTokenClaims: (_context, token) => {
      const user = "accountId" in token ? openId.users.get(token.accountId) : undefined;
      return user && claimsOf(user);
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { logoutSource: askWhetherToSignOut, postLogoutSuccessSource: sayGoodbye },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: "",
          audience: openId.audience,
          accessTokenTTL: accessTokenSeconds(),
          accessTokenFormat: "jwt",
          jwt: { sign: { alg: "ES256" } },
        }),
      },
    },
    ttl: {
      AccessToken: accessTokenSeconds,
      Session: A_DAY,
      Grant: A_DAY,
      RefreshToken: A_DAY,
      IdToken: A_DAY,
      Interaction: 3600,
    },
  };
}

function claimsOf({ subject, roles, name, email, organisation: org }: OpenIdUser): AccountClaims {
  return {
    sub: subject,
    roles: [...roles],
    ...(name && { name }),
    ...(email && { email }),
    ...(org && { org }),
  };
}
