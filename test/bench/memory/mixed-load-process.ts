import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Subscriber } from "../fanout/subscriber.ts";
import { runClosedLoop, type Turn } from "../load/closed-loop.ts";
import { HttpConnection } from "../load/http-connection.ts";
import { graphqlRequest } from "../load/http-request.ts";
import type { Ask, HttpTurn } from "../load/workloads.ts";
import { answerParent } from "../processes/child-side.ts";
import { readPort } from "../reads/read-port.ts";
import { createAndCancel, type WritingClient } from "../writes/create-and-cancel.ts";

interface MixedLoad {
  readonly url: string;
  readonly clients: { readonly portIds: readonly string[]; readonly drivers: readonly WritingClient[] };
  readonly seconds: number;
}

export interface Done {
  readonly requests: number;
  readonly subscriptions: number;
}

export type MixedLoadApi = { run(load: MixedLoad): Promise<Done> };

/** The number of drivers that read, that book, and that charge. */
const OF_EACH = 16;
const SUBSCRIBERS = 50;
/** How long a subscriber stays connected. */
const STAYING_MS = 500;
/** The number of requests after which a connection is replaced. */
const REQUESTS_OF_A_CONNECTION = 500;

const START = `mutation Start($input: StartChargingSessionInput!) {
  startChargingSession(input: $input) { session { id } } }`;
const STOP = `mutation Stop($input: StopChargingSessionInput!) {
  stopChargingSession(input: $input) { session { id } } }`;

answerParent<MixedLoadApi>({
  async run({ url, clients: { portIds, drivers }, seconds }) {
    const until = performance.now() + seconds * 1000;
    const subscribing = subscribe(url, portIds, until);
    const turns = drivers.slice(0, 3 * OF_EACH).map((driver, index) => {
      if (index % 3 === 0) return over(url, readPort({ portIds, tokens: [driver.token] }, index));
      if (index % 3 === 1) return over(url, createAndCancel({ clients: drivers }, index));
      return over(url, charge(driver));
    });
    const { requests, errors } = await runClosedLoop(turns, seconds);
    if (errors[0]) throw new Error(errors[0]);
    return { requests, subscriptions: await subscribing };
  },
});

/** Sends one request after the other, and replaces the connection from time to time. */
function over(url: string, turn: HttpTurn): Turn {
  let connection: HttpConnection | null = null;
  let sent = 0;
  return async (timed, afterwards) => {
    if (sent >= REQUESTS_OF_A_CONNECTION) {
      connection?.close();
      connection = null;
      sent = 0;
    }
    connection ??= await HttpConnection.open(url);
    const current = connection;
    const send = (request: string) => {
      sent++;
      return current.send(request);
    };
    await turn(
      (request) => timed(() => send(request)),
      (work) => afterwards(() => work(send)),
    );
  };
}

function charge({ token, vehicleId, slotIds }: WritingClient): (ask: Ask) => Promise<void> {
  let turn = 0;
  return async (ask) => {
    const slotId = slotIds[turn++ % slotIds.length];
    const start = { slotId, vehicleId, initialPercent: 20, targetPercent: 80 };
    const started = await mutate(ask, token, START, start);
    await mutate(ask, token, STOP, { sessionId: started["startChargingSession"]?.session.id });
  };
}

type Mutated = Record<string, { session: { id: string } }>;

async function mutate(ask: Ask, token: string, query: string, input: object): Promise<Mutated> {
  const { body } = await ask(graphqlRequest({ query, variables: { input }, token }));
  const { data, errors } = JSON.parse(body) as { data?: Mutated | null; errors?: unknown };
  if (!data || errors) throw new Error(body);
  return data;
}

const WATCH = `subscription Watch($portId: ID!, $snapshot: Boolean!) {
  slotStatusChanged(filter: { portId: $portId }, snapshot: $snapshot) { cursor version kind status slot { id label } }
}`;

/** Subscribers that come and go, each for a different port. Half of them request a snapshot. */
async function subscribe(url: string, portIds: readonly string[], until: number): Promise<number> {
  let count = 0;
  const one = async (index: number) => {
    for (let turn = index; performance.now() < until; turn += SUBSCRIBERS) {
      const variables = { portId: portIds[turn % portIds.length], snapshot: turn % 2 === 0 };
      const subscriber = await Subscriber.open({
        url,
        localAddress: "127.0.0.1",
        subscription: { id: randomUUID(), query: WATCH, variables },
        onVersion: () => {},
        onEnd: (error) => {
          throw error;
        },
      });
      count++;
      await delay(STAYING_MS);
      subscriber.close();
    }
  };
  await Promise.all(Array.from({ length: SUBSCRIBERS }, (_, index) => one(index)));
  return count;
}
