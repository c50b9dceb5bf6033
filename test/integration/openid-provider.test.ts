import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ApiClient } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import { refresh, signInWithCode } from "../support/openid-client.ts";
import { OpenIdProvider } from "../support/openid-provider.ts";
import { WatchReservations, WatchSlots } from "../support/operations.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let provider: OpenIdProvider;
let app: TestApp;
beforeAll(async () => {
  const olga = { subject: "olga", name: "Olga", email: "olga@example.com", roles: ["OPERATOR"] } as const;
  provider = await OpenIdProvider.start({ users: [olga], signsIn: "olga" });
  const { issuer, audience } = provider;
  const config = { authJwksUrl: `${issuer}/jwks`, authIssuer: issuer, authAudience: audience };
  app = await startTestApp({ config });
});
afterAll(async () => {
  await app.close();
  await provider.close();
});

const olga = { name: "Olga", email: "olga@example.com", roles: ["OPERATOR"] };

async function whoIs(token: string) {
  return (await new ApiClient(app.url, token).sendText("{ me { name email roles } }")).data;
}

test("a user who signs in at an OpenID Connect provider with PKCE is known by each access token", async () => {
  const { access_token, refresh_token = "" } = await signInWithCode(provider);
  expect(decodeJwt(access_token)).toMatchObject({ iss: provider.issuer, aud: "slotwire", sub: "olga" });
  expect(await whoIs(access_token)).toEqual({ me: olga });
  const next = await refresh(provider, refresh_token);
  expect(next.access_token).not.toBe(access_token);
  expect(await whoIs(next.access_token)).toEqual({ me: olga });
  await expect(refresh(provider, refresh_token)).rejects.toThrow(/invalid_grant/);
});

test("a WebSocket is closed when its access token expires, and the refreshed token opens another", async () => {
  provider.accessTokenSeconds = 2;
  const { access_token, refresh_token = "", expires_in } = await signInWithCode(provider);
  expect(expires_in).toBe(2);
  const socket = new ApiClient(app.url, access_token).subscribe(WatchSlots, {});
  await eventually(() => expect(app.app.subscriberCount()).toBe(1));
  await eventually(() => expect(socket.end).toMatchObject({ code: 4403 }));
  provider.accessTokenSeconds = 3600;
  const next = await refresh(provider, refresh_token);
  expect(await whoIs(next.access_token)).toEqual({ me: olga });
  // Nobody may subscribe to reservations without a valid token.
  const reopened = new ApiClient(app.url, next.access_token).subscribe(WatchReservations, {});
  await eventually(() => expect(app.app.subscriberCount()).toBe(1));
  reopened.close();
  await provider.refuseRefreshes();
  await expect(refresh(provider, next.refresh_token ?? "")).rejects.toThrow(/invalid_grant/);
});

test("the tests' provider gives no refresh token unless asked, and allows requests from any origin", async () => {
  expect(await signInWithCode(provider, { scope: "openid" })).not.toHaveProperty("refresh_token");
  for (const path of ["/.well-known/openid-configuration", "/jwks", "/token"]) {
    const { headers } = await fetch(provider.issuer + path, {
      method: "OPTIONS",
      headers: { origin: "http://127.0.0.1:1", "access-control-request-method": "POST" },
    });
    expect([path, headers.get("access-control-allow-origin")]).toEqual([path, "http://127.0.0.1:1"]);
  }
});
