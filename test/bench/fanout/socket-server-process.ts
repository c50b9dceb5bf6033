import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { buildSchema } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { type WebSocket, WebSocketServer } from "ws";
import { answerParent } from "../processes/child-side.ts";
import type { PublishedEvent } from "./publisher.ts";
import { type SlotStatusEvent, slotStatusEvent } from "./slot-status-event.ts";
import { serverFrame } from "./websocket-frames.ts";

// The servers to compare with. They publish without a database or Redis.
const [kind = "", schemaFile = ""] = process.argv.slice(2);

export type RivalApi = { publish(events: readonly PublishedEvent[]): Promise<void> };

type Publish = (portId: string, event: SlotStatusEvent) => void;

/** As long as the ids that clients generate. */
const ID = "00000000-0000-4000-8000-000000000000";

/** Keeps sockets by the port that their clients subscribed to. */
function serveSockets(http: Server, write: (sockets: readonly WebSocket[], text: string) => void): Publish {
  const subscribed = new Map<string, WebSocket[]>();
  const sockets = new WebSocketServer({ server: http, handleProtocols: () => "graphql-transport-ws" });
  sockets.on("connection", (socket) => {
    socket.on("message", (data) => {
      const message = JSON.parse(String(data));
      if (message.type === "connection_init") socket.send('{"type":"connection_ack"}');
      if (message.type !== "subscribe") return;
      const { portId } = message.payload.variables;
      const ofPort = subscribed.get(portId);
      if (ofPort) ofPort.push(socket);
      else subscribed.set(portId, [socket]);
    });
  });
  return (portId, event) => {
    const payload = { data: { slotStatusChanged: event } };
    write(subscribed.get(portId) ?? [], JSON.stringify({ type: "next", payload, id: ID }));
  };
}

/** graphql-ws in its usual setup: each subscriber has an execution of its own. */
function serveGraphqlWs(http: Server): Publish {
  const listeners = new Map<string, Set<(event: SlotStatusEvent) => void>>();
  const schema = buildSchema(readFileSync(schemaFile, "utf8"));
  const field = schema.getSubscriptionType()?.getFields()["slotStatusChanged"];
  if (!field) throw new Error("the schema has no slotStatusChanged");
  field.subscribe = (_root, { filter }) => events(listeners, filter.portId);
  useServer({ schema }, new WebSocketServer({ server: http, path: "/graphql" }));
  return (portId, event) => {
    for (const listener of listeners.get(portId) ?? []) listener(event);
  };
}

async function* events(listeners: Map<string, Set<(event: SlotStatusEvent) => void>>, portId: string) {
  const waiting: SlotStatusEvent[] = [];
  let wake: (() => void) | null = null;
  const ofPort = listeners.get(portId) ?? new Set();
  listeners.set(portId, ofPort);
  ofPort.add((event) => {
    waiting.push(event);
    wake?.();
  });
  for (;;) {
    for (const slotStatusChanged of waiting.splice(0)) yield { slotStatusChanged };
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

const kinds: Record<string, (http: Server) => Publish> = {
  string: (http) =>
    serveSockets(http, (sockets, text) => {
      for (const socket of sockets) socket.send(text);
    }),
  frame: (http) =>
    serveSockets(http, (sockets, text) => {
      const frame = serverFrame(text);
      for (const socket of sockets) (socket as unknown as { _socket: Socket })._socket.write(frame);
    }),
  "graphql-ws": serveGraphqlWs,
};

const http = createServer();
const publish = kinds[kind]?.(http);
http.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
  answerParent<RivalApi>(
    {
      async publish(events) {
        for (const { portId, ...event } of events) publish?.(portId, slotStatusEvent(event));
      },
    },
    `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
  );
});
