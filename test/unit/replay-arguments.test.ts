import { describe, expect, test } from "vitest";
import { readArguments, UsageError } from "../../src/replay/arguments.ts";

test("the defaults for a file alone are full speed and the server on this machine", () => {
  expect(readArguments(["log.csv"])).toEqual({
    file: "log.csv",
    endpoint: "http://127.0.0.1:4000/graphql",
    feedEndpoint: "http://127.0.0.1:4000/graphql",
    speed: Number.POSITIVE_INFINITY,
    limit: undefined,
    all: false,
    concurrency: 16,
  });
});

test("every option is accepted, before or after the file", () => {
  const options =
    "--url http://a:1/ --feed-url https://b/graphql --speed 0.5 --limit 7 --all --concurrency 256";
  expect(readArguments([...options.split(" "), "log.csv"])).toEqual({
    file: "log.csv",
    endpoint: "http://a:1/graphql",
    feedEndpoint: "https://b/graphql",
    speed: 0.5,
    limit: 7,
    all: true,
    concurrency: 256,
  });
});

test("help can be requested with or without a file", () => {
  expect(readArguments(["--help"])).toBeNull();
  expect(readArguments(["-h", "log.csv"])).toBeNull();
});

describe("an invalid command line is refused with the option and what it may be", () => {
  test.each([
    ["", /give the CSV file to replay/],
    ["a.csv b.csv", /one file only, without b\.csv/],
    ["a.csv --fast", /'--fast'/],
    ["a.csv --url localhost:4000", /--url is "localhost:4000": it must be a URL/],
    ["a.csv --feed-url ws://a", /--feed-url is "ws:\/\/a"/],
    ["a.csv --speed 0", /--speed is "0": it must be a number above 0/],
    ["a.csv --speed fast", /--speed is "fast"/],
    ["a.csv --limit 0", /--limit is "0": it must be a whole number, at least 1/],
    ["a.csv --limit 1.5", /--limit is "1.5"/],
    ["a.csv --concurrency 257", /--concurrency is "257": it must be a whole number from 1 to 256/],
  ])("%j", (line, message) => {
    const args = line.split(" ").filter((word) => word !== "");
    expect(() => readArguments(args)).toThrow(UsageError);
    expect(() => readArguments(args)).toThrow(message);
  });
});
