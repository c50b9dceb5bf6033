import fc, { type GeneratorValue } from "fast-check";
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
} from "graphql";
import { chance, type Drawn, drawValue, EnumName, type Known, pick } from "./value-grammar.ts";

export interface DrawnOperation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

type Kind = "query" | "mutation" | "subscription";

const MAX_LEVELS = 7;

/** Operations of a schema, most of them valid and the rest nearly so. */
export function operationsOf(
  schema: GraphQLSchema,
  known: Known,
  kinds: readonly Kind[] = ["query", "query", "query", "mutation", "mutation", "subscription"],
): fc.Arbitrary<DrawnOperation> {
  return fc.gen().map((g) => new Drawing(g, schema, known).operation(kinds));
}

class Drawing {
  readonly #g: GeneratorValue;
  readonly #schema: GraphQLSchema;
  readonly #known: Drawn;
  readonly #variables: { declaration: string; name: string; value: unknown }[] = [];
  readonly #fragments: string[] = [];
  /** For unique aliases, so that fields with the same name but other arguments do not conflict. */
  #aliases = 0;

  constructor(g: GeneratorValue, schema: GraphQLSchema, known: Known) {
    this.#g = g;
    this.#schema = schema;
    this.#known = { ...known, slips: chance(g, 30) };
  }

  /** Whether to make a mistake here. */
  #slip(percent: number): boolean {
    return this.#known.slips && chance(this.#g, percent);
  }

  operation(kinds: readonly Kind[]): DrawnOperation {
    const g = this.#g;
    const kind = pick(g, kinds);
    const root = {
      query: this.#schema.getQueryType(),
      mutation: this.#schema.getMutationType(),
      subscription: this.#schema.getSubscriptionType(),
    }[kind] as GraphQLObjectType;
    const fields = Object.values(root.getFields());
    const count = kind === "subscription" ? 1 : pick(g, [1, 1, 1, 2, 3]);
    const selected = Array.from({ length: count }, () => this.#field(pick(g, fields), 1));
    const declarations = this.#variables.map(({ declaration }) => declaration).join(", ");
    const head = `${kind}${pick(g, [" Drawn", ""])}${declarations && `(${declarations})`}${this.#slip(3) ? " @skip(if: true)" : ""}`;
    const text = [`${head} { ${selected.join(" ")} }`, ...this.#fragments].join(" ");
    return {
      query: this.#slip(20) ? this.#broken(text) : text,
      variables: Object.fromEntries(this.#variables.map(({ name, value }) => [name, value])),
    };
  }

  #field(field: GraphQLField<unknown, unknown>, level: number): string {
    const g = this.#g;
    const given = field.args.flatMap((arg) => {
      if (!chance(g, isNonNullType(arg.type) ? (this.#known.slips ? 97 : 100) : 40)) return [];
      return [`${this.#slip(2) ? "unknown" : arg.name}: ${this.#argument(arg)}`];
    });
    const alias = given.length > 0 || chance(g, 10) ? `a${++this.#aliases}: ` : "";
    const type = getNamedType(field.type);
    const selection = isLeafType(type)
      ? this.#slip(2)
        ? " { id }"
        : ""
      : ` ${this.#selection(type, level)}`;
    const name = this.#slip(2) ? pick(g, ["unknown", "__schema", "__proto__", "constructor"]) : field.name;
    return `${alias}${name}${given.length > 0 ? `(${given.join(", ")})` : ""}${this.#directive(4)}${selection}`;
  }

  #selection(type: GraphQLNamedType, level: number): string {
    const g = this.#g;
    // The check of the answer needs the concrete type of an abstract one.
    const parts = isAbstractType(type) ? ["__typename"] : [];
    if (isAbstractType(type)) {
      const possible = pick(g, this.#schema.getPossibleTypes(type));
      parts.push(`... on ${possible.name} ${this.#selection(possible, level)}`);
    }
    const fields =
      isInterfaceType(type) || "getFields" in type ? this.#fieldsOf(type as GraphQLObjectType, level) : [];
    const count = fields.length > 0 ? g(fc.nat, { max: 4 }) : 0;
    for (let n = 0; n < count; n++) parts.push(this.#field(pick(g, fields), level + 1));
    if (parts.length === 0) parts.push("__typename");
    const body = `{ ${parts.join(" ")} }`;
    if (chance(g, 5)) return `{ ...${this.#directive(30)} ${body} }`;
    if (!chance(g, 5)) return body;
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${this.#slip(5) ? "Query" : type.name} ${body}`);
    return `{ ...${name}${this.#directive(20)} ...${name} }`;
  }

  #fieldsOf(type: GraphQLObjectType, level: number) {
    const fields = Object.values(type.getFields());
    return level < MAX_LEVELS ? fields : fields.filter((field) => isLeafType(getNamedType(field.type)));
  }

  #directive(percent: number): string {
    if (!chance(this.#g, percent)) return "";
    const name = pick(this.#g, ["include", "skip", ...(this.#slip(30) ? ["unknown", "deprecated"] : [])]);
    const values = ["true", "true", "false", ...(this.#slip(30) ? ["null", "$undefined"] : [])];
    const value = chance(this.#g, 40) ? this.#condition() : pick(this.#g, values);
    return ` @${name}(if: ${value})`;
  }

  #condition(): string {
    const name = `v${this.#variables.length}`;
    this.#variables.push({ declaration: `$${name}: Boolean!`, name, value: chance(this.#g, 50) });
    return `$${name}`;
  }

  #argument(arg: GraphQLArgument): string {
    const value = drawValue(this.#g, arg.type, arg.name, this.#known);
    if (chance(this.#g, 50)) return literal(value);
    const name = `v${this.#variables.length}`;
    const type = this.#slip(5) ? "String" : String(arg.type);
    this.#variables.push({ declaration: `$${name}: ${type}`, name, value });
    return `$${name}`;
  }

  /** The text with a part removed, repeated or replaced. */
  #broken(text: string): string {
    const at = this.#g(fc.nat, { max: text.length });
    const length = pick(this.#g, [0, 1, 5, 50]);
    const instead = pick(this.#g, [
      "",
      "{",
      "}",
      '"',
      '"""',
      "\0",
      "...",
      "$",
      "@",
      "#",
      "😀",
      text.slice(at, at + 20),
    ]);
    return text.slice(0, at) + instead + text.slice(at + length);
  }
}

function literal(value: unknown): string {
  if (value instanceof EnumName) return value.name;
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, each]) => `${name}: ${literal(each)}`)
      .join(", ")} }`;
  if (value === Number.POSITIVE_INFINITY) return "1e400";
  return Object.is(value, -0) ? "-0" : JSON.stringify(value);
}
