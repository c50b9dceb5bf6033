/** Expires reservations in one database. */
export interface Sweeper {
  /** Expires a batch of due reservations in a transaction. @returns how many; 0 if none is left. */
  expire(): Promise<number>;
  close(): Promise<void>;
}
