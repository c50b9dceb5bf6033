import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A door to another port of this machine, that a test can shut. */
export interface TcpProxy {
  readonly port: number;
  /** Cuts what is open and refuses what comes. */
  shut(): Promise<void>;
  open(): Promise<void>;
  /** Passes on nothing more by what is open, and tells nobody; what comes is served. */
  swallow(): void;
  close(): Promise<void>;
}

/** @param onSent is shown what clients send. */
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
