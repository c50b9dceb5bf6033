/** The methods that a child process offers its parent. Arguments and results are sent as JSON. */
export type Api = { [method: string]: (...args: never[]) => Promise<unknown> };

export interface Call {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** The id of the reply that a child sends unasked when it is ready. */
export const READY = 0;

export interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** The methods of every measured process. */
export type MeteredApi = {
  /** User and system time used so far. */
  cpuMicros(): Promise<number>;
  /** The resident memory after a garbage collection. */
  memoryBytes(): Promise<number>;
  /** The heap in use after a garbage collection, plus the external memory of its objects. */
  heapBytes(): Promise<number>;
  /** The resident memory, without a garbage collection. */
  rssBytes(): Promise<number>;
};
