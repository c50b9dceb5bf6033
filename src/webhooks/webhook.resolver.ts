import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { confinedTo } from "../access/caller.ts";
import type { Database } from "../database/database.ts";
import { After, First, toPage } from "../graphql/connection.types.ts";
import type { OperationContext } from "../graphql/context.ts";
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

@Resolver(() => Webhook)
export class WebhookResolver {
  readonly #db: Database;
  readonly #webhooks: WebhookService;

  constructor({ db, webhooks }: { db: Database; webhooks: WebhookService }) {
    this.#db = db;
    this.#webhooks = webhooks;
  }

  @Query(() => WebhookConnection)
  webhooks(
    @First() first: number | null,
    @After() after: string | null,
    @Ctx() { caller }: OperationContext,
  ) {
    return listWebhooks(this.#db, confinedTo(caller), toPage(first ?? 20, after));
  }

  @Query(() => Webhook, { nullable: true })
  webhook(@Arg("id", () => ID) id: string, @Ctx() { caller }: OperationContext): Promise<WebhookView | null> {
    return this.#webhooks.find(caller, parseId("webhook", id));
  }

  @FieldResolver(() => Station, { nullable: true, description: "Null: it is told of every station." })
  async station(
    @Root() { stationId }: WebhookView,
    @Ctx() { loaders }: OperationContext,
  ): Promise<StationView | null> {
    return stationId === null ? null : loaders.station.load(stationId);
  }

  @Mutation(() => WebhookSecretPayload)
  registerWebhook(
    @InputArg("input", () => RegisterWebhookInput) input: RegisterWebhookInput,
    @Ctx() by: OperationContext,
  ): Promise<WebhookWithSecret> {
    return this.#webhooks.register(by, input);
  }

  @Mutation(() => WebhookPayload)
  async updateWebhook(
    @InputArg("input", () => UpdateWebhookInput) { webhookId, ...change }: UpdateWebhookInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { webhook: await this.#webhooks.update(by, webhookId, change) };
  }

  @Mutation(() => WebhookSecretPayload, {
    description: "For 24 hours messages carry a signature of the old secret, too.",
  })
  rotateWebhookSecret(
    @Arg("webhookId", () => ID) webhookId: string,
    @Ctx() by: OperationContext,
  ): Promise<WebhookWithSecret> {
    return this.#webhooks.rotateSecret(by, parseId("webhook", webhookId, "webhookId"));
  }

  @Mutation(() => WebhookPayload, { description: "Removes it with its delivery log." })
  async removeWebhook(
    @Arg("webhookId", () => ID) webhookId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { webhook: await this.#webhooks.remove(by, parseId("webhook", webhookId, "webhookId")) };
  }
}
