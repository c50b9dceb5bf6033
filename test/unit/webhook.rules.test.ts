import { describe, expect, test } from "vitest";
import { inEnglish } from "../../src/shared/message.ts";
import { isPublicAddress } from "../../src/webhooks/address.rules.ts";
import { chooseEvents, retryDelayMs, urlFault } from "../../src/webhooks/webhook.rules.ts";

describe("isPublicAddress", () => {
  test.each(["8.8.8.8", "93.184.215.14", "172.32.0.1", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e"])(
    "accepts %s",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  test.each([
    ...[
      "127.0.0.1",
      "127.9.9.9",
      "0.0.0.0",
      "0.1.2.3",
      "10.1.2.3",
      "172.16.0.1",
      "172.31.255.255",
      "192.168.1.1",
    ],
    ...["169.254.169.254", "100.64.0.1", "100.127.255.255", "224.0.0.1", "255.255.255.255", "240.0.0.1"],
    ...["192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.7"],
    ...["::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "100::1"],
    ...[
      "::ffff:127.0.0.1",
      "::ffff:8.8.8.8",
      "::7f00:1",
      "64:ff9b::7f00:1",
      "64:ff9b:1::1",
      "2002:7f00:1::1",
    ],
    ...["2001:0:4136:e378::1", "2001:db8::1", "3fff::1", "5f00::1", "localhost", ""],
  ])("rejects %s", (address) => expect(isPublicAddress(address)).toBe(false));
});

describe("the URL of a receiver", () => {
  const strict = { httpsOnly: true, allowPrivate: false };
  const open = { httpsOnly: false, allowPrivate: true };

  test.each(["https://example.com/hooks?key=1", "https://8.8.8.8/", "https://[2606:4700:4700::1111]:8443/x"])(
    "may be %s",
    (url) => expect(urlFault(url, strict)).toBeNull(),
  );

  test.each([
    ["http://example.com/", "https://"],
    ["ftp://example.com/", "https://"],
    ["example.com/hooks", "https://"],
    ["https://", "https://"],
    ["https://user@example.com/", "user name"],
    ["https://:secret@example.com/", "password"],
    ["https://127.0.0.1/", "private"],
    ["https://2130706433/", "private"],
    ["https://0x7f.1/", "private"],
    ["https://0177.0.0.1/", "private"],
    ["https://[::1]/", "private"],
    ["https://[::ffff:127.0.0.1]/", "private"],
    ["https://169.254.169.254/latest/meta-data", "private"],
    [`https://example.com/${"x".repeat(2000)}`, "2000 characters"],
    [`https://example.com/${"ä".repeat(1000)}`, "2000 characters"],
  ])("may not be %s", (url, sentence) => {
    const fault = urlFault(url, strict);
    expect(fault && inEnglish(fault)).toContain(sentence);
  });

  test("may be http or private if the settings allow it", () => {
    expect(urlFault("http://127.0.0.1:8080/", open)).toBeNull();
    expect(urlFault("http://example.com/", { ...strict, httpsOnly: false })).toBeNull();
  });
});

test("events can be chosen only from those that webhooks support", () => {
  expect(chooseEvents(["CANCELLED", "EXPIRED", "EXPIRED"])).toEqual(["EXPIRED", "CANCELLED"]);
  expect(chooseEvents(["MOVED", "HOLD_STARTED"])).toEqual(["HOLD_STARTED", "MOVED"]);
  expect(chooseEvents(["EXPIRED", "CREATED"])).toBeNull();
  expect(chooseEvents([])).toBeNull();
});

test("delivery attempts are repeated after 5 seconds to 4 hours, varied by up to a quarter", () => {
  const seconds = [...Array(9).keys()].map((failures) => retryDelayMs(failures, 0.5) / 1000);
  expect(seconds).toEqual([5, 30, 120, 600, 1800, 3600, 7200, 14_400, 14_400]);
  expect([retryDelayMs(0, 0), retryDelayMs(0, 1)]).toEqual([3750, 6250]);
});
