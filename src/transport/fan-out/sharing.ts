import { createHash } from "node:crypto";
import { type FieldNode, Kind, type OperationDefinitionNode, visit } from "graphql";
import { anonymous, type Caller, rightsOf } from "../../access/caller.ts";
import type { SlotStatusEventView } from "../../slots/slot-event.ts";
import type { Operation, OperationRequest } from "../operations/operations.ts";

/** An event of any feed, as it is passed to the execution. */
export interface FeedEventView {
  readonly cursor: string;
  readonly kind?: string;
}

/** How subscribers may share the events of a subscription. */
export interface Sharing {
  /**
   * Whether every subscriber may be sent the same. The events are then executed without an identity, so that they
   * cannot contain anything that belongs to a user. Otherwise only subscriptions of the same user share.
   */
  readonly isPublic: boolean;
  /** Present if a newer event makes an older one obsolete; absent if every event counts. */
  readonly conflation?: Conflation;
}

export interface Conflation {
  /** What an event is about. */
  keyOf(event: FeedEventView): string;
  /** The event as it is sent to readers that were not sent the ones before it. */
  conflated(event: FeedEventView): FeedEventView;
}

const slotStatus: Sharing = {
  isPublic: true,
  conflation: {
    keyOf: (event) => (event as SlotStatusEventView).slot.id,
    conflated: (event) => ({ ...event, conflated: true }),
  },
};

/** How the events of a subscription are shared. To be safe, an unknown subscription is not public. */
export function sharingOf({ definition }: Operation): Sharing {
  return rootField(definition)?.name.value === "slotStatusChanged" ? slotStatus : { isPublic: false };
}

/** The caller for whom a subscription is executed on behalf of all that share it. */
export function sharedCaller({ isPublic }: Sharing, caller: Caller): Caller {
  return isPublic ? { ...anonymous, roles: caller.roles, organisation: caller.organisation } : caller;
}

/** The arguments that say where a subscriber begins. They affect only what comes before the live events. */
const BEGINNINGS: ReadonlySet<string> = new Set(["after", "snapshot"]);

/** Equal for two subscribers that are sent the same: document, operation, variables, rights and language are equal. */
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

/**
 * The values given for the declared variables. Others would be kept in memory for as long as the subscription lasts.
 */
export function declaredVariables(
  { variables }: Pick<OperationRequest, "variables">,
  { definition }: Operation,
): Readonly<Record<string, unknown>> {
  const given = variables ?? {};
  // A variable that is not given differs from null: it may have a default.
  const names = (definition.variableDefinitions ?? [])
    .map(({ variable }) => variable.name.value)
    .filter((name) => Object.hasOwn(given, name));
  return Object.fromEntries(names.map((name) => [name, given[name]]));
}

const beginnings = new WeakMap<OperationDefinitionNode, ReadonlySet<string>>();

/** The variables that are used only to say where to begin. */
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

/** The root field of a subscription, if it is the only selection. */
function rootField({ selectionSet }: OperationDefinitionNode): FieldNode | undefined {
  const [only, ...others] = selectionSet.selections;
  return only?.kind === Kind.FIELD && others.length === 0 ? only : undefined;
}
