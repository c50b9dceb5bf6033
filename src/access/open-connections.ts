import type { Caller } from "./caller.ts";

interface OpenConnection {
  readonly caller: Caller;
  readonly end: () => void;
}

const nothing = (): void => {};

/** The connections that stay open for signed-in users: WebSockets and event streams. */
export class OpenConnections {
  readonly #isCurrent: (caller: Caller) => boolean;
  readonly #byUser = new Map<string, Set<OpenConnection>>();

  /** @param isCurrent whether a caller is still valid. */
  constructor(isCurrent: (caller: Caller) => boolean) {
    this.#isCurrent = isCurrent;
  }

  /**
   * Adds a connection, to be ended as soon as its caller is not valid any more, which may be at once.
   *
   * @returns a function to be called when the connection has ended.
   */
  add(caller: Caller, end: () => void): () => void {
    const { userId } = caller;
    if (userId === null) return nothing;
    if (!this.#isCurrent(caller)) {
      end();
      return () => {};
    }
    const connection = { caller, end };
    const connections = this.#byUser.get(userId) ?? new Set();
    this.#byUser.set(userId, connections.add(connection));
    return () => this.#remove(userId, connection);
  }

  /** Ends the connections of a user whose caller is not valid any more. */
  recheck(userId: string): void {
    for (const connection of [...(this.#byUser.get(userId) ?? [])]) {
      if (this.#isCurrent(connection.caller)) continue;
      this.#remove(userId, connection);
      connection.end();
    }
  }

  recheckAll(): void {
    for (const userId of [...this.#byUser.keys()]) this.recheck(userId);
  }

  #remove(userId: string, connection: OpenConnection): void {
    const connections = this.#byUser.get(userId);
    if (connections?.delete(connection) && connections.size === 0) this.#byUser.delete(userId);
  }
}
