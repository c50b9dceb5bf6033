import {
  defaultFieldResolver,
  type ExecutionResult,
  type FieldNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isObjectType,
} from "graphql";
import type { OperationContext } from "../context.ts";
import { locate } from "./located-error.ts";
import type { Abstract, Completion, List, OperationPlan, PlannedField, Variables } from "./operation-plan.ts";

type MaybePromise<Value> = Value | Promise<Value>;

/** Where in the answer something is: the way up from it. */
interface Place {
  readonly prev: Place | undefined;
  readonly key: string | number;
  readonly typename: string | undefined;
}

/**
 * Executes a query by its plan: step by step what graphql-js's `execute` does, with its errors, their places and the
 * nulls that they leave, less what it does again for each object of each request: collecting fields, looking up their
 * types, arguments and resolvers, and telling resolvers what only few of them ask for.
 *
 * Compiling to JavaScript (graphql-jit) is as fast within what can be measured here, and differs in what it makes of
 * errors, of fragments that are spread twice and of abstract types.
 *
 * @param variables as they are after coercion, with defaults.
 */
export function executePlan(
  plan: OperationPlan,
  variables: Variables,
  context: OperationContext,
  rootValue?: unknown,
): MaybePromise<ExecutionResult> {
  const run = new Run(plan, variables, context);
  try {
    const data =
      plan.operation.operation === "mutation"
        ? run.onlyField(plan.fields, rootValue)
        : run.fields(plan.fields, rootValue, undefined);
    if (!isPromise(data)) return run.resultOf(data);
    return data.then(
      (settled) => run.resultOf(settled),
      (error) => run.failed(error),
    );
  } catch (error) {
    return run.failed(error);
  }
}

class Run {
  readonly plan: OperationPlan;
  readonly variables: Variables;
  readonly #context: OperationContext;
  readonly #errors: GraphQLError[] = [];
  #nulled: Set<Place | undefined> | null = null;

  constructor(plan: OperationPlan, variables: Variables, context: OperationContext) {
    this.plan = plan;
    this.variables = variables;
    this.#context = context;
  }

  resultOf(data: unknown): ExecutionResult {
    const answer = data as ExecutionResult["data"];
    return this.#errors.length === 0 ? { data: answer } : { errors: this.#errors, data: answer };
  }

  failed(error: unknown): ExecutionResult {
    this.#add(error as GraphQLError, undefined);
    return this.resultOf(null);
  }

  /** Of a mutation that does one thing, or nothing. graphql-js waits for it a turn less than for the fields of a query. */
  onlyField([field]: readonly PlannedField[], source: unknown): MaybePromise<unknown> {
    if (!field) return {};
    const value = this.#field(field, source, undefined);
    const answer = (settled: unknown) => ({ [field.responseName]: settled });
    return isPromise(value) ? value.then(answer) : answer(value);
  }

  fields(fields: readonly PlannedField[], source: unknown, place: Place | undefined): MaybePromise<unknown> {
    const answer: Record<string, unknown> = {};
    let pending: Promise<unknown>[] | undefined;
    let late: string[] | undefined;
    try {
      for (const field of fields) {
        const value = this.#field(field, source, place);
        if (!isPromise(value)) {
          answer[field.responseName] = value;
          continue;
        }
        // Keeps the field in its place among the others.
        answer[field.responseName] = undefined;
        pending ??= [];
        late ??= [];
        pending.push(value);
        late.push(field.responseName);
      }
    } catch (error) {
      if (!pending) throw error;
      // What the others have begun is waited for: they may fail, too, and must not do so unheard.
      return Promise.all(pending)
        .then(() => {})
        .finally(() => {
          throw error;
        });
    }
    return pending && late ? whenFilled(answer, late, pending) : answer;
  }

  #field(field: PlannedField, source: unknown, parent: Place | undefined): unknown {
    if (field.property) return this.#property(field, field.property, source, parent);
    const place = placeOf(field, parent);
    const fail = (error: unknown) => this.#fieldFailed(error, field.nodes, place, field.isNonNull);
    try {
      const value = this.#resolve(field, source, place);
      if (!isPromise(value)) {
        const completed = this.#complete(field.completion, field, place, value);
        return isPromise(completed) ? completed.then(undefined, fail) : completed;
      }
      return value
        .then((settled) => this.#complete(field.completion, field, place, settled))
        .then(undefined, fail);
    } catch (error) {
      return fail(error);
    }
  }

  // Most fields are leaves that are there already: of those, only an error asks for the place.
  #property(
    field: PlannedField,
    serialize: NonNullable<PlannedField["property"]>,
    source: unknown,
    parent: Place | undefined,
  ): unknown {
    try {
      const value = (source as Record<string, unknown> | null)?.[field.name];
      if (typeof value === "string" || typeof value === "number") {
        const written = serialize(value);
        if (written !== null && written !== undefined) return written;
      }
      if (typeof value !== "function" && !isPromise(value))
        return this.#complete(field.completion, field, undefined, value);
    } catch (error) {
      return this.#fieldFailed(error, field.nodes, placeOf(field, parent), field.isNonNull);
    }
    return this.#field({ ...field, property: null }, source, parent);
  }

  #resolve(field: PlannedField, source: unknown, place: Place): unknown {
    const resolve = field.resolve ?? defaultFieldResolver;
    return resolve(source, field.argumentsFor(this.variables), this.#context, new Info(this, field, place));
  }

  #complete(completion: Completion, field: PlannedField, place: Place | undefined, value: unknown): unknown {
    if (value instanceof Error) throw value;
    if (completion.kind === "non-null") {
      const completed = this.#complete(completion.inner, field, place, value);
      if (completed === null)
        throw new Error(`Cannot return null for non-nullable field ${field.parentType.name}.${field.name}.`);
      return completed;
    }
    if (value === null || value === undefined) return null;
    switch (completion.kind) {
      case "leaf": {
        const serialized = completion.serialize(value);
        if (serialized === null || serialized === undefined)
          throw new Error(`${completion.typeName} made nothing of a value that is not null`);
        return serialized;
      }
      case "object":
        return this.fields(completion.fields(), value, place);
      case "list":
        return this.#list(completion, field, place as Place, value);
      case "abstract":
        return this.#abstract(completion, field, place as Place, value);
    }
  }

  #list({ item }: List, field: PlannedField, place: Place, value: unknown): MaybePromise<unknown[]> {
    if (typeof value !== "object" || typeof (value as Iterable<unknown>)[Symbol.iterator] !== "function") {
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${field.parentType.name}.${field.name}".`,
      );
    }
    const isNonNull = item.kind === "non-null";
    const isLeaf = (isNonNull ? item.inner : item).kind === "leaf";
    const pending: Promise<unknown>[] = [];
    const complete = (each: unknown, key: number) => {
      const at = isLeaf ? undefined : { prev: place, key, typename: undefined };
      const fail = (error: unknown) =>
        this.#fieldFailed(error, field.nodes, at ?? { prev: place, key, typename: undefined }, isNonNull);
      try {
        const completed = isPromise(each)
          ? each.then((settled) => this.#complete(item, field, at, settled))
          : this.#complete(item, field, at, each);
        if (!isPromise(completed)) return completed;
        const caught = completed.then(undefined, fail);
        pending.push(caught);
        return caught;
      } catch (error) {
        return fail(error);
      }
    };
    try {
      const items = Array.from(value as Iterable<unknown>, complete);
      return pending.length > 0 ? Promise.all(items) : items;
    } catch (error) {
      // graphql-js lets these fail unheard, which ends the process.
      for (const each of pending) each.catch(() => {});
      throw error;
    }
  }

  #abstract({ type, fieldsOf }: Abstract, field: PlannedField, place: Place, value: unknown): unknown {
    const info = new Info(this, field, place);
    const named = type.resolveType?.(value, this.#context, info, type);
    const completeAs = (name: unknown) =>
      this.fields(fieldsOf(this.#concreteType(type, field, name)), value, place);
    return isPromise(named) ? named.then(completeAs) : completeAs(named);
  }

  #concreteType(type: Abstract["type"], { nodes }: PlannedField, name: unknown): GraphQLObjectType {
    const { schema } = this.plan;
    const concrete = typeof name === "string" ? schema.getType(name) : undefined;
    if (isObjectType(concrete) && schema.isSubType(type, concrete)) return concrete;
    throw new GraphQLError(`"${name}" is not a possible type for "${type.name}".`, { nodes });
  }

  #fieldFailed(raw: unknown, nodes: readonly FieldNode[], place: Place, isNonNull: boolean): null {
    const error = locate(raw, nodes, pathTo(place));
    if (isNonNull) throw error;
    this.#add(error, place);
    return null;
  }

  // Of what was made null already, or is below it, nothing more is told.
  #add(error: GraphQLError, place: Place | undefined): void {
    this.#nulled ??= new Set();
    for (let at = place; at !== undefined; at = at.prev) if (this.#nulled.has(at)) return;
    if (this.#nulled.has(undefined)) return;
    this.#nulled.add(place);
    this.#errors.push(error);
  }
}

/** What a resolver may want to know of where it is; looked up when it asks. */
class Info implements GraphQLResolveInfo {
  readonly #run: Run;
  readonly #field: PlannedField;
  readonly #place: Place;

  constructor(run: Run, field: PlannedField, place: Place) {
    this.#run = run;
    this.#field = field;
    this.#place = place;
  }

  get fieldName() {
    return this.#field.name;
  }
  get fieldNodes() {
    return this.#field.nodes;
  }
  get returnType() {
    return this.#field.field.type;
  }
  get parentType() {
    return this.#field.parentType;
  }
  get path() {
    return this.#place;
  }
  get schema() {
    return this.#run.plan.schema;
  }
  get fragments() {
    return this.#run.plan.fragments;
  }
  get rootValue() {
    return undefined;
  }
  get operation() {
    return this.#run.plan.operation;
  }
  get variableValues() {
    return this.#run.variables as GraphQLResolveInfo["variableValues"];
  }
}

/**
 * An answer when the last of its fields is there. It takes as many turns of the queue as in graphql-js, so that of errors
 * that hide one another the same is told.
 */
function whenFilled(
  answer: Record<string, unknown>,
  names: readonly string[],
  pending: readonly Promise<unknown>[],
): Promise<unknown> {
  const [only] = pending;
  const [name = ""] = names;
  if (only && pending.length === 1) {
    const filled = only.then((value) => {
      answer[name] = value;
    });
    return filled.then(() => answer);
  }
  return Promise.all(pending).then((values) => {
    for (const [index, name] of names.entries()) answer[name] = values[index];
    return answer;
  });
}

function placeOf({ responseName: key, parentType }: PlannedField, prev: Place | undefined): Place {
  return { prev, key, typename: parentType.name };
}

function pathTo(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: Place | undefined = place; at; at = at.prev) path.push(at.key);
  return path.reverse();
}

function isPromise(value: unknown): value is Promise<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as Promise<unknown>).then === "function"
  );
}
