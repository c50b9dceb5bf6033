import { isStaff, mayActForDriver, operatorOrganisationOf, requireUserId } from "../../access/caller.ts";
import type { Actor } from "../../audit/audit-log.ts";
import { runInOneTransaction } from "../../database/batch.ts";
import type { Database, Tx } from "../../database/database.ts";
import { claimNewKeys, releaseKeys, storeAnswers } from "../../database/idempotency.ts";
import type { WriteBatches } from "../../database/write-batches.ts";
import type { Outcome } from "../../shared/batcher.ts";
import type { DomainError } from "../../shared/domain-error.ts";
import { newId } from "../../shared/ids.ts";
import { refuseBooking } from "../../slots/slot.rules.ts";
import type { LockedSlot, SlotLedger } from "../../slots/slot-ledger.ts";
import type { VehicleView } from "../../vehicles/vehicle.queries.ts";
import { tryLockVehicles } from "../../vehicles/vehicle.service.ts";
import type { CalendarLedger } from "../calendar/calendar-ledger.ts";
import type { LapsedHolds } from "../expiry/lapsed-holds.ts";
import { firstAnswers, type ReservationView } from "../reservation.queries.ts";
import { type ReservationSettings, reservedUntil } from "../reservation.rules.ts";
import { readBookingContext } from "../slot-terms.queries.ts";
import { type BookingContext, termsOf } from "../slot-terms.rules.ts";
import type { Allowance, OpenReservations } from "./open-reservations.ts";
import { type CreateReservation, refuseRequest } from "./reservation-creator.ts";
import type { NewReservationRow, ReservationWriter } from "./reservation-writer.ts";

const OPERATION = "createReservation";

export interface Creation {
  readonly by: Actor;
  readonly request: CreateReservation;
  readonly idempotencyKey: string | null;
}

/**
 * Whether a request can be decided together with others: a driver's request for one slot without a window, as nearly
 * all are. The others need more reads, which would delay the whole batch: a window is compared with earlier ones, a
 * waitlist request with those already in line, and operators' requests are audited.
 */
function isForBatch({ by, request: { items, joinWaitlist } }: Creation): boolean {
  const [item] = items;
  if (isStaff(by.caller) || joinWaitlist || !item || items.length > 1) return false;
  return item.startAt === null && item.endAt === null;
}

function slotOf({ request }: Creation): string {
  return request.items[0]?.slotId ?? "";
}

interface Booking {
  readonly kind: "BOOKED";
  readonly now: Date;
  readonly row: NewReservationRow;
}

type Decision = Booking | Exclude<Outcome<never>, { kind: "ANSWERED" }>;

const ALONE = { kind: "ALONE" } as const;
const CONTENDED = { kind: "CONTENDED" } as const;

/**
 * Makes many reservations in one transaction, so that the counter of codes is raised once for all. Separate
 * transactions would each wait for the counter until the previous commit has reached the disk. Each request gets the
 * answer that it would get alone, right after the requests before it.
 */
export class CreationBatch {
  readonly #db: Database;
  readonly #slots: SlotLedger;
  readonly #writer: ReservationWriter;
  readonly #calendar: CalendarLedger;
  readonly #lapsedHolds: LapsedHolds;
  readonly #openReservations: OpenReservations;
  readonly #settings: ReservationSettings;
  readonly #batches: WriteBatches;

  constructor(options: {
    db: Database;
    slots: SlotLedger;
    writer: ReservationWriter;
    calendar: CalendarLedger;
    lapsedHolds: LapsedHolds;
    openReservations: OpenReservations;
    settings: ReservationSettings;
    batches: WriteBatches;
  }) {
    this.#db = options.db;
    this.#slots = options.slots;
    this.#writer = options.writer;
    this.#calendar = options.calendar;
    this.#lapsedHolds = options.lapsedHolds;
    this.#openReservations = options.openReservations;
    this.#settings = options.settings;
    this.#batches = options.batches;
  }

  /** Runs each request together with others that arrive at the same time, or alone if it is not for a batch. */
  runner(
    alone: (creation: Creation) => Promise<ReservationView>,
  ): (creation: Creation) => Promise<ReservationView> {
    return this.#batches.runner<Creation, ReservationView>({
      isForBatch,
      together: (creations) => this.#run(creations),
      alone,
      lockKeyOf: slotOf,
      uniqueKeyOf: ({ by, idempotencyKey: key }) => key && `${by.caller.userId} ${key}`,
    });
  }

  /** @param creations no two with the same idempotency key. */
  #run(creations: readonly Creation[]): Promise<readonly Outcome<ReservationView>[]> {
    return runInOneTransaction(this.#db, async (tx) => {
      const claimed = await claimNewKeys(tx, OPERATION, creations.flatMap(toKey));
      const fresh = new Set(claimed.map(({ creation }) => creation));
      const open = creations.filter((each) => each.idempotencyKey === null || fresh.has(each));
      const decisions = await this.#decide(tx, open);
      // Storing answers takes more statements, and the commit waits for them.
      if (claimed.length === 0) tx.announceCommit();
      const written = this.#write(tx, decisions);
      const answers = written.then((made) => storeFirstAnswers(tx, claimed, made));
      if (claimed.length > 0) await answers;
      return creations.map((creation) => toOutcome(creation, decisions.get(creation), answers));
    });
  }

  /** Decides the requests in order of arrival. A later request sees the slots that earlier ones in the batch took. */
  async #decide(tx: Tx, creations: readonly Creation[]): Promise<Map<Creation, Decision>> {
    const slotIds = [...new Set(creations.map(slotOf))];
    const vehicleIds = creations.map(({ request }) => request.vehicleId);
    const driverIds = [...new Set(creations.map(({ by }) => requireUserId(by.caller)))];
    const [allowanceOf, vehicles, slots, context] = await Promise.all([
      this.#openReservations.tryLock(tx, driverIds),
      tryLockVehicles(tx, vehicleIds),
      this.#slots.tryLock(tx, slotIds),
      // Runs after the locks, although it is sent with them.
      readBookingContext(tx, slotIds),
    ]);
    const lapsed = await this.#lapsedHolds.slotsAmong(tx, takenAmong(slots));
    const decisions = new Map<Creation, Decision>();
    const refusals = new Map<LockedSlot, DomainError | null>();
    for (const creation of creations) {
      const vehicle = vehicles.get(creation.request.vehicleId);
      const slot = slots.get(slotOf(creation));
      const { caller } = creation.by;
      const allowance = allowanceOf(requireUserId(caller));
      // A row that was not found is either locked by another transaction or missing. Running alone tells which.
      if (!allowance || !vehicle || !mayActForDriver(caller, vehicle.ownerId)) decisions.set(creation, ALONE);
      else if (!slot) decisions.set(creation, CONTENDED);
      else {
        const facts = { allowance, vehicle, slot, context, lapsed, refusals };
        const decision = this.#decideOne(creation, facts);
        decisions.set(creation, decision);
        if (decision.kind !== "BOOKED") continue;
        allowance.take();
        slots.set(slot.id, { ...slot, status: "BOOKED" });
      }
    }
    return decisions;
  }

  #decideOne(
    { by, request }: Creation,
    { allowance, vehicle, slot, context, lapsed, refusals }: Facts,
  ): Decision {
    const refused = refuseRequest(by.caller, vehicle, request, context, this.#settings) ?? allowance.refuse();
    if (refused) return { kind: "REFUSED", error: refused };
    const { now } = context;
    const { bookingMode, organisation } = termsOf(context, slot.id);
    if (!refusals.has(slot)) refusals.set(slot, refuseBooking(slot, bookingMode));
    const refusal = refusals.get(slot);
    // The slot may be held only by a lapsed reservation. The request of the batch that runs alone sweeps it first.
    if (refusal) return lapsed.has(slot.id) ? CONTENDED : { kind: "REFUSED", error: refusal };
    return {
      kind: "BOOKED",
      now,
      row: {
        id: newId("reservation"),
        vehicle,
        organisation,
        stationIds: [slot.stationId],
        items: this.#calendar.claimsOf(request.items, context),
        status: request.status,
        until: reservedUntil(request, now, this.#settings),
        notes: request.notes,
      },
    };
  }

  async #write(tx: Tx, decisions: ReadonlyMap<Creation, Decision>): Promise<Map<Creation, ReservationView>> {
    const booked = [...decisions].flatMap(([creation, each]) =>
      each.kind === "BOOKED" ? [{ creation, ...each }] : [],
    );
    const [first] = booked;
    if (!first) return new Map();
    const made = await this.#writer.write(
      tx,
      first.now,
      booked.map(({ row }) => row),
    );
    return new Map(booked.map(({ creation }, index) => [creation, made[index] as ReservationView]));
  }
}

interface Facts {
  readonly allowance: Allowance;
  readonly vehicle: VehicleView;
  readonly slot: LockedSlot;
  /** Of all slots of the batch. */
  readonly context: BookingContext;
  /** Slots that are held only because their reservations have not been swept yet. */
  readonly lapsed: ReadonlySet<string>;
  /** Why a slot cannot be booked in its present state: the same error for all requests for it. */
  readonly refusals: Map<LockedSlot, DomainError | null>;
}

function takenAmong(slots: ReadonlyMap<string, LockedSlot>): string[] {
  return [...slots.values()].filter(({ status }) => status !== "AVAILABLE").map(({ id }) => id);
}

function toKey(creation: Creation) {
  const { by, request, idempotencyKey: key } = creation;
  const { caller } = by;
  if (key === null) return [];
  return [
    {
      creation,
      key,
      userId: requireUserId(caller),
      organisation: operatorOrganisationOf(caller),
      input: request,
    },
  ];
}

/** Stores the answers to requests with a key, with all that a repeat returns, and frees the keys of the others. */
async function storeFirstAnswers(
  tx: Tx,
  claimed: readonly ReturnType<typeof toKey>[number][],
  written: ReadonlyMap<Creation, ReservationView>,
): Promise<ReadonlyMap<Creation, ReservationView>> {
  // If nothing was made, the whole transaction is rolled back, including the keys.
  if (claimed.length === 0 || written.size === 0) return written;
  const answers = new Map(written);
  const made = claimed.flatMap(({ creation }) => answers.get(creation) ?? []);
  const details = await firstAnswers(tx, made);
  for (const { creation } of claimed) {
    const answer = answers.get(creation);
    if (answer) answers.set(creation, { ...answer, firstAnswer: details.get(answer.id) });
  }
  const kept = claimed.flatMap(({ creation, ...key }) => {
    const answer = answers.get(creation);
    return answer ? [{ ...key, answer }] : [];
  });
  await storeAnswers(tx, OPERATION, kept);
  await releaseKeys(
    tx,
    OPERATION,
    claimed.filter(({ creation }) => !answers.has(creation)),
  );
  return answers;
}

function toOutcome(
  creation: Creation,
  // A request without a decision has a known key. Running it alone finds the stored answer.
  decision: Decision = ALONE,
  answers: Promise<ReadonlyMap<Creation, ReservationView>>,
): Outcome<Promise<ReservationView>> {
  if (decision.kind !== "BOOKED") return decision;
  return { kind: "ANSWERED", answer: answers.then((made) => made.get(creation) as ReservationView) };
}
