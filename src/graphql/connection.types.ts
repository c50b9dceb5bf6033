import { type ClassType, Field, Int, ObjectType } from "type-graphql";
import type { Connection as ConnectionValue, PageRequest } from "../shared/connection.ts";
import { badInput } from "../shared/domain-error.ts";
import { say } from "../shared/message.ts";

export const MAX_PAGE_SIZE = 100;

/**
 * The page that the arguments of a connection ask for.
 *
 * @throws DomainError BAD_USER_INPUT if `first` is out of bounds.
 */
export function toPage(first: number, after: string | null | undefined): PageRequest {
  if (first < 1 || first > MAX_PAGE_SIZE) {
    throw badInput({ path: "first", message: say`must be from 1 to ${MAX_PAGE_SIZE}` });
  }
  return { first, after };
}

@ObjectType({ simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => Boolean)
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  startCursor!: string | null;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

/**
 * The Relay edge and connection types of a node type.
 *
 * @param fieldsOfEdge additional fields of its edges.
 */
export function connectionOf<Node extends object>(
  name: string,
  NodeType: () => ClassType<Node>,
  fieldsOfEdge: Readonly<Record<string, PropertyDecorator>> = {},
) {
  @ObjectType(`${name}Edge`, { simpleResolvers: true })
  class Edge {
    @Field(() => String)
    cursor!: string;

    @Field(NodeType)
    node!: Node;
  }
  for (const [field, decorate] of Object.entries(fieldsOfEdge)) decorate(Edge.prototype, field);

  @ObjectType(`${name}Connection`, { simpleResolvers: true })
  class Connection {
    @Field(() => [Edge])
    edges!: Edge[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;

    @Field(() => Int)
    totalCount!: ConnectionValue<Node>["totalCount"];
  }
  return Connection;
}
