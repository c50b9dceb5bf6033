import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A proxy for another port of this machine that a test can close. */
export interface TcpProxy {
  readonly port: number;
  /** Drops open connections and refuses new ones. */
  shut(): Promise<void>;
  open(): Promise<void>;
  /** Silently stops forwarding on open connections. New connections are served. */
  swallow(): void;
  close(): Promise<void>;
}

/** @param onSent receives what clients send. */
export async function startTcpProxy(
  target: { host: string; port: number },
  onSent: (bytes: Buffer) => void = () => {},
): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  };
  const server: Server = createServer((incoming) => {
    const outgoing = connect(target);
    keep(incoming);
    keep(outgoing);
    incoming.on("close", () => outgoing.destroy());
    outgoing.on("close", () => incoming.destroy());
    incoming.on("data", onSent);
    incoming.pipe(outgoing).pipe(incoming);
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const shut = async () => {
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const swallow = () => {
    for (const socket of sockets) socket.unpipe().pause();
  };
  return { port, shut, open: () => listen(port), swallow, close: shut };
}
