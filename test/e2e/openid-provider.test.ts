// @module-tag browser

import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAccessible } from "../support/accessibility.ts";
import { TestBrowser } from "../support/browser.ts";
import { beginSignIn } from "../support/openid-client.ts";
import { OpenIdProvider } from "../support/openid-provider.ts";
import { expectCount, expectText } from "../support/page-expectations.ts";

let provider: OpenIdProvider;
let browser: TestBrowser;
beforeAll(async () => {
  const users = [
    { subject: "olga", name: "Olga", roles: ["OPERATOR"] },
    { subject: "minh", name: "Minh", roles: ["DRIVER"] },
  ] as const;
  [provider, browser] = await Promise.all([OpenIdProvider.start({ users }), TestBrowser.start()]);
});
afterAll(async () => {
  await browser.close();
  await provider.close();
});

test("a user signs in at the tests' provider with one click, stays signed in there, and signs out", async () => {
  // The redirect may lead anywhere that responds.
  const redirectUri = `${provider.issuer}/.well-known/openid-configuration`;
  const first = beginSignIn(provider, { redirectUri });
  const { page } = await browser.open(first.address);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign in as Minh" }).click();
  await page.waitForURL(/code=/);
  const { access_token, id_token = "" } = await first.finish(codeOf(page.url()));
  expect(access_token).toMatch(/^eyJ/);

  const second = beginSignIn(provider, { redirectUri });
  await page.goto(second.address);
  expect(codeOf(page.url())).toMatch(/./);

  await page.goto(`${provider.issuer}/session/end?${new URLSearchParams({ id_token_hint: id_token })}`);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expectText(page.getByRole("heading"), "You are signed out");
  await page.goto(beginSignIn(provider, { redirectUri }).address);
  await expectText(page.getByRole("heading"), "Who are you?");
  await expectCount(page.getByRole("button"), 2);
});

function codeOf(address: string): string {
  return new URL(address).searchParams.get("code") ?? "";
}
