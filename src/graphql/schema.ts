import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLSchema,
  lexicographicSortSchema,
  printSchema,
} from "graphql";
import { buildSchema, type ClassType, type NonEmptyArray } from "type-graphql";
import { operationRules, requireAllowed } from "../access/operation-rules.ts";
import { SignInResolver } from "../access/sign-in.resolver.ts";
import type { SignIn } from "../access/sign-in.service.ts";
import { UserResolver } from "../access/users/user.resolver.ts";
import { UserAccessResolver } from "../access/users/user-access.resolver.ts";
import type { UserAccessService } from "../access/users/user-access.service.ts";
import { AuditResolver } from "../audit/audit.resolver.ts";
import type { Database } from "../database/database.ts";
import { AnalyticsResolver } from "../reports/analytics.resolver.ts";
import { DashboardResolver } from "../reports/dashboard.resolver.ts";
import { CalendarResolver } from "../reservations/calendar/calendar.resolver.ts";
import { EndedReservationResolver } from "../reservations/ended-reservation.resolver.ts";
import type { EndedReservationService } from "../reservations/ended-reservation.service.ts";
import { ReservationResolver } from "../reservations/reservation.resolver.ts";
import type { ReservationService } from "../reservations/reservation.service.ts";
import { ReservationEventResolver } from "../reservations/reservation-event.resolver.ts";
import { ReservationItemResolver } from "../reservations/reservation-item.resolver.ts";
import type { ReservationRescheduler } from "../reservations/reservation-rescheduler.ts";
import { SessionResolver } from "../sessions/session.resolver.ts";
import type { SessionService } from "../sessions/session.service.ts";
import { SessionEventResolver } from "../sessions/session-event.resolver.ts";
import type { SessionStartService } from "../sessions/session-start.service.ts";
import { SlotResolver } from "../slots/slot.resolver.ts";
import type { SlotService } from "../slots/slot.service.ts";
import { SlotConnectionResolver } from "../slots/slot-connection.resolver.ts";
import { SlotEventResolver } from "../slots/slot-event.resolver.ts";
import { PortResolver } from "../stations/port.resolver.ts";
import { StationResolver } from "../stations/station.resolver.ts";
import type { StationService } from "../stations/station.service.ts";
import { VehicleResolver } from "../vehicles/vehicle.resolver.ts";
import type { VehicleService } from "../vehicles/vehicle.service.ts";
import { WebhookResolver } from "../webhooks/webhook.resolver.ts";
import type { WebhookService } from "../webhooks/webhook.service.ts";
import { WebhookDeliveryResolver } from "../webhooks/webhook-delivery.resolver.ts";
import type { WebhookDeliveryService } from "../webhooks/webhook-delivery.service.ts";
import type { OperationContext } from "./context.ts";
import { ROOT_TYPES, requiredRoles } from "./descriptions.ts";
import { resolveDirectly } from "./direct-resolvers.ts";
import { NodeResolver } from "./node.resolver.ts";

/** The use cases behind the schema. */
export interface Services {
  readonly db: Database;
  readonly signIn: SignIn;
  readonly userAccess: UserAccessService;
  readonly stations: StationService;
  readonly slots: SlotService;
  readonly vehicles: VehicleService;
  readonly reservations: ReservationService;
  readonly endedReservations: EndedReservationService;
  readonly rescheduler: ReservationRescheduler;
  /** Kept free after each window. */
  readonly bufferSeconds: number;
  readonly sessions: SessionService;
  readonly sessionStarts: SessionStartService;
  readonly webhooks: WebhookService;
  readonly webhookDeliveries: WebhookDeliveryService;
}

/** The executable schema over these services, with each operation behind its access rule. */
export async function createSchema(services: Services, { unplanned = false } = {}): Promise<GraphQLSchema> {
  const resolvers: object[] = [
    new NodeResolver(services),
    new SignInResolver(services),
    new UserResolver(),
    new UserAccessResolver(services),
    new StationResolver(services),
    new PortResolver(services),
    new SlotResolver(services),
    new SlotConnectionResolver(),
    new SlotEventResolver(),
    new VehicleResolver(services),
    new ReservationResolver(services),
    new ReservationItemResolver(),
    new ReservationEventResolver(),
    new CalendarResolver(services),
    new EndedReservationResolver(services),
    new DashboardResolver(services),
    new AnalyticsResolver(services),
    new SessionResolver(services),
    new SessionEventResolver(),
    new WebhookResolver(services),
    new WebhookDeliveryResolver(services),
    new AuditResolver(services),
  ];
  const byClass = new Map<unknown, object>(resolvers.map((resolver) => [resolver.constructor, resolver]));
  const schema = await buildSchema({
    resolvers: [...byClass.keys()] as unknown as NonEmptyArray<ClassType>,
    container: { get: (resolver: ClassType) => byClass.get(resolver) },
    validate: false,
    // The check is a query for the whole schema, and takes a tenth of the start. Apollo Server refuses an invalid
    // schema, too.
    skipCheck: true,
    // Required by TypeGraphQL; each subscription here has its own source.
    pubSub: {
      publish: () => {},
      subscribe: () => {
        throw new Error("not used");
      },
    },
  });
  if (!unplanned) resolveDirectly(schema, (target) => byClass.get(target as ClassType));
  return guardOperations(schema);
}

/** The SDL of the API, as in `schema/schema.graphql`: sorted, so that it changes only if the API does. */
export async function describeSchema(): Promise<string> {
  // Nothing is executed, so no services are needed.
  const sdl = printSchema(lexicographicSortSchema(await createSchema({} as Services)));
  // printSchema also indents the empty lines of descriptions.
  return `${sdl.replace(/^ +$/gm, "")}\n`;
}

// TypeGraphQL would make the event, and so every execution, a promise: half of the work if an event goes to thousands
// of subscribers that share nothing.
const shownAsTheyAre: ReadonlySet<string> = new Set(["Subscription.slotStatusChanged"]);

/**
 * Puts the access rule in front of every root field: the one place where it is enforced, over HTTP and WebSocket
 * alike, and for `subscribe`, which TypeGraphQL's middlewares do not reach. The description of the field gets the rule,
 * too.
 *
 * @throws Error for an operation without a rule, and for a rule without an operation.
 */
function guardOperations(schema: GraphQLSchema): GraphQLSchema {
  const unused = new Set(Object.keys(operationRules));
  for (const type of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    if (type) type.description = ROOT_TYPES[type.name];
    for (const field of Object.values(type?.getFields() ?? {})) {
      const operation = `${type?.name}.${field.name}`;
      if (!unused.delete(operation)) throw new Error(`${operation} has no access rule in operation-rules.ts`);
      guard(field, operation);
    }
  }
  if (unused.size > 0)
    throw new Error(`operation-rules.ts has rules for what does not exist: ${[...unused].join(", ")}`);
  return schema;
}

function guard(field: GraphQLField<unknown, OperationContext>, operation: string): void {
  const descriptions = [field.description, requiredRoles(operationRules[operation])];
  field.description = descriptions.filter(Boolean).join("\n\n");
  const { resolve = defaultFieldResolver, subscribe } = field;
  if (subscribe) {
    field.subscribe = (root, args, context, info) => {
      requireAllowed(context.caller, operation);
      const { resumeAfter } = context;
      return subscribe(root, resumeAfter === null ? args : { ...args, after: resumeAfter }, context, info);
    };
    if (shownAsTheyAre.has(operation)) field.resolve = (event) => event;
    return;
  }
  field.resolve = (root, args, context, info) => {
    context.signal?.throwIfAborted();
    requireAllowed(context.caller, operation);
    return resolve(root, args, context, info);
  };
}
