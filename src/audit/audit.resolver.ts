import { Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { UserView } from "../access/users/user.queries.ts";
import { User } from "../access/users/user.types.ts";
import type { Database } from "../database/database.ts";
import { After, First, toPage } from "../graphql/connection.types.ts";
import type { OperationContext } from "../graphql/context.ts";
import { InputArg } from "../graphql/input.ts";
import { requireRow } from "../graphql/loaders.ts";
import { parseAnyId } from "../shared/ids.ts";
import { type AuditEntryView, listAuditLog } from "./audit.queries.ts";
import { AuditEntry, AuditEntryConnection, AuditLogFilter } from "./audit.types.ts";

@Resolver(() => AuditEntry)
export class AuditResolver {
  readonly #db: Database;

  constructor({ db }: { db: Database }) {
    this.#db = db;
  }

  @Query(() => AuditEntryConnection, {
    description: "Lists what operators and admins have changed, newest first.",
  })
  auditLog(
    @InputArg("filter", () => AuditLogFilter, {
      nullable: true,
      description: "Which entries to list; null: all.",
    })
    filter: AuditLogFilter | null,
    @First() first: number | null,
    @After() after: string | null,
  ) {
    if (filter?.thingId) parseAnyId(filter.thingId, "filter.thingId");
    return listAuditLog(this.#db, filter ?? {}, toPage(first ?? 20, after));
  }

  @FieldResolver(() => User, { description: "The operator or admin who did it." })
  async actor(@Root() { actorId }: AuditEntryView, @Ctx() { loaders }: OperationContext): Promise<UserView> {
    return requireRow(await loaders.user.load(actorId));
  }
}
