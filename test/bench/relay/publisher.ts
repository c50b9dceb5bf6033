/** What hands committed events over to Redis. */
export interface Publisher {
  /** Publishes what is committed until Redis has acknowledged this many events. */
  drain(count: number): Promise<void>;
  /** Says that one more was committed; it need not be published when this returns. */
  wake(): void;
  close(): Promise<void>;
}
