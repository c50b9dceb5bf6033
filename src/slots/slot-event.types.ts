import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../graphql/connection.types.ts";
import { DateTime } from "../graphql/date-time.ts";
import { EVENT_CURSOR } from "../graphql/descriptions.ts";
import { SlotStatus, SlotStatusCause } from "./slot.rules.ts";
import { Slot } from "./slot.types.ts";

const SlotEventKind = { SNAPSHOT: "SNAPSHOT", CHANGE: "CHANGE" } as const;
type SlotEventKind = (typeof SlotEventKind)[keyof typeof SlotEventKind];

registerEnumType(SlotEventKind, {
  name: "SlotEventKind",
  description: "What an event of a slot tells.",
  valuesConfig: {
    SNAPSHOT: { description: "How the slot is when the subscription begins. Nothing has happened to it." },
    CHANGE: { description: "The slot's status has changed, or the slot was added or removed." },
  },
});
registerEnumType(SlotStatusCause, {
  name: "SlotStatusCause",
  description: "Why the status of a slot has changed.",
  valuesConfig: {
    SLOT_ADDED: { description: "The slot was created: version 1, AVAILABLE, without a previous status." },
    SLOT_REMOVED: {
      description:
        "The slot was removed: its last event. The status stays INACTIVE; take the slot off the screen.",
    },
    SLOT_ACTIVATED: { description: "The slot was put back into service." },
    SLOT_DEACTIVATED: { description: "The slot was taken out of service." },
    RESERVATION_CREATED: { description: "A new reservation holds the slot." },
    RESERVATION_CANCELLED: { description: "The reservation that held the slot was cancelled." },
    RESERVATION_COMPLETED: {
      description:
        "The reservation that held the slot was completed: by `completeReservation`, or because its driver charges on another one of its slots.",
    },
    RESERVATION_EXPIRED: {
      description: "The time of the reservation that held the slot has run out, and the slot was released.",
    },
    RESERVATION_HIDDEN: { description: "The EXPIRED reservation that kept the slot BOOKED was hidden." },
    RESERVATION_HOLD_STARTED: {
      description: "CALENDAR: a reservation begins to hold the slot for its window.",
    },
    RESERVATION_RESCHEDULED: { description: "A reservation was rescheduled to the slot, or away from it." },
    RESERVATION_MOVED: {
      description: "A reservation was moved to the slot, because its own was taken out of service.",
    },
    WAITLIST_PROMOTED: { description: "The slot went to the first reservation in its waitlist." },
    TURN_MISSED: {
      description: "The turn of a waitlisted reservation was not accepted in time, and nobody else waits.",
    },
    SESSION_STARTED: { description: "A charging session has started on the slot." },
    SESSION_STOPPED: { description: "The charging session on the slot has ended." },
  },
});

@ObjectType({ simpleResolvers: true, description: "A change of a slot's status, or its status as it is." })
export class SlotStatusEvent {
  @Field(() => String, {
    description: `${EVENT_CURSOR} After the cursor of a SNAPSHOT, the snapshots that the client lacks come first, of slots as they are by then.`,
  })
  cursor!: string;

  @Field(() => SlotEventKind, { description: "Whether the event tells a change or how the slot is." })
  kind!: SlotEventKind;

  @Field(() => Slot, {
    description:
      "The slot at the moment of the event: its own values as they were then. What it refers to, such as its port, is as it is now.",
  })
  slot!: Slot;

  @Field(() => SlotStatus, { description: "The status after the event." })
  status!: SlotStatus;

  @Field(() => SlotStatus, {
    nullable: true,
    description: "The status before the event; null on a SNAPSHOT, and when the slot was added.",
  })
  previousStatus!: SlotStatus | null;

  @Field(() => Int, {
    description:
      "The slot's version after the event. Of two events of a slot, the one with the higher version is newer.",
  })
  version!: number;

  @Field(() => Boolean, {
    description:
      "Whether versions between the last event of this slot and this one were left out, because the client read too slowly.",
  })
  conflated!: boolean;

  @Field(() => SlotStatusCause, {
    nullable: true,
    description: "Why the status changed; null on a SNAPSHOT.",
  })
  cause!: SlotStatusCause | null;

  @Field(() => DateTime, { description: "When the status changed; on a SNAPSHOT, when it was read." })
  occurredAt!: Date;
}

export const SlotEventConnection = connectionOf("SlotEvent", () => SlotStatusEvent);
