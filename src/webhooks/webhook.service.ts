import {
  type Caller,
  isStaffOf,
  operatorOrganisationOf,
  requireStaffOf,
  stationForbidden,
} from "../access/caller.ts";
import { type Actor, record } from "../audit/audit-log.ts";
import { readClock } from "../database/clock.ts";
import type { Database, Tx } from "../database/database.ts";
import type { ReservationEventKind } from "../reservations/reservation.rules.ts";
import { badInput, notFound } from "../shared/domain-error.ts";
import { newId } from "../shared/ids.ts";
import { say } from "../shared/message.ts";
import { removalsByIds, stationsByIds } from "../stations/station.queries.ts";
import { type WebhookView, webhooksByIds } from "./webhook.queries.ts";
import { chooseEvents, type UrlRules, urlFault, type WebhookEvent, webhookEvents } from "./webhook.rules.ts";
import { FAIL_WAITING, INSERT, LOCK, REMOVE, ROTATE, UPDATE } from "./webhook.statements.ts";
import { lockWebhook, webhookAuditRecord } from "./webhook-changes.ts";
import { newSecret } from "./webhook-message.ts";

export interface WebhookDetails {
  readonly url: string;
  /** Default: all events that webhooks can subscribe to. */
  readonly events?: readonly ReservationEventKind[] | null;
  readonly stationId?: string | null;
  readonly description?: string | null;
}

/** A webhook and its new secret, which is shown this once. */
export interface WebhookWithSecret {
  readonly webhook: WebhookView;
  readonly secret: string;
}

/** What operators do with webhooks: register, change and remove. Each public method is one transaction. */
export class WebhookService {
  readonly #db: Database;
  readonly #rules: UrlRules;

  constructor({ db, rules }: { db: Database; rules: UrlRules }) {
    this.#db = db;
    this.#rules = rules;
  }

  /**
   * Registers a webhook. That of an organisation's operator is only told of this organisation's stations.
   *
   * @throws DomainError BAD_USER_INPUT, NOT_FOUND if the station does not exist, FORBIDDEN if it is another's.
   */
  register(
    by: Actor,
    { url, events, stationId = null, description = null }: WebhookDetails,
  ): Promise<WebhookWithSecret> {
    const organisation = operatorOrganisationOf(by.caller);
    const receiver = this.#requireUrl(url);
    const chosen = requireEvents(events ?? webhookEvents);
    const secret = newSecret();
    return this.#db.inTransaction(async (tx) => {
      await requireStation(tx, by.caller, stationId, organisation);
      await requirePresent(tx, stationId);
      const now = await readClock(tx);
      const values = [newId("webhook"), receiver, chosen, stationId, description, secret, now, organisation];
      const [webhook] = (await tx.query(INSERT, values)) as [WebhookView];
      await record(tx, by, {
        ...webhookAuditRecord("registerWebhook", webhook),
        before: null,
        after: webhook,
      });
      return { webhook, secret };
    });
  }

  /**
   * Changes the given fields. When a webhook is deactivated, its pending deliveries fail, and it is told of nothing.
   * When activated again, it is told of later events.
   *
   * @throws DomainError BAD_USER_INPUT, NOT_FOUND, FORBIDDEN if the station is another organisation's.
   */
  update(
    by: Actor,
    webhookId: string,
    change: { [Key in keyof WebhookDetails]?: WebhookDetails[Key] } & { active?: boolean },
  ): Promise<WebhookView> {
    const url = change.url === undefined ? undefined : this.#requireUrl(change.url);
    const events = change.events ? requireEvents(change.events) : undefined;
    return this.#db.inTransaction(async (tx) => {
      const before = await lockWebhook(tx, by.caller, webhookId);
      const { stationId = null } = change;
      await requireStation(tx, by.caller, stationId, before.organisation);
      if (stationId !== before.stationId) await requirePresent(tx, stationId);
      const wanted = { ...before, ...change, url: url ?? before.url, events: events ?? before.events };
      const webhook = await store(tx, wanted);
      await record(tx, by, { ...webhookAuditRecord("updateWebhook", webhook), before, after: webhook });
      return webhook;
    });
  }

  /**
   * Deactivates a webhook whose receiver should not be called any more. Does nothing if it is gone, already inactive, or
   * has another receiver by now.
   */
  disable(webhookId: string, { url, reason }: { url: string; reason: string }): Promise<void> {
    return this.#db.inTransaction(async (tx) => {
      const [before] = await tx.query(LOCK, [webhookId]);
      if (before?.active && before.url === url) await store(tx, { ...before, active: false }, reason);
    });
  }

  /** Makes a new secret. For a day, both sign, so that the receiver can switch. @throws DomainError NOT_FOUND */
  rotateSecret(by: Actor, webhookId: string): Promise<WebhookWithSecret> {
    const secret = newSecret();
    return this.#db.inTransaction(async (tx) => {
      await lockWebhook(tx, by.caller, webhookId);
      const [webhook] = (await tx.query(ROTATE, [webhookId, secret])) as [WebhookView];
      // The audit log says that there is a new secret, but not which.
      const facts = { before: { secret: "the previous one" }, after: { secret: "a new one" } };
      await record(tx, by, { ...webhookAuditRecord("rotateWebhookSecret", webhook), ...facts });
      return { webhook, secret };
    });
  }

  /** Removes a webhook with its secret and its delivery log. @throws DomainError NOT_FOUND */
  remove(by: Actor, webhookId: string): Promise<WebhookView> {
    return this.#db.inTransaction(async (tx) => {
      await lockWebhook(tx, by.caller, webhookId);
      const [webhook] = (await tx.query(REMOVE, [webhookId])) as [WebhookView];
      await record(tx, by, { ...webhookAuditRecord("removeWebhook", webhook), before: webhook, after: null });
      return webhook;
    });
  }

  /** The webhook; null if it does not exist or is another organisation's. */
  async find(caller: Caller, webhookId: string): Promise<WebhookView | null> {
    const [webhook] = await webhooksByIds(this.#db, [webhookId]);
    return webhook && isStaffOf(caller, webhook.organisation) ? webhook : null;
  }

  #requireUrl(text: string): string {
    const fault = urlFault(text, this.#rules);
    if (fault) throw badInput({ path: "input.url", message: fault });
    return new URL(text).href;
  }
}

async function store(
  tx: Tx,
  webhook: WebhookView,
  disabledReason: string | null = null,
): Promise<WebhookView> {
  const { id, url, events, stationId, description, active } = webhook;
  const now = await readClock(tx);
  const [stored] = await tx.query(UPDATE, [
    id,
    url,
    events,
    stationId,
    description,
    now,
    active,
    disabledReason,
  ]);
  if (!active) await tx.query(FAIL_WAITING, [id, disabledReason ?? "The webhook was deactivated"]);
  return stored as WebhookView;
}

function requireEvents(events: readonly ReservationEventKind[]): WebhookEvent[] {
  const chosen = chooseEvents(events);
  if (chosen) return chosen;
  const all = webhookEvents.join(", ");
  throw badInput({ path: "input.events", message: say`must contain at least one of ${all}` });
}

/** A webhook may stay after its station was removed, but none can be given a removed station. */
async function requirePresent(tx: Tx, stationId: string | null): Promise<void> {
  if (stationId === null) return;
  const [removal] = await removalsByIds(tx, [stationId]);
  if (removal?.removedAt) throw notFound("Station", stationId);
}

async function requireStation(
  tx: Tx,
  caller: Caller,
  stationId: string | null,
  organisation: string | null,
): Promise<void> {
  if (stationId === null) return;
  const [station] = await stationsByIds(tx, [stationId]);
  if (!station) throw notFound("Station", stationId);
  requireStaffOf(caller, station);
  // An admin may manage an organisation's webhook, but it must not be told of another organisation's station.
  if (organisation !== null && organisation !== station.organisation) throw stationForbidden();
}
