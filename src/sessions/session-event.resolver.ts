import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from "type-graphql";
import { mayActFor, onlyVisibleOwnerId } from "../access/caller.ts";
import type { OperationContext } from "../graphql/context.ts";
import { IN_ORDER, RESUME_AFTER, withCodes } from "../graphql/descriptions.ts";
import { requireRow } from "../graphql/loaders.ts";
import type { Change } from "../live/change-feed.ts";
import { ALL, type SessionChanged } from "../outbox/outbox-events.ts";
import { notFound } from "../shared/domain-error.ts";
import { parseId } from "../shared/ids.ts";
import { stationInScope } from "../stations/station-scope.ts";
import type { SessionView } from "./session.queries.ts";
import { ChargingSession, ChargingSessionEvent } from "./session.types.ts";

interface Arguments {
  readonly sessionId?: string | null;
  readonly stationId?: string | null;
  readonly after?: string | null;
}

interface EventView {
  readonly cursor: string;
  readonly occurredAt: Date;
  readonly sessionId: string;
}

@Resolver(() => ChargingSessionEvent)
export class SessionEventResolver {
  @Subscription(() => ChargingSessionEvent, {
    description: withCodes(
      "Tells when charging sessions start, progress or end, or have another `mustEndBy`: to drivers their own, to operators and " +
        `admins those at their stations. ${IN_ORDER}`,
      {
        NOT_FOUND: "the session or station does not exist, or the session is not the caller's.",
        CURSOR_EXPIRED: "`after` is not of this feed, or too old.",
      },
    ),
    subscribe: async ({ args, context }: { args: Arguments; context: OperationContext }) => {
      const { caller, changeFeed } = context;
      const { sessionId, stationId, ownerId } = await requireScope(args, context);
      const request = {
        kind: "session.changed" as const,
        channel: ownerId ?? stationId ?? ALL,
        wanted: (change: SessionChanged) =>
          mayActFor(caller, change) &&
          (!sessionId || change.sessionId === sessionId) &&
          (!stationId || change.stationId === stationId),
        after: args.after,
      };
      return changeFeed.subscribe(request);
    },
  })
  chargingSessionChanged(
    @Root() { cursor, payload }: Change<SessionChanged>,
    // Declared for the schema; `subscribe` has already applied them.
    @Arg("sessionId", () => ID, { nullable: true, description: "Only this session; null: all." })
    _sessionId: string | null,
    @Arg("stationId", () => ID, {
      nullable: true,
      description: "Only sessions at this station; null: at any.",
    })
    _stationId: string | null,
    @Arg("after", () => String, { nullable: true, description: RESUME_AFTER }) _after: string | null,
  ): EventView {
    return { cursor, occurredAt: new Date(payload.occurredAt), sessionId: payload.sessionId };
  }

  @FieldResolver(() => ChargingSession, {
    description:
      "The session as it is now, which may be later than the event. NOT_FOUND where it is no longer the caller's to see.",
  })
  async session(
    @Root() event: EventView,
    @Ctx() { caller, loaders }: OperationContext,
  ): Promise<SessionView> {
    const session = requireRow(await loaders.session.load(event.sessionId));
    // Its station may belong to another organisation since the event.
    if (!mayActFor(caller, session)) throw notFound("Charging session", session.id);
    return session;
  }
}

/** @throws DomainError BAD_USER_INPUT, or NOT_FOUND if something does not exist or is not the caller's. */
async function requireScope({ sessionId, stationId }: Arguments, { caller, loaders }: OperationContext) {
  // If all events are of one driver's sessions, that driver's channel is the narrowest one that brings them all.
  let ownerId = onlyVisibleOwnerId(caller);
  if (sessionId) {
    const found = await loaders.session.load(parseId("session", sessionId, "sessionId"));
    if (!found || !mayActFor(caller, found)) throw notFound("Charging session", sessionId);
    ownerId = found.ownerId;
  }
  return { sessionId, stationId: await stationInScope(stationId, loaders), ownerId };
}
