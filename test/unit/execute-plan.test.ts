import fc from "fast-check";
import {
  buildSchema,
  defaultFieldResolver,
  execute,
  type GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getVariableValues,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  parse,
  validate,
} from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OperationContext } from "../../src/graphql/context.ts";
import { executePlan } from "../../src/graphql/plans/execute-plan.ts";
import { OperationPlans } from "../../src/graphql/plans/operation-plans.ts";
import { sharedTextsOf, shareText } from "../../src/graphql/plans/shared-texts.ts";
import { DomainError } from "../../src/shared/domain-error.ts";
import { type DrawnOperation, operationsOf } from "../support/operation-grammar.ts";

// All kinds of types in all places that errors can propagate from, with and without a resolver.
const schema = buildSchema(`
  interface Thing { id: ID! name: String child: Thing mustChild: Thing! }
  type Leafy implements Thing {
    id: ID! name: String child: Thing mustChild: Thing!
    whole: Int! real: Float flag: Boolean! kind: Kind kinds: [Kind!] texts: [String!]! rows: [[Int!]]!
  }
  type Branchy implements Thing {
    id: ID! name: String child: Thing mustChild: Thing!
    leafy: Leafy mustLeafy: Leafy! many: [Branchy] mustMany: [Branchy!]! either: [Either!] things: [Thing]!
    echo(text: String = "silence", count: Int!, counts: [Int!], input: Input = { flag: true }): String
  }
  union Either = Leafy | Branchy
  enum Kind { ONE TWO }
  input Input { flag: Boolean! deep: Input kind: Kind = ONE text: String }
  type Query {
    branchy: Branchy mustBranchy: Branchy! things(first: Int = 2): [Thing] either: Either
    leafy(kind: Kind, input: Input): Leafy
  }
  type Mutation { branchy: Branchy mustBranchy: Branchy! things(first: Int = 2): [Thing] leafy(input: Input!): Leafy! }
`);
const known = { ids: ["thing_1"], cursors: ["cursor"], codes: ["code"] };

const rejections: unknown[] = [];
const onRejection = (reason: unknown) => void rejections.push(reason);
beforeAll(() => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type))
      type.resolveType = ({ is, isPrompt }: Made) => (isPrompt ? is : Promise.resolve(is));
  }
  const { echo } = (schema.getType("Branchy") as GraphQLObjectType).getFields();
  if (echo)
    echo.resolve = (_source, args, _context, { fieldName, path }) =>
      JSON.stringify([args, fieldName, path.key]);
  // The values of `many` are read together with their parent.
  const { many } = (schema.getType("Branchy") as GraphQLObjectType).getFields();
  if (many) {
    many.extensions = { isReadAhead: true };
    many.resolve = defaultFieldResolver;
  }
  process.on("unhandledRejection", onRejection);
});
afterAll(() => {
  process.off("unhandledRejection", onRejection);
});

test("a plan returns the same data, errors and nulls as graphql-js", async () => {
  const plans = new OperationPlans(schema);
  const seen = { data: 0, errors: 0, bubbled: 0, mutations: 0, left: 0, shared: 0 };
  const kinds = ["query", "query", "mutation"] as const;
  const drawn = fc.tuple(operationsOf(schema, known, kinds), fc.nat(), fc.constantFrom(0, 5, 30));
  await fc.assert(
    fc.asyncProperty(drawn, async ([operation, seed, faults]) => {
      const ready = prepare(operation);
      if (!ready) return;
      const { document, definition, variables } = ready;
      const plan = plans.find({ document, definition }, variables);
      if (!plan) {
        if (definition.operation === "mutation") seen.left++;
        return;
      }
      const root = schema.getRootType(definition.operation)?.name ?? "";
      const executeBoth = async (rootValue: object, plannedRoot: object) => {
        const long = await execute({ schema, document, rootValue, variableValues: operation.variables });
        const planned = await executePlan(plan, variables, {} as OperationContext, plannedRoot);
        expect(comparable(planned)).toEqual(comparable({ ...long, data: JSON.stringify(long.data) }));
        return long;
      };
      const rootOf = () => new World(seed, faults).object(root, 0);
      const long = await executeBoth(rootOf(), rootOf());
      // Executes twice more with a cached plan, and with values shared by both executions.
      expect(plans.find({ document, definition }, variables)).toBe(plan);
      const [world, plannedWorld] = [1, 2].map(() => new World(seed, faults, { sharesLate: true }));
      const roots = [world?.object(root, 0), plannedWorld?.object(root, 0)] as [object, object];
      for (let time = 1; time <= 2; time++) await executeBoth(...roots);
      seen.shared += plannedWorld?.writtenOnce ?? 0;
      seen[long.errors ? "errors" : "data"]++;
      if (long.data === null) seen.bubbled++;
      if (definition.operation === "mutation") seen.mutations++;
    }),
    { numRuns: 1_000 },
  );
  await new Promise(setImmediate);
  expect(rejections).toEqual([]);
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
});

function prepare({ query, variables }: DrawnOperation) {
  try {
    const document = parse(query);
    if (validate(schema, document).length > 0) return null;
    const definition = document.definitions[0] as OperationDefinitionNode;
    const { coerced } = getVariableValues(schema, definition.variableDefinitions ?? [], variables);
    return coerced ? { document, definition, variables: coerced } : null;
  } catch {
    return null;
  }
}

function comparable({ data, errors }: Written) {
  return {
    data,
    errors: errors?.map(({ message, path, locations }) => ({ message, path, locations })),
  };
}

interface Written {
  readonly data: string;
  readonly errors?: readonly GraphQLError[] | null | undefined;
}

interface Made {
  readonly is: string;
  readonly isPrompt: boolean;
}

/** Values of the schema's types, determined by the seed: present, made on demand, asynchronous, wrong or missing. */
class World {
  readonly #seed: number;
  readonly #faults: number;
  readonly #sharesLate: boolean;
  readonly #shared = new Set<unknown>();

  /** @param options.sharesLate whether asynchronous values are shared by all readers, as in batched reads. */
  constructor(seed: number, faults: number, { sharesLate = false } = {}) {
    this.#seed = seed;
    this.#faults = faults;
    this.#sharesLate = sharesLate;
  }

  /** How many shared values were serialized once for all readers. */
  get writtenOnce(): number {
    return [...this.#shared].filter((value) => sharedTextsOf(value)?.size).length;
  }

  /** @param isPrompt whether all parts are synchronous: if a list item fails at once, graphql-js drops the others. */
  object(typeName: string, at: number, isPrompt = false): Made {
    const type = (schema as GraphQLSchema).getType(typeName) as GraphQLObjectType;
    const made: Record<string, unknown> = { is: typeName, isPrompt };
    for (const [index, field] of Object.values(type.getFields()).entries()) {
      const place = at * 31 + index + 1;
      const make = () => this.#value(field.type, place, isPrompt);
      if (this.#draw(place, 1) % 3 === 0) made[field.name] = isPrompt ? make : this.#lateOf(make, place);
      else Object.defineProperty(made, field.name, { get: make });
    }
    return made as unknown as Made;
  }

  #value(type: GraphQLOutputType, at: number, isPrompt: boolean): unknown {
    const fault = this.#draw(at, 2) % 100;
    if (fault < this.#faults) {
      if (fault % 6 === 0) throw new DomainError("FORBIDDEN", `refused at ${at}`);
      if (fault % 3 === 0) throw new Error(`fault at ${at}`);
      return fault % 3 === 1 ? new Error(`value at ${at}`) : null;
    }
    if (isNonNullType(type)) return this.#value(type.ofType, at + 7, isPrompt);
    if (isListType(type)) {
      if (fault === 99) return "no list";
      const length = this.#draw(at, 3) % 4;
      const arePrompt = isPrompt || this.#draw(at, 7) % 2 === 0;
      return Array.from({ length }, (_, n) => {
        const place = at * 37 + n;
        const make = () => this.#value(type.ofType, place, arePrompt);
        return arePrompt ? attempt(make) : this.#late(make, place);
      });
    }
    if (isObjectType(type)) return this.object(type.name, at, isPrompt);
    if (isAbstractType(type)) {
      const possible = schema.getPossibleTypes(type);
      const chosen = possible[this.#draw(at, 4) % possible.length];
      return this.object(chosen?.name ?? "", at, isPrompt);
    }
    const leaves: Record<string, unknown[]> = {
      Int: [1, 2.5, "3", "x", true],
      Float: [1.5, "x", Number.NaN],
      Boolean: [true, 0, "x"],
      Kind: ["ONE", "TWO", "THREE"],
      ID: ["a", 5, {}],
      String: ["text", 7, '\u2028"', {}],
    };
    const values = leaves[type.name] ?? [];
    return values[this.#faults === 0 ? 0 : this.#draw(at, 5) % values.length];
  }

  #lateOf(make: () => unknown, at: number): () => unknown {
    if (!this.#sharesLate) return () => this.#late(make, at);
    let late: unknown;
    const share = () => {
      const value = make();
      shareText(value);
      this.#shared.add(value);
      return value;
    };
    return () => {
      late ??= this.#late(share, at);
      return late;
    };
  }

  #late(make: () => unknown, at: number): unknown {
    const turns = 1 + (this.#draw(at, 6) % 4);
    return (async () => {
      for (let turn = 1; turn < turns; turn++) await null;
      return make();
    })();
  }

  /** A pseudo-random number that is the same each time. */
  #draw(at: number, purpose: number): number {
    let hash = (Math.imul(at | 0, 0x9e3779b1) ^ Math.imul(this.#seed + purpose * 977, 0x85ebca6b)) >>> 0;
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
    return (hash ^ (hash >>> 12)) >>> 0;
  }
}

function attempt(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    return error;
  }
}
