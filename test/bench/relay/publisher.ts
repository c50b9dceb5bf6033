/** Publishes committed events to Redis. */
export interface Publisher {
  /** Publishes committed events until Redis has acknowledged that many. */
  drain(count: number): Promise<void>;
  /** Signals that one more event was committed. It need not be published when this returns. */
  wake(): void;
  close(): Promise<void>;
}
