import fc, { type GeneratorValue } from "fast-check";
import {
  type GraphQLInputType,
  type GraphQLLeafType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from "graphql";

/** An enum value, which is written without quotes in a literal and as a string in JSON. */
export class EnumName {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  toJSON(): string {
    return this.name;
  }
}

/** Existing values to draw from: ids, whose prefix tells the type, cursors of all lists, and reservation codes. */
export interface Known {
  readonly ids: readonly string[];
  readonly cursors: readonly string[];
  readonly codes: readonly string[];
}

/** What values are drawn from, and whether some may have a wrong type. */
export interface Drawn extends Known {
  readonly slips: boolean;
}

export function pick<Value>(g: GeneratorValue, values: readonly Value[]): Value {
  return values[g(fc.nat, { max: values.length - 1 })] as Value;
}

export function chance(g: GeneratorValue, percent: number): boolean {
  return g(fc.nat, { max: 99 }) < percent;
}

const MISSING = "01h455vb4pex5vsknk084sn02q";
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString();

const oddTexts = [
  ...["", " ", "\0", "a\0b", "\ud800", "\u202etxt", "😀", "Ổ đĩa", "'; drop table slots; --", "%", "_\\"],
  ...["{{7*7}}", "__proto__", "constructor", "null", "ﷺ".repeat(40), "é", "\r\n\t", "\uffff"],
  ...["x".repeat(201), "y".repeat(5_000), "<b>", "$1", "{}", "[]", "infinity", "now"],
];
const oddIds = [
  ...[
    "slot",
    "slot_",
    "_",
    "slot_\0",
    "SLOT_01H455VB4PEX5VSKNK084SN02Q",
    `slot_${MISSING}x`,
    `slots_${MISSING}`,
  ],
  ...["slot_8zzzzzzzzzzzzzzzzzzzzzzzzz", "slot_00000000000000000000000000", "1", "-1", "x".repeat(1_000)],
];
const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const oddCursors = [
  ...[
    "!",
    "=",
    "x".repeat(5_000),
    cursorOf(null),
    cursorOf([]),
    cursorOf({}),
    cursorOf("x"),
    cursorOf([[[]]]),
  ],
  ...["0", "-1", "1.5", "9223372036854775807", "9223372036854775808", "99999999999999999999999"],
];
const integers = [
  ...[0, 1, 2, 3, 5, 10, 20, 99, 100, 101, -1, 2_147_483_647, -2_147_483_648, 2_147_483_648, 1.5, 1e21],
];
const floats = [
  ...[0, -0, 1, 20, 50, 99.99, 100, 100.001, -1, 90, -90, 91, 180, -180, 181, 5e-324, 1e-7, 0.1 + 0.2],
  ...[
    1e308,
    -1e308,
    Number.POSITIVE_INFINITY,
    Number.MAX_SAFE_INTEGER + 1,
    1e38,
    1e39,
    123_456_789.123_456_79,
  ],
];
const finite = floats.filter(Number.isFinite);
const times = [
  ...[day(-400), day(-30), day(-1), day(0), day(0.01), day(1), day(2), day(30), day(400)],
  ...["2026-02-28T23:59:59.999999999+14:00", "2026-03-01t00:00:00z", "1970-01-01T00:00:00Z"],
  ...["9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z", "0000-01-01T00:00:00Z"],
];
const noTimes = [
  ...["", "now", "infinity", "2026-02-30T00:00:00Z", "2026-01-01", "2016-12-31T23:59:60Z", "1e3", "24:00"],
  ...[
    "+275760-09-13T00:00:00.000Z",
    "-271821-04-20T00:00:00Z",
    "10000-01-01T00:00:00Z",
    "2026-01-01T24:00:00Z",
  ],
];
/** URLs for webhooks that reach nothing but a port of this machine where nothing listens. */
const urls = [
  "http://127.0.0.1:9/",
  "http://127.0.0.1:99999/",
  "http://u:p@127.0.0.1:9/",
  "file:///etc/passwd",
];
const noUrls = ["http://", "//x", "javascript:alert(1)", "ftp://127.0.0.1/", "http://127.0.0.1:9/\0", "x"];

/** A value of the type, or one that is slightly wrong. */
export function drawValue(g: GeneratorValue, type: GraphQLInputType, name: string, known: Drawn): unknown {
  if (isNonNullType(type)) return known.slips && chance(g, 4) ? null : drawValue(g, type.ofType, name, known);
  const odd = g(fc.nat, { max: 99 });
  if (odd < 3) return null;
  if (odd < 8 && known.slips)
    return pick<unknown>(g, [5, "text", true, [], {}, [[null]], { a: { b: [1] } }, 1.5, -1]);
  if (isListType(type)) {
    const length = pick(g, [0, 1, 1, 1, 2, 3, 120]);
    const value = drawValue(g, type.ofType, name, known);
    if (odd < 12) return value;
    return Array.from({ length }, (_, n) => (n < 3 ? drawValue(g, type.ofType, name, known) : value));
  }
  if (!isInputObjectType(type)) return drawLeaf(g, type, name, known);
  const fields = Object.values(type.getFields()).flatMap((field): [string, unknown][] =>
    chance(g, isNonNullType(field.type) ? (known.slips ? 95 : 100) : 35)
      ? [[field.name, drawValue(g, field.type, field.name, known)]]
      : [],
  );
  if (known.slips && chance(g, 4)) fields.push([pick(g, ["unknown", "__proto", "id"]), 1]);
  return Object.fromEntries(fields);
}

function drawLeaf(g: GeneratorValue, type: GraphQLLeafType, name: string, known: Drawn): unknown {
  const right = chance(g, 75);
  const ofType = right || !known.slips;
  if (isEnumType(type)) {
    const names = type.getValues().map((value) => value.name);
    return new EnumName(pick(g, ofType ? names : [...names, "UNKNOWN", "true", "__typename"]));
  }
  switch (type.name) {
    case "Boolean":
      return chance(g, 50);
    case "Int":
      return pick(g, right ? integers.slice(0, 8) : ofType ? integers.slice(0, 13) : integers);
    case "Float":
      return pick(g, right ? floats.slice(0, 7) : ofType ? finite : floats);
    case "DateTime":
      return pick(g, ofType ? times : noTimes);
    case "ID":
      return drawId(g, right, name, known);
    default:
      return drawText(g, right, name, known);
  }
}

/** Mostly an id of the type that the argument's name implies. */
function drawId(g: GeneratorValue, right: boolean, name: string, { ids }: Drawn): string {
  if (!right) return pick(g, [...oddIds, ...ids.map((id) => id.replace(/_.*/, `_${MISSING}`))]);
  const prefix = name.replace(/Ids?$/, "").replace("owner", "user").replace("actor", "user");
  const fitting = ids.filter((id) => id.startsWith(`${prefix}_`));
  return pick(g, fitting.length > 0 && chance(g, 90) ? fitting : ids);
}

function drawText(g: GeneratorValue, right: boolean, name: string, { cursors, codes }: Drawn): string {
  if (name === "after") return pick(g, right ? cursors : [...oddCursors, ...oddTexts, ...cursors.map(bent)]);
  if (name === "url") return pick(g, right ? urls : noUrls);
  if (name === "code" && right) return pick(g, codes);
  if (name === "organisation" && right) return pick(g, ["acme", "globex"]);
  return right ? g(fc.string, { unit: "grapheme", maxLength: 20 }) : pick(g, oddTexts);
}

/** A manipulated cursor: of another list, or of a position that does not exist. */
function bent(cursor: string): string {
  const text = Buffer.from(cursor, "base64url").toString();
  return Buffer.from(text.replace(/\d+/, "99999999999999999999").replace(/[a-z]+_/, "x_")).toString(
    "base64url",
  );
}
