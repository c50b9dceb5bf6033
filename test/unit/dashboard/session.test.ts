import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Grant, Grants, StoredGrant } from "../../../src/dashboard/session/grant.ts";
import { Sessions } from "../../../src/dashboard/session/session.ts";
import { readToken } from "../../../src/dashboard/session/token.ts";

const KEY = "slotwire:session";
const MINUTE = 60_000;
const LIFETIME = 15 * MINUTE;
const OUT_OF_REACH = new Error("Failed to fetch");

let kept: Map<string, string>;
beforeEach(() => {
  vi.useFakeTimers();
  kept = new Map();
});
afterEach(() => {
  vi.useRealTimers();
});

function open(grants: Grants): Sessions {
  return new Sessions(grants, {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  });
}

function jwt(subject: string, claims: object = {}): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "HS256" })}.${part({ sub: subject, iat: 1_000, exp: 1_900, ...claims })}.signature`;
}

function grant(subject: string, number = 1, lifetimeMs: number | null = LIFETIME): Grant {
  return {
    token: jwt(subject, { jti: `${number}` }),
    user: subject,
    lifetimeMs,
    kept: { kind: "demo", subject },
  };
}

/** Returns tokens numbered from 2, unless the mock is overridden. */
function scriptedGrants() {
  let number = 1;
  const demo = async (kept: StoredGrant) => grant((kept as { subject: string }).subject, ++number);
  return { resume: vi.fn<Grants["resume"]>(demo), renew: vi.fn<Grants["renew"]>(demo) };
}

describe("a session's token", () => {
  test("is renewed a minute before it expires, repeatedly", async () => {
    const grants = scriptedGrants();
    const sessions = open(grants);
    sessions.begin(grant("dana"));
    await vi.advanceTimersByTimeAsync(LIFETIME - MINUTE - 1);
    expect(grants.renew).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(sessions.token).toBe(grant("dana", 2).token);
    await vi.advanceTimersByTimeAsync(LIFETIME - MINUTE);
    expect(sessions.token).toBe(grant("dana", 3).token);
  });

  test("that lives for seconds is renewed when a quarter of its life is left", async () => {
    const grants = scriptedGrants();
    open(grants).begin(grant("dana", 1, 4_000));
    await vi.advanceTimersByTimeAsync(2_999);
    expect(grants.renew).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(grants.renew).toHaveBeenCalledOnce();
  });

  test.each([-1, 1])("is renewed on time although the clock jumps by %s hours", async (hours) => {
    const grants = scriptedGrants();
    const sessions = open(grants);
    sessions.begin(grant("dana"));
    vi.setSystemTime(Date.now() + hours * 60 * MINUTE);
    await vi.advanceTimersByTimeAsync(LIFETIME - MINUTE);
    expect(sessions.token).toBe(grant("dana", 2).token);
  });

  test("that cannot be renewed is used until the server refuses it", async () => {
    const grants = scriptedGrants();
    const sessions = open(grants);
    const { token } = grant("dana");
    sessions.begin({ token, user: "dana", lifetimeMs: null, kept: { kind: "token", token } });
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(sessions.token).toBe(token);
    expect(await sessions.replace(token)).toBeNull();
    expect(sessions.current).toEqual({ kind: "anonymous", expired: true });
    expect(grants.renew).not.toHaveBeenCalled();
  });
});

describe("a refused renewal", () => {
  test("ends the session and removes it from the storage", async () => {
    const grants = scriptedGrants();
    grants.renew.mockResolvedValue(null);
    const sessions = open(grants);
    sessions.begin(grant("dana"));
    await vi.advanceTimersByTimeAsync(LIFETIME - MINUTE);
    expect(sessions.current).toEqual({ kind: "anonymous", expired: true });
    expect(kept.has(KEY)).toBe(false);
  });
});

describe("an unanswered renewal", () => {
  test("is repeated while the user stays signed in", async () => {
    const grants = scriptedGrants();
    grants.renew.mockRejectedValueOnce(OUT_OF_REACH).mockRejectedValueOnce(OUT_OF_REACH);
    const sessions = open(grants);
    sessions.begin(grant("dana"));
    await vi.advanceTimersByTimeAsync(LIFETIME - MINUTE + 5_000);
    expect(sessions.token).toBe(grant("dana", 1).token);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sessions.token).toBe(grant("dana", 2).token);
    expect(grants.renew).toHaveBeenCalledTimes(3);
  });

  test("ends the session when the token expires, and not before", async () => {
    const grants = scriptedGrants();
    grants.renew.mockRejectedValue(OUT_OF_REACH);
    const sessions = open(grants);
    sessions.begin(grant("dana"));
    await vi.advanceTimersByTimeAsync(LIFETIME - 1);
    expect(sessions.token).toBe(grant("dana", 1).token);
    await vi.advanceTimersByTimeAsync(1);
    expect(sessions.current).toEqual({ kind: "anonymous", expired: true });
    expect(vi.getTimerCount()).toBe(0);
  });

  test("after a reload is repeated until it succeeds", async () => {
    kept.set(KEY, JSON.stringify({ kind: "demo", subject: "dana" }));
    const grants = scriptedGrants();
    grants.resume.mockRejectedValueOnce(OUT_OF_REACH);
    const sessions = open(grants);
    await sessions.resume();
    expect(sessions.current).toEqual({ kind: "anonymous", expired: false });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sessions.current).toMatchObject({ kind: "signed-in", grant: { user: "dana" } });
  });
});

describe("while a renewal runs", () => {
  const begin = async () => {
    const grants = scriptedGrants();
    let answer: (next: Grant | null) => void = () => {};
    grants.renew.mockReturnValueOnce(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const sessions = open(grants);
    sessions.begin(grant("dana"));
    await vi.advanceTimersByTimeAsync(LIFETIME - MINUTE);
    return { grants, sessions, answer: (next: Grant | null) => answer(next) };
  };

  test("a user who signs out stays signed out", async () => {
    const { sessions, answer } = await begin();
    sessions.end();
    answer(grant("dana", 2));
    await vi.advanceTimersByTimeAsync(0);
    expect(sessions.current).toEqual({ kind: "anonymous", expired: false });
    expect(kept.has(KEY)).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([grant("dana", 2), null])("a user who signs in as another user stays that user", async (next) => {
    const { sessions, answer } = await begin();
    sessions.begin(grant("olu"));
    answer(next);
    await vi.advanceTimersByTimeAsync(0);
    expect(sessions.token).toBe(grant("olu").token);
  });

  test("a refused request waits for this renewal and starts no second one", async () => {
    const { grants, sessions, answer } = await begin();
    const replaced = sessions.replace(grant("dana").token);
    answer(grant("dana", 2));
    expect(await replaced).toBe(grant("dana", 2).token);
    expect(grants.renew).toHaveBeenCalledOnce();
  });
});

describe("a token that the server refuses", () => {
  test("is replaced at once, by one renewal for all refused requests", async () => {
    const grants = scriptedGrants();
    const sessions = open(grants);
    sessions.begin(grant("dana"));
    const { token } = grant("dana");
    const next = grant("dana", 2).token;
    expect(await Promise.all([sessions.replace(token), sessions.replace(token)])).toEqual([next, next]);
    expect(grants.renew).toHaveBeenCalledOnce();
    expect(await sessions.replace(token)).toBe(next);
  });

  test("ends the session if its replacement is refused, too", async () => {
    const sessions = open(scriptedGrants());
    sessions.begin(grant("dana"));
    const next = await sessions.replace(grant("dana").token);
    expect(await sessions.replace(next ?? "")).toBeNull();
    expect(sessions.current).toEqual({ kind: "anonymous", expired: true });
  });

  test("ends the session if a renewal gets no answer", async () => {
    const grants = scriptedGrants();
    grants.renew.mockRejectedValue(OUT_OF_REACH);
    const sessions = open(grants);
    sessions.begin(grant("dana"));
    expect(await sessions.replace(grant("dana").token)).toBeNull();
    expect(sessions.current).toEqual({ kind: "anonymous", expired: true });
  });

  test("of one user is not replaced by another user's token", async () => {
    const sessions = open(scriptedGrants());
    sessions.begin(grant("olu"));
    expect(await sessions.replace(grant("dana").token)).toBeNull();
    expect(sessions.token).toBe(grant("olu").token);
  });
});

describe("the session that a tab stored", () => {
  test("is resumed", async () => {
    const grants = scriptedGrants();
    open(grants).begin(grant("dana"));
    const reloaded = open(grants);
    await reloaded.resume();
    expect(reloaded.current).toMatchObject({ kind: "signed-in", grant: { user: "dana" } });
  });

  test("ends if it is no longer valid", async () => {
    kept.set(KEY, JSON.stringify({ kind: "demo", subject: "dana" }));
    const grants = scriptedGrants();
    grants.resume.mockResolvedValue(null);
    const sessions = open(grants);
    await sessions.resume();
    expect(sessions.current).toEqual({ kind: "anonymous", expired: true });
  });

  test.each(["", "{", "null", "[]", '{"kind":"other"}'])("is ignored if it is %o", async (text) => {
    kept.set(KEY, text);
    const sessions = open(scriptedGrants());
    await sessions.resume();
    expect(sessions.current).toEqual({ kind: "anonymous", expired: false });
  });
});

describe("a JWT", () => {
  test("contains its subject and lifetime, and the subject may have any letters", () => {
    expect(readToken(jwt("Đặng Thị ?>"))).toEqual({
      ...{ subject: "Đặng Thị ?>", lifetimeMs: 900_000, organisation: null },
    });
    const claims = { iat: undefined, org: "acme" };
    expect(readToken(jwt("dana", claims))).toMatchObject({ lifetimeMs: null, organisation: "acme" });
  });

  test.each(["", "a.b.c", "no token", jwt("x", { exp: undefined }), jwt("x", { sub: 1 })])(
    "cannot be read from %s",
    (text) => {
      expect(readToken(text)).toBeNull();
    },
  );
});
