/** Expires reservations in one database. */
export interface Sweeper {
  /** Expires a batch of those that are due, in a transaction. @returns how many; 0 where none is left. */
  expire(): Promise<number>;
  close(): Promise<void>;
}
