import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { operatorOrganisationOf } from "../access/caller.ts";
import type { Database } from "../database/database.ts";
import { After, First, toPage } from "../graphql/connection.types.ts";
import type { OperationContext } from "../graphql/context.ts";
import { withCodes } from "../graphql/descriptions.ts";
import { InputArg } from "../graphql/input.ts";
import { parseId } from "../shared/ids.ts";
import type { StationView } from "../stations/station.queries.ts";
import { Station } from "../stations/station.types.ts";
import { listWebhooks, type WebhookView } from "./webhook.queries.ts";
import type { WebhookService, WebhookWithSecret } from "./webhook.service.ts";
import {
  RegisterWebhookInput,
  UpdateWebhookInput,
  Webhook,
  WebhookConnection,
  WebhookPayload,
  WebhookSecretPayload,
} from "./webhook.types.ts";

interface Payload {
  readonly webhook: WebhookView;
}

const NOT_FOUND = "there is no such webhook, or it is another organisation's.";
const BAD_USER_INPUT = "`url` or `events` are not allowed.";
const FORBIDDEN = "the station is another organisation's.";

@Resolver(() => Webhook)
export class WebhookResolver {
  readonly #db: Database;
  readonly #webhooks: WebhookService;

  constructor({ db, webhooks }: { db: Database; webhooks: WebhookService }) {
    this.#db = db;
    this.#webhooks = webhooks;
  }

  @Query(() => WebhookConnection, {
    description:
      "Lists webhooks in the order in which they were registered: to operators of an organisation its own, to others all.",
  })
  webhooks(
    @First() first: number | null,
    @After() after: string | null,
    @Ctx() { caller }: OperationContext,
  ) {
    return listWebhooks(this.#db, operatorOrganisationOf(caller), toPage(first ?? 20, after));
  }

  @Query(() => Webhook, {
    nullable: true,
    description: "Finds a webhook; null where there is none, or it is another organisation's.",
  })
  webhook(
    @Arg("id", () => ID, { description: "The webhook's id." }) id: string,
    @Ctx() { caller }: OperationContext,
  ): Promise<WebhookView | null> {
    return this.#webhooks.find(caller, parseId("webhook", id));
  }

  @FieldResolver(() => Station, {
    nullable: true,
    description:
      "The only station whose events the webhook receives; null: it receives those of all stations.",
  })
  async station(
    @Root() { stationId }: WebhookView,
    @Ctx() { loaders }: OperationContext,
  ): Promise<StationView | null> {
    return stationId === null ? null : loaders.station.load(stationId);
  }

  @Mutation(() => WebhookSecretPayload, {
    description: withCodes(
      "Registers a webhook of the caller's organisation, or of none where the caller is of none. It is active at once.",
      { BAD_USER_INPUT, NOT_FOUND: "there is no such station, or it was removed.", FORBIDDEN },
    ),
  })
  registerWebhook(
    @InputArg("input", () => RegisterWebhookInput, { description: "The new webhook." })
    input: RegisterWebhookInput,
    @Ctx() by: OperationContext,
  ): Promise<WebhookWithSecret> {
    return this.#webhooks.register(by, input);
  }

  @Mutation(() => WebhookPayload, {
    description: withCodes("Changes, activates or deactivates a webhook.", {
      BAD_USER_INPUT,
      NOT_FOUND:
        "there is no such webhook, it is another organisation's, or the new station does not exist or was removed.",
      FORBIDDEN,
    }),
  })
  async updateWebhook(
    @InputArg("input", () => UpdateWebhookInput, { description: "The webhook, and what to change of it." })
    { webhookId, ...change }: UpdateWebhookInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { webhook: await this.#webhooks.update(by, webhookId, change) };
  }

  @Mutation(() => WebhookSecretPayload, {
    description: withCodes(
      "Makes a new secret. For 24 hours messages carry a signature by the old secret, too, so that the receiver can change over.",
      { NOT_FOUND },
    ),
  })
  rotateWebhookSecret(
    @Arg("webhookId", () => ID, { description: "The webhook that gets a new secret." }) webhookId: string,
    @Ctx() by: OperationContext,
  ): Promise<WebhookWithSecret> {
    return this.#webhooks.rotateSecret(by, parseId("webhook", webhookId, "webhookId"));
  }

  @Mutation(() => WebhookPayload, {
    description: withCodes("Removes a webhook for good, with its secret and its delivery log.", {
      NOT_FOUND,
    }),
  })
  async removeWebhook(
    @Arg("webhookId", () => ID, { description: "The webhook to remove." }) webhookId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { webhook: await this.#webhooks.remove(by, parseId("webhook", webhookId, "webhookId")) };
  }
}
