import { createHash } from "node:crypto";
import { type FieldNode, Kind, type OperationDefinitionNode, visit } from "graphql";
import { anonymous, type Caller, rightsOf } from "../../access/caller.ts";
import type { SlotStatusEventView } from "../../slots/slot-event.ts";
import type { Operation, OperationRequest } from "../operations/operations.ts";

/** An event of any feed, as it is handed to the execution. */
export interface FeedEventView {
  readonly cursor: string;
  readonly kind?: string;
}

/** What a subscription's events allow to those who are told of them. */
export interface Sharing {
  /**
   * Whether everybody may be told: it is then executed without an identity, so that nothing that belongs to somebody
   * can be in it. Else those who are the same user share, and nobody else.
   */
  readonly isPublic: boolean;
  /** Where a newer event makes an older one obsolete; absent where each of them counts. */
  readonly conflation?: Conflation;
}

export interface Conflation {
  /** What an event is about. */
  keyOf(event: FeedEventView): string;
  /** The event as it is told to those who were not told of the ones before it. */
  conflated(event: FeedEventView): FeedEventView;
}

const slotStatus: Sharing = {
  isPublic: true,
  conflation: {
    keyOf: (event) => (event as SlotStatusEventView).slot.id,
    conflated: (event) => ({ ...event, conflated: true }),
  },
};

/** How the events of a subscription are shared; to be on the safe side, with nobody else where that is not known. */
export function sharingOf({ definition }: Operation): Sharing {
  return rootField(definition)?.name.value === "slotStatusChanged" ? slotStatus : { isPublic: false };
}

/** As whom a subscription is executed for all who share it. */
export function sharedCaller({ isPublic }: Sharing, caller: Caller): Caller {
  return isPublic ? { ...anonymous, roles: caller.roles, organisation: caller.organisation } : caller;
}

/** Where a subscriber begins: it decides over what comes before the live events, and not over those. */
const BEGINNINGS: ReadonlySet<string> = new Set(["after", "snapshot"]);

/**
 * What two subscribers have in common where they are told the same: document, operation, variables, and the rights and
 * the language in which it is executed.
 */
export function sharingKey(options: {
  request: OperationRequest;
  operation: Operation;
  caller: Caller;
  language: string;
}): string {
  const { request, operation, caller, language } = options;
  const left = beginningVariables(operation);
  const variables = Object.entries(declaredVariables(request, operation)).filter(([name]) => !left.has(name));
  const parts = [request.query, operation.definition.name?.value, variables, rightsOf(caller), language];
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64");
}

/** What is given for the variables that the operation has: others are not kept for as long as somebody subscribes. */
export function declaredVariables(
  { variables }: Pick<OperationRequest, "variables">,
  { definition }: Operation,
): Readonly<Record<string, unknown>> {
  const given = variables ?? {};
  // One that is not given is not the same as null: it may have a default.
  const names = (definition.variableDefinitions ?? [])
    .map(({ variable }) => variable.name.value)
    .filter((name) => Object.hasOwn(given, name));
  return Object.fromEntries(names.map((name) => [name, given[name]]));
}

const beginnings = new WeakMap<OperationDefinitionNode, ReadonlySet<string>>();

/** The variables that say where to begin, and nothing else. */
function beginningVariables({ document, definition }: Operation): ReadonlySet<string> {
  const known = beginnings.get(definition);
  if (known) return known;
  const uses = new Map<string, number>();
  visit(document, {
    enter(node) {
      if (node.kind === Kind.VARIABLE_DEFINITION) return false;
      if (node.kind === Kind.VARIABLE) uses.set(node.name.value, (uses.get(node.name.value) ?? 0) + 1);
      return undefined;
    },
  });
  const names = (rootField(definition)?.arguments ?? []).flatMap(({ name, value }) =>
    BEGINNINGS.has(name.value) && value.kind === Kind.VARIABLE && uses.get(value.name.value) === 1
      ? [value.name.value]
      : [],
  );
  const found = new Set(names);
  beginnings.set(definition, found);
  return found;
}

/** The field of a subscription, where nothing else is beside it that it could be. */
function rootField({ selectionSet }: OperationDefinitionNode): FieldNode | undefined {
  const [only, ...others] = selectionSet.selections;
  return only?.kind === Kind.FIELD && others.length === 0 ? only : undefined;
}
