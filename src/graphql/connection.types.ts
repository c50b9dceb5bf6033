import { Arg, type ClassType, Field, Int, ObjectType } from "type-graphql";
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

/** The argument of a connection that says how long a page is. */
export function First(defaultValue = 20): ParameterDecorator {
  return Arg("first", () => Int, {
    nullable: true,
    defaultValue,
    description: `How many items the page has at most, from 1 to ${MAX_PAGE_SIZE}; null is the same as ${defaultValue}.`,
  }) as ParameterDecorator;
}

/** The argument of a connection that says where a page begins. */
export function After(): ParameterDecorator {
  return Arg("after", () => String, {
    nullable: true,
    description:
      "The `endCursor` of the page before, or any edge's `cursor`, of the same list: the page begins with the next item. Null: with the first.",
  }) as ParameterDecorator;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "Where a page is in its list, by the Relay connection specification. Lists are read forwards only.",
})
export class PageInfo {
  @Field(() => Boolean, { description: "Whether items follow this page." })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Whether the page was asked for with `after`." })
  hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "The cursor of the first edge; null on an empty page.",
  })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The cursor of the last edge, which is the next page's `after`; null on an empty page.",
  })
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
  const node = NodeType().name;

  @ObjectType(`${name}Edge`, {
    simpleResolvers: true,
    description: `One \`${node}\` of a list, and its place there.`,
  })
  class Edge {
    @Field(() => String, {
      description: "The place in the list. Passed as `after`, it brings the items that follow.",
    })
    cursor!: string;

    @Field(NodeType, { description: `The \`${node}\` itself.` })
    node!: Node;
  }
  for (const [field, decorate] of Object.entries(fieldsOfEdge)) decorate(Edge.prototype, field);

  @ObjectType(`${name}Connection`, {
    simpleResolvers: true,
    description: `A page of a list of \`${node}\` objects, by the Relay connection specification.`,
  })
  class Connection {
    @Field(() => [Edge], { description: "The items of the page, in the order of the list." })
    edges!: Edge[];

    @Field(() => PageInfo, { description: "Where the page is in the list, and whether there is more." })
    pageInfo!: PageInfo;

    @Field(() => Int, {
      description:
        "How many items the whole list has, on all its pages. They are counted only where this is selected.",
    })
    totalCount!: ConnectionValue<Node>["totalCount"];
  }
  return Connection;
}

/**
 * The payload type of the mutations of a thing: the thing as it then is.
 *
 * @param field under which it is.
 */
export function payloadOf<Thing extends object>(field: string, ThingType: () => ClassType<Thing>) {
  const thing = ThingType().name;

  @ObjectType(`${thing}Payload`, {
    simpleResolvers: true,
    description: `What a mutation of a \`${thing}\` answers.`,
  })
  class Payload {}
  Field(ThingType, { description: `The \`${thing}\` after the mutation.` })(Payload.prototype, field);
  return Payload;
}
