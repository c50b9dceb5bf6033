import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLLeafType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isLeafType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
} from "graphql";
import { isAbsent } from "../shared/json.ts";
import { memoizePerObject } from "../shared/memoize.ts";

/** Stands for a value that is left to graphql-js. */
const LEFT = Symbol("left");
type Coerce = (value: unknown) => unknown;

interface Variable {
  readonly name: string;
  readonly mayBeLeftOut: boolean;
  readonly coerce: Coerce;
}

/**
 * Coerces the variables of operations as graphql-js's `getVariableValues` does, but looks up their types once for all
 * requests with a document. Wrong values, and unusual ones that are right, are left to graphql-js, which words the
 * errors.
 */
export class VariableCoercion {
  readonly #schema: GraphQLSchema;
  readonly #variablesOf = memoizePerObject(
    ({ variableDefinitions = [] }: OperationDefinitionNode): readonly Variable[] =>
      variableDefinitions.map((each) => this.#variable(each)),
  );
  readonly #objects = new Map<GraphQLInputObjectType, Coerce>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** @returns null if the variables are left to graphql-js. */
  coerce(
    definition: OperationDefinitionNode,
    inputs: Readonly<Record<string, unknown>>,
  ): Record<string, unknown> | null {
    const coerced: Record<string, unknown> = {};
    for (const { name, mayBeLeftOut, coerce } of this.#variablesOf(definition)) {
      if (!Object.hasOwn(inputs, name)) {
        if (mayBeLeftOut) continue;
        return null;
      }
      const value = coerce(inputs[name]);
      if (value === LEFT) return null;
      coerced[name] = value;
    }
    return coerced;
  }

  #variable({ variable, type: node, defaultValue }: VariableDefinitionNode): Variable {
    const name = variable.name.value;
    const type = typeFromAST(this.#schema, node);
    // `__proto__` is no ordinary key of an object.
    const isOdd = !isInputType(type) || name === "__proto__";
    if (isOdd) return { name, mayBeLeftOut: false, coerce: () => LEFT };
    return { name, mayBeLeftOut: !defaultValue && !isNonNullType(type), coerce: this.#coercerOf(type) };
  }

  #coercerOf(type: GraphQLInputType): Coerce {
    const [whereNull, inner] = isNonNullType(type) ? [LEFT, type.ofType] : [null, type];
    const coerce = this.#presentCoercerOf(inner);
    return (value) => (isAbsent(value) ? whereNull : coerce(value));
  }

  #presentCoercerOf(type: GraphQLInputType): Coerce {
    if (isListType(type)) return listCoercer(this.#coercerOf(type.ofType));
    if (isInputObjectType(type)) return this.#objectCoercerOf(type);
    return isLeafType(type) ? leafCoercer(type) : () => LEFT;
  }

  // Created on first use, because an input may have fields of its own type.
  #objectCoercerOf(type: GraphQLInputObjectType): Coerce {
    if (type.isOneOf) return () => LEFT;
    return (value) => {
      let coerce = this.#objects.get(type);
      if (!coerce) {
        coerce = this.#makeObjectCoercer(type);
        this.#objects.set(type, coerce);
      }
      return coerce(value);
    };
  }

  #makeObjectCoercer(type: GraphQLInputObjectType): Coerce {
    const definitions = type.getFields();
    const fields = Object.values(definitions).map(({ name, type, defaultValue }) => ({
      name,
      defaultValue,
      isRequired: isNonNullType(type),
      coerce: this.#coercerOf(type),
    }));
    return (value) => {
      if (typeof value !== "object" || Array.isArray(value)) return LEFT;
      for (const name of Object.keys(value as object)) if (!definitions[name]) return LEFT;
      const coerced: Record<string, unknown> = {};
      for (const { name, defaultValue, isRequired, coerce } of fields) {
        const given = (value as Record<string, unknown>)[name];
        if (given === undefined) {
          if (defaultValue !== undefined) coerced[name] = defaultValue;
          else if (isRequired) return LEFT;
          continue;
        }
        const part = coerce(given);
        if (part === LEFT) return LEFT;
        coerced[name] = part;
      }
      return coerced;
    };
  }
}

function listCoercer(coerceItem: Coerce): Coerce {
  return (value) => {
    if (!Array.isArray(value)) return LEFT;
    const items: unknown[] = [];
    for (const each of value) {
      const item = coerceItem(each);
      // Stops at once: a body may hold hundreds of thousands of items, and refusing one takes ten times as long as
      // accepting it.
      if (item === LEFT) return LEFT;
      items.push(item);
    }
    return items;
  };
}

function leafCoercer(type: GraphQLLeafType): Coerce {
  return (value) => {
    try {
      const parsed = type.parseValue(value);
      return parsed === undefined ? LEFT : parsed;
    } catch {
      return LEFT;
    }
  };
}
