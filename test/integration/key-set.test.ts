import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { KeySet } from "../../src/access/tokens/key-set.ts";
import { Tokens } from "../../src/access/tokens/tokens.ts";
import type { DomainError } from "../../src/shared/domain-error.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { eventually } from "../support/eventually.ts";
import { IdentityProvider, newKey, type SigningKey, signWith } from "../support/identity-provider.ts";

const log = createLogger({ level: "silent", readable: false });
let [first, second, stranger]: SigningKey[] = [];

beforeAll(async () => {
  [first, second, stranger] = await Promise.all(["first", "second", "stranger"].map((kid) => newKey(kid)));
});

interface Following {
  readonly provider: IdentityProvider;
  readonly keySet: KeySet;
  /** Verifies a token signed by a key. Resolves to the token's subject, or to the code of the refusal. */
  verify(signing: SigningKey | undefined, header?: object): Promise<string>;
}

/** An identity provider with the first key, and a key set that follows it. */
async function follow(
  atEnd: (cleanup: () => Promise<void>) => void,
  { refreshSeconds = 300, prepare = (_provider: IdentityProvider) => {} } = {},
): Promise<Following> {
  const provider = await IdentityProvider.start(key(first));
  prepare(provider);
  const keySet = new KeySet({ url: provider.url, refreshSeconds, log });
  keySet.start();
  atEnd(async () => {
    await keySet.close();
    await provider.close();
  });
  const tokens = new Tokens(null, { keySet });
  const verify = async (signing: SigningKey | undefined, header: object = {}) => {
    const exp = Math.floor(Date.now() / 1000) + 60;
    const token = await signWith(key(signing), { sub: "somebody", exp }, header);
    return tokens.verify(token).then(
      ({ subject }) => subject,
      (error: DomainError) => error.code,
    );
  };
  return { provider, keySet, verify };
}

function key(signing: SigningKey | undefined): SigningKey {
  if (!signing) throw new Error("The keys are not made yet");
  return signing;
}

function times<Result>(count: number, make: (index: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => make(index)));
}

describe("the identity provider's keys", () => {
  test("are fetched only once for many concurrent tokens, which wait for them", async () => {
    const { provider, verify } = await follow(onTestFinished);
    expect(await times(50, () => verify(first))).toEqual(Array(50).fill("somebody"));
    expect(provider.fetches).toBe(1);
  });

  test("are fetched again when a token names an unknown key", async () => {
    const { provider, verify } = await follow(onTestFinished);
    expect(await verify(first)).toBe("somebody");
    provider.publish(key(first), key(second));
    expect(await times(20, () => verify(second))).toEqual(Array(20).fill("somebody"));
    expect(await verify(first)).toBe("somebody");
    expect(provider.fetches).toBe(2);
  });

  test("are not fetched again for each made-up key id", async () => {
    const { provider, verify } = await follow(onTestFinished);
    expect(await verify(first)).toBe("somebody");
    const refused = await times(200, (index) => verify(stranger, { kid: `made-up-${index}` }));
    expect(new Set(refused)).toEqual(new Set(["UNAUTHENTICATED"]));
    for (let index = 0; index < 50; index++) await verify(stranger, { kid: `another-${index}` });
    await times(20, () => verify(stranger, { kid: undefined, alg: "ES256" }));
    expect(provider.fetches).toBe(2);
    expect(await verify(first)).toBe("somebody");
  });

  test("are not fetched again for each made-up key id while the fetch fails, either", async () => {
    const { provider, verify } = await follow(onTestFinished);
    expect(await verify(first)).toBe("somebody");
    const before = provider.fetches;
    provider.answer = (_request, response) => response.writeHead(500).end();
    const began = performance.now();
    const answers = await times(100, (index) => verify(stranger, { kid: `made-up-${index}` }));
    for (let index = 0; index < 20; index++)
      answers.push(await verify(stranger, { kid: `another-${index}` }));
    // Without the provider, the server cannot tell whether a key is new.
    expect(new Set(answers)).toEqual(new Set(["SERVICE_UNAVAILABLE"]));
    // One fetch for all of them, plus those in the background.
    const inBackground = Math.floor((performance.now() - began) / 1_000);
    expect(provider.fetches - before).toBeLessThanOrEqual(1 + inBackground);
  });

  test("stop working at the next refresh after they are withdrawn", async () => {
    const { provider, verify } = await follow(onTestFinished, { refreshSeconds: 1 });
    expect(await verify(first)).toBe("somebody");
    provider.publish(key(second));
    await eventually(async () => expect(await verify(first)).toBe("UNAUTHENTICATED"));
    expect(await verify(second)).toBe("somebody");
  });

  test("are replaced if the provider publishes another key under the same id", async () => {
    const { provider, verify } = await follow(onTestFinished, { refreshSeconds: 1 });
    expect(await verify(first)).toBe("somebody");
    provider.keys = [{ ...key(second).jwk, kid: "first" }];
    await eventually(async () => expect(await verify(second, { kid: "first" })).toBe("somebody"));
    expect(await verify(first)).toBe("UNAUTHENTICATED");
  });

  test("are tried one after the other for a token without a key id", async () => {
    const prepare = (provider: IdentityProvider) => provider.publish(key(first), key(second));
    const { verify } = await follow(onTestFinished, { prepare });
    expect(await verify(second, { kid: undefined })).toBe("somebody");
    expect(await verify(stranger, { kid: undefined })).toBe("UNAUTHENTICATED");
  });

  test("work beside invalid and unsuitable keys in the same set", async () => {
    const [rsa, encrypting] = await Promise.all([newKey("rsa", "RS256"), newKey("encrypting", "RS256")]);
    const keys = [
      { kty: "XYZ", kid: "first" },
      { kty: "EC", kid: "broken", crv: "P-256", x: "AA", y: "AA" },
      { kty: "oct", kid: "secret", k: "c2VjcmV0", alg: "HS256" },
      null as never,
      { ...encrypting.jwk, use: "enc" },
      rsa.jwk,
      key(first).jwk,
    ];
    const prepare = (provider: IdentityProvider) => {
      provider.keys = keys;
    };
    const { verify } = await follow(onTestFinished, { prepare });
    expect(await verify(first)).toBe("somebody");
    expect(await verify(rsa)).toBe("somebody");
    // A key that is not for signatures, and keys that do not fit the token's algorithm.
    expect(await verify(encrypting)).toBe("UNAUTHENTICATED");
    expect(await verify(key(first), { kid: "rsa" })).toBe("UNAUTHENTICATED");
    expect(await verify(key(first), { kid: "broken" })).toBe("UNAUTHENTICATED");
  });
});

describe("while the identity provider's keys cannot be fetched", () => {
  const troubles: [string, NonNullable<IdentityProvider["answer"]>][] = [
    ["an error", (_request, response) => response.writeHead(500).end('{"keys":[]}')],
    ["invalid JSON", (_request, response) => response.end("<html>")],
    ["an invalid key set", (_request, response) => response.end('{"keys":{}}')],
    ["connection closed", (request) => request.socket.destroy()],
    ["a redirect", (_request, response) => response.writeHead(302, { location: "/moved" }).end()],
    [
      "an answer of 300 kB",
      (_request, response) => response.end(JSON.stringify({ keys: [], padding: "x".repeat(300_000) })),
    ],
    [
      "an endless answer",
      (_request, response) => {
        const more = () => void (response.destroyed || response.write("x".repeat(10_000), more));
        more();
      },
    ],
  ];

  test.concurrent.for(troubles)(
    "(%s), tokens of unknown keys are SERVICE_UNAVAILABLE, known keys work, and new keys work later",
    async ([_what, trouble], context) => {
      const prepare = (provider: IdentityProvider) => {
        provider.answer = trouble;
      };
      const { provider, verify } = await follow(context.onTestFinished, { refreshSeconds: 1, prepare });
      expect(await verify(first)).toBe("SERVICE_UNAVAILABLE");
      provider.answer = null;
      await eventually(async () => expect(await verify(first)).toBe("somebody"));

      provider.answer = trouble;
      const before = provider.fetches;
      await eventually(() => expect(provider.fetches).toBeGreaterThan(before));
      expect(await verify(second)).toBe("SERVICE_UNAVAILABLE");
      expect(await verify(first)).toBe("somebody");
      provider.answer = null;
      provider.publish(key(second));
      await eventually(async () => expect(await verify(second)).toBe("somebody"));
      expect(await verify(first)).toBe("UNAUTHENTICATED");
    },
  );

  test("because the provider does not answer, tokens of unknown keys are refused within a bounded time", async () => {
    const prepare = (provider: IdentityProvider) => {
      provider.answer = () => {};
    };
    const { provider, verify } = await follow(onTestFinished, { prepare });
    const began = performance.now();
    expect(await times(10, () => verify(first))).toEqual(Array(10).fill("SERVICE_UNAVAILABLE"));
    // The timeout of five seconds applies to all of them together, not to one after the other.
    expect(performance.now() - began).toBeLessThan(20_000);
    provider.answer = null;
    await eventually(async () => expect(await verify(first)).toBe("somebody"));
  });

  test("because the provider does not answer, tokens of known keys are verified without waiting", async () => {
    const { provider, keySet, verify } = await follow(onTestFinished);
    expect(await verify(first)).toBe("somebody");
    provider.answer = () => {};
    const unknown = verify(stranger);
    await eventually(() => expect(provider.fetches).toBe(2));
    const began = performance.now();
    expect(await verify(first)).toBe("somebody");
    // Closing does not wait either.
    await keySet.close();
    // The timeout of a fetch is five seconds.
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(await unknown).toMatch(/UNAUTHENTICATED|SERVICE_UNAVAILABLE/);
  });
});
