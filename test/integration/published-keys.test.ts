import { base64url, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { ApiClient } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import { IdentityProvider, newKey, type SigningKey, signWith } from "../support/identity-provider.ts";
import { WatchSlots } from "../support/operations.ts";
import { startTestApp, TEST_SECRET, type TestApp } from "../support/test-app.ts";

const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const [authIssuer, authAudience] = ["https://idp.example", "slotwire"];
const now = () => Math.floor(Date.now() / 1000);
const claims = () => ({
  sub: "somebody",
  exp: now() + 3600,
  roles: ["DRIVER"],
  iss: authIssuer,
  aud: authAudience,
});

const keys = new Map<string, SigningKey>();
let strangersKey: SigningKey;
let provider: IdentityProvider;
// An address that tokens name, and that the server must never contact.
let strangersProvider: IdentityProvider;
let app: TestApp;

beforeAll(async () => {
  for (const alg of algorithms) keys.set(alg, await newKey(`key-${alg}`, alg));
  strangersKey = await newKey("stranger", "RS256");
  provider = await IdentityProvider.start(...keys.values());
  strangersProvider = await IdentityProvider.start(strangersKey);
  app = await startTestApp({ config: { authJwksUrl: provider.url, authIssuer, authAudience } });
});
afterAll(async () => {
  await app.close();
  await provider.close();
  await strangersProvider.close();
});

function keyOf(alg: string): SigningKey {
  const key = keys.get(alg);
  if (!key) throw new Error(`There is no key for ${alg}`);
  return key;
}

async function whoIs(token: string, { url }: TestApp = app) {
  const { status, data, errors } = await new ApiClient(url, token).sendText("{ me { roles } }");
  return { status, data, code: errors?.[0]?.extensions.code };
}

const somebody = { status: 200, data: { me: { roles: ["DRIVER"] } }, code: undefined };
const nobody = { status: 401, data: undefined, code: "UNAUTHENTICATED" };

describe("a token signed with a published key", () => {
  test.each(algorithms)("is accepted with algorithm %s", async (alg) => {
    expect(await whoIs(await signWith(keyOf(alg), claims()))).toEqual(somebody);
  });

  test.each<[string, object, object]>([
    ["names one of several audiences", { aud: ["others", authAudience] }, {}],
    ["names no key", {}, { kid: undefined }],
    ["has been valid for a second", { nbf: now() - 1 }, {}],
    ["names another address for keys, which the server ignores", {}, { jku: "http://127.0.0.1:9/" }],
  ])("is accepted if it %s", async (_what, more, header) => {
    expect(await whoIs(await signWith(keyOf("RS256"), { ...claims(), ...more }, header))).toEqual(somebody);
  });

  test("is accepted beside tokens that are signed with the shared secret", async () => {
    const token = await app.app.tokens.sign({ subject: "driver", roles: ["DRIVER"] }, "1h");
    expect(await whoIs(token)).toEqual(somebody);
  });
});

const secret = new TextEncoder().encode(TEST_SECRET);
const hs = (key: Uint8Array, alg = "HS256", kid = "key-RS256") =>
  new SignJWT({ ...claims() }).setProtectedHeader({ alg, kid }).sign(key);
const strange = (header: object) =>
  signWith(strangersKey, { ...claims(), roles: ["ADMIN"] }, { kid: "key-RS256", ...header });

const badTokens: [string, () => Promise<string> | string][] = [
  ["that has expired", () => signWith(keyOf("ES256"), { ...claims(), exp: now() - 1 })],
  ["without an expiry", () => signWith(keyOf("ES256"), { ...claims(), exp: undefined })],
  ["that is not valid yet", () => signWith(keyOf("ES256"), { ...claims(), nbf: now() + 60 })],
  ["of another issuer", () => signWith(keyOf("ES256"), { ...claims(), iss: "https://idp.example/" })],
  ["without an issuer", () => signWith(keyOf("ES256"), { ...claims(), iss: undefined })],
  ["for another audience", () => signWith(keyOf("ES256"), { ...claims(), aud: ["others"] })],
  ["without an audience", () => signWith(keyOf("ES256"), { ...claims(), aud: undefined })],
  ["without a subject", () => signWith(keyOf("ES256"), { ...claims(), sub: undefined })],
  ["signed with an unpublished key", () => signWith(strangersKey, claims())],
  ["signed with an unpublished key under a published key's id", () => strange({})],
  ["signed with an unpublished key without a key id", () => strange({ kid: undefined })],
  ["signed with an unpublished key that its header contains", () => strange({ jwk: strangersKey.jwk })],
  [
    "signed with an unpublished key at an address in its header",
    () => strange({ jku: strangersProvider.url }),
  ],
  [
    "signed with an unpublished key with a certificate address in its header",
    () => strange({ x5u: strangersProvider.url }),
  ],
  ["signed with a key of another algorithm", () => signWith(keyOf("RS256"), claims(), { kid: "key-PS256" })],
  ["signed with the PEM of a public key as secret", () => hs(new TextEncoder().encode(keyOf("RS256").pem))],
  [
    "signed with the modulus of a public key as secret",
    () => hs(base64url.decode(String(keyOf("RS256").jwk.n))),
  ],
  ["signed with the shared secret, but another algorithm", () => hs(secret, "HS512")],
  [
    "signed with the shared secret, but without an issuer and an audience",
    async () => new SignJWT({ sub: "x", exp: now() + 60 }).setProtectedHeader({ alg: "HS256" }).sign(secret),
  ],
  ["that is unsigned", () => new UnsecuredJWT({ ...claims(), roles: ["ADMIN"] }).encode()],
  [
    "that is unsigned, with a published key's id",
    () => `${toPart({ alg: "none", kid: "key-RS256" })}.${toPart({ ...claims(), roles: ["ADMIN"] })}.`,
  ],
  [
    "with an added critical header extension",
    async () => {
      const [header = "", payload, signature] = (await signWith(keyOf("ES256"), claims())).split(".");
      const understood = JSON.parse(Buffer.from(header, "base64url").toString());
      return [toPart({ ...understood, crit: ["exp"], exp: 1 }), payload, signature].join(".");
    },
  ],
  [
    "that was changed after signing",
    async () => {
      const [header, , signature] = (await signWith(keyOf("ES256"), claims())).split(".");
      return [header, toPart({ ...claims(), roles: ["ADMIN"] }), signature].join(".");
    },
  ],
  [
    "of more than 16,000 characters",
    () => signWith(keyOf("ES256"), { ...claims(), padding: "x".repeat(16_000) }),
  ],
];

function toPart(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

describe("a token", () => {
  test.each(badTokens)("%s is UNAUTHENTICATED over HTTP, never anonymous", async (_what, make) => {
    expect(await whoIs(await make())).toEqual(nobody);
  });

  test.each(badTokens)("%s closes a WebSocket with 4403", async (_what, make) => {
    const subscription = new ApiClient(app.url, await make()).subscribe(WatchSlots, {});
    onTestFinished(() => subscription.close());
    await eventually(() => expect(subscription.end).toMatchObject({ code: 4403 }));
  });

  test("never makes the server fetch keys from an address that the token names", () => {
    expect(strangersProvider.fetches).toBe(0);
  });
});

test("a token with a critical header extension is refused even if its signature is right", async () => {
  const key = keyOf("ES256");
  const token = await new SignJWT(claims())
    .setProtectedHeader({ alg: "ES256", kid: key.jwk.kid, crit: ["tenant"], tenant: "x" })
    .sign(key.privateKey, { crit: { tenant: true } });
  expect(await whoIs(token)).toEqual(nobody);
});

describe("an identity provider", () => {
  test("that is unreachable at the start does not stop the server, and its users can sign in later", async () => {
    const late = await IdentityProvider.start(keyOf("ES256"));
    await late.close();
    const server = await startTestApp({ config: { authJwksUrl: late.url } });
    onTestFinished(async () => {
      await server.close();
      await late.close();
    });
    const token = await signWith(keyOf("ES256"), claims());
    expect(await whoIs(token, server)).toEqual({ status: 503, data: undefined, code: "SERVICE_UNAVAILABLE" });
    const socket = new ApiClient(server.url, token).subscribe(WatchSlots, {});
    await eventually(() => expect(socket.end).toMatchObject({ code: 1013 }));
    socket.close();
    expect((await server.anonymous.sendText("{ me { id } }")).data).toEqual({ me: null });
    expect((await (await server.as("d", "DRIVER")).sendText("{ me { roles } }")).status).toBe(200);
    expect(await whoIs(await hs(new TextEncoder().encode(keyOf("ES256").pem)), server)).toEqual(nobody);
    await late.open();
    await eventually(async () => expect(await whoIs(token, server)).toEqual(somebody));
    expect(server.logged.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining([
        "AUTH_JWKS_URL is set without AUTH_ISSUER and AUTH_AUDIENCE: tokens that its keys signed for other services are accepted, too",
        "the keys of AUTH_JWKS_URL cannot be fetched",
        "the keys of AUTH_JWKS_URL can be fetched again",
      ]),
    );
    expect(JSON.stringify(server.logged)).not.toContain(token);
  });

  test("that replaces its keys ends the sessions and connections of tokens signed with the old keys", async () => {
    const [old, next] = await Promise.all([newKey("old"), newKey("next", "EdDSA")]);
    const rotating = await IdentityProvider.start(old);
    const config = { authJwtSecret: null, authJwksUrl: rotating.url, authJwksRefreshSeconds: 1 };
    const server = await startTestApp({ config });
    onTestFinished(async () => {
      await server.close();
      await rotating.close();
    });
    // Without a configured secret, HS256 tokens are refused, even those signed with a secret used before.
    expect(await whoIs(await hs(secret), server)).toEqual(nobody);
    const [byOld, byNext] = [await signWith(old, claims()), await signWith(next, claims())];
    expect(await whoIs(byOld, server)).toEqual(somebody);
    rotating.publish(old, next);
    expect(await whoIs(byNext, server)).toEqual(somebody);
    const [oldSocket, nextSocket] = [byOld, byNext].map((token) =>
      new ApiClient(server.url, token).subscribe(WatchSlots, { snapshot: true }),
    );
    onTestFinished(() => {
      for (const socket of [oldSocket, nextSocket]) socket?.close();
    });
    await eventually(() => expect(server.app.subscriberCount()).toBe(2));

    // While the provider is down, known keys keep working, even for tokens that were not seen before.
    await rotating.close();
    await eventually(() =>
      expect(server.logged.map(({ msg }) => msg)).toContainEqual(expect.stringMatching(/cannot be fetched/)),
    );
    expect(await whoIs(byOld, server)).toEqual(somebody);
    expect(await whoIs(await signWith(old, { ...claims(), fresh: true }), server)).toEqual(somebody);

    rotating.publish(next);
    await rotating.open();
    await eventually(() => expect(oldSocket?.end).toMatchObject({ code: 4403 }));
    expect(await whoIs(byOld, server)).toEqual(nobody);
    expect(await whoIs(byNext, server)).toEqual(somebody);
    expect(nextSocket?.end).toBe(null);
    expect(server.app.subscriberCount()).toBe(1);
  });
});
