import {
  defaultFieldResolver,
  type FieldNode,
  GraphQLError,
  type GraphQLObjectType,
  isObjectType,
} from "graphql";
import type { OperationContext } from "../context.ts";
import { locate } from "./located-error.ts";
import type { Abstract, Completion, List, OperationPlan, PlannedField } from "./operation-plan.ts";
import { joinFields, joinItems, type MaybePromise, type PendingField } from "./pending-text.ts";
import type { Variables } from "./planned-arguments.ts";
import { ResolveInfo } from "./resolve-info.ts";
import { pathOf, pathToArray, type ResponsePath } from "./response-path.ts";
import { sharedTextsOf } from "./shared-texts.ts";

/** The result of an operation. */
export interface PlannedResult {
  /** As JSON. */
  readonly data: string;
  /** Null if there are none. */
  readonly errors: readonly GraphQLError[] | null;
}

const NULL = "null";

/**
 * Executes an operation by its plan. It does step by step what graphql-js's `execute` does, with the same errors, their
 * places and the nulls that they leave, but without the work that graphql-js repeats for each object of each request:
 * collecting fields, looking up their types, arguments and resolvers, and preparing information for resolvers that few
 * of them ask for. A completed value is written at once, as JSON. A value that is shared with other operations is
 * written once for all of them.
 *
 * Compiling to JavaScript (graphql-jit) is as fast within what can be measured here, but handles errors, fragments that
 * are spread twice and abstract types differently.
 *
 * @param variables as they are after coercion, with defaults.
 */
export function executePlan(
  plan: OperationPlan,
  variables: Variables,
  context: OperationContext,
  rootValue?: unknown,
): MaybePromise<PlannedResult> {
  const run = new Run(plan, variables, context);
  try {
    const data =
      plan.operation.operation === "mutation"
        ? run.onlyField(plan.fields, rootValue)
        : run.fields(plan.fields, rootValue, undefined);
    if (typeof data === "string") return run.resultOf(data);
    return data.then(
      (text) => run.resultOf(text),
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
  #nulled: Set<ResponsePath | undefined> | null = null;
  /** Whether what was written depends on this operation, and not only on the values that were read. */
  #isOwn = false;

  constructor(plan: OperationPlan, variables: Variables, context: OperationContext) {
    this.plan = plan;
    this.variables = variables;
    this.#context = context;
  }

  resultOf(data: string): PlannedResult {
    return { data, errors: this.#errors.length === 0 ? null : this.#errors };
  }

  failed(error: unknown): PlannedResult {
    this.#add(error as GraphQLError, undefined);
    return this.resultOf(NULL);
  }

  /**
   * Writes the answer of a mutation with one field, or none. graphql-js waits one turn less for it than for the fields
   * of a query.
   */
  onlyField([field]: readonly PlannedField[], source: unknown): MaybePromise<string> {
    if (!field) return "{}";
    const value = this.#field(field, source, undefined);
    const answer = (text: string) => `{${field.label}${text}}`;
    return typeof value === "string" ? answer(value) : value.then(answer);
  }

  fields(
    fields: readonly PlannedField[],
    source: unknown,
    place: ResponsePath | undefined,
  ): MaybePromise<string> {
    let text = "{";
    let pending: PendingField[] | undefined;
    try {
      for (const field of fields) {
        text += field.label;
        const value = this.#field(field, source, place);
        if (typeof value === "string") {
          text += value;
          continue;
        }
        pending ??= [];
        pending.push({ before: text, value });
        text = "";
      }
    } catch (error) {
      if (!pending) throw error;
      // Waits for the fields that have begun: they may fail, too, and their rejections must not remain unhandled.
      return Promise.all(pending.map(({ value }) => value))
        .then(() => "")
        .finally(() => {
          throw error;
        });
    }
    text += "}";
    return pending ? joinFields(pending, text) : text;
  }

  #field(field: PlannedField, source: unknown, parent: ResponsePath | undefined): MaybePromise<string> {
    if (field.property) return this.#property(field, field.property, source, parent);
    const place = pathOf(field, parent);
    const fail = (error: unknown) => this.#fieldFailed(error, field.nodes, place, field.isNonNull);
    try {
      const value = this.#resolve(field, source, place);
      if (!isPromise(value)) {
        const completed = this.#complete(field.completion, field, place, value);
        return typeof completed === "string" ? completed : completed.then(undefined, fail);
      }
      return value.then((settled) => this.#completeRead(field, place, settled)).then(undefined, fail);
    } catch (error) {
      return fail(error);
    }
  }

  // Most fields are leaves whose values are already there. For those, only an error needs the place.
  #property(
    field: PlannedField,
    write: NonNullable<PlannedField["property"]>,
    source: unknown,
    parent: ResponsePath | undefined,
  ): MaybePromise<string> {
    try {
      const value = (source as Record<string, unknown> | null)?.[field.name];
      if (typeof value === "string" || typeof value === "number") {
        const written = write(value);
        if (written !== null) return written;
      }
      if (typeof value !== "function" && !isPromise(value))
        return this.#complete(field.completion, field, undefined, value);
    } catch (error) {
      return this.#fieldFailed(error, field.nodes, pathOf(field, parent), field.isNonNull);
    }
    return this.#field({ ...field, property: null }, source, parent);
  }

  #resolve(field: PlannedField, source: unknown, place: ResponsePath): unknown {
    if ((field.isReadAhead || !field.resolve) && typeof source === "object" && source !== null) {
      const value = (source as Record<string, unknown>)[field.name];
      if (value !== undefined && typeof value !== "function") return value;
    }
    this.#isOwn = true;
    const resolve = field.resolve ?? defaultFieldResolver;
    return resolve(
      source,
      field.argumentsFor(this.variables),
      this.#context,
      new ResolveInfo(this, field, place),
    );
  }

  /** Completes a value that may be shared with other operations. */
  #completeRead(field: PlannedField, place: ResponsePath, value: unknown): MaybePromise<string> {
    const texts = sharedTextsOf(value);
    const known = texts?.get(field);
    if (known !== undefined) return known;
    const wasOwn = this.#isOwn;
    this.#isOwn = false;
    const text = this.#complete(field.completion, field, place, value);
    if (typeof text === "string" && !this.#isOwn) texts?.set(field, text);
    this.#isOwn ||= wasOwn;
    return text;
  }

  #complete(
    completion: Completion,
    field: PlannedField,
    place: ResponsePath | undefined,
    value: unknown,
  ): MaybePromise<string> {
    if (value instanceof Error) throw value;
    if (completion.kind === "non-null") {
      const completed = this.#complete(completion.inner, field, place, value);
      if (completed === NULL)
        throw new Error(`Cannot return null for non-nullable field ${field.parentType.name}.${field.name}.`);
      return completed;
    }
    if (value === null || value === undefined) return NULL;
    switch (completion.kind) {
      case "leaf": {
        const written = completion.write(value);
        if (written === null)
          throw new Error(`${completion.typeName} made nothing of a value that is not null`);
        return written;
      }
      case "object":
        return this.fields(completion.fields(), value, place);
      case "list":
        return this.#list(completion, field, place as ResponsePath, value);
      case "abstract":
        return this.#abstract(completion, field, place as ResponsePath, value);
    }
  }

  #list({ item }: List, field: PlannedField, place: ResponsePath, value: unknown): MaybePromise<string> {
    if (typeof value !== "object" || typeof (value as Iterable<unknown>)[Symbol.iterator] !== "function") {
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${field.parentType.name}.${field.name}".`,
      );
    }
    const items: MaybePromise<string>[] = [];
    let isPending = false;
    try {
      for (const each of value as Iterable<unknown>) {
        const text = this.#item(item, field, { prev: place, key: items.length, typename: undefined }, each);
        isPending ||= typeof text !== "string";
        items.push(text);
      }
      return isPending ? joinItems(items) : `[${items.join()}]`;
    } catch (error) {
      // graphql-js leaves these rejections unhandled, which ends the process.
      for (const each of items) if (typeof each !== "string") each.catch(() => {});
      throw error;
    }
  }

  #item(
    completion: Completion,
    field: PlannedField,
    place: ResponsePath,
    value: unknown,
  ): MaybePromise<string> {
    const fail = (error: unknown) =>
      this.#fieldFailed(error, field.nodes, place, completion.kind === "non-null");
    try {
      const completed = isPromise(value)
        ? value.then((settled) => this.#complete(completion, field, place, settled))
        : this.#complete(completion, field, place, value);
      return typeof completed === "string" ? completed : completed.then(undefined, fail);
    } catch (error) {
      return fail(error);
    }
  }

  #abstract(
    { type, fieldsOf }: Abstract,
    field: PlannedField,
    place: ResponsePath,
    value: unknown,
  ): MaybePromise<string> {
    this.#isOwn = true;
    const info = new ResolveInfo(this, field, place);
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

  #fieldFailed(raw: unknown, nodes: readonly FieldNode[], place: ResponsePath, isNonNull: boolean): string {
    this.#isOwn = true;
    const error = locate(raw, nodes, pathToArray(place));
    if (isNonNull) throw error;
    this.#add(error, place);
    return NULL;
  }

  // Reports no further error at or below a place that is already null.
  #add(error: GraphQLError, place: ResponsePath | undefined): void {
    this.#nulled ??= new Set();
    for (let at = place; at !== undefined; at = at.prev) if (this.#nulled.has(at)) return;
    if (this.#nulled.has(undefined)) return;
    this.#nulled.add(place);
    this.#errors.push(error);
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as Promise<unknown>).then === "function"
  );
}
