/** What a child process does when its parent asks for it. Arguments and results are sent as JSON. */
export type Api = { [method: string]: (...args: never[]) => Promise<unknown> };

export interface Call {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** The call that nobody makes, and that a child answers when it is ready. */
export const READY = 0;

export interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** What every measured process can tell. */
export type MeteredApi = {
  /** User and system time that the process has used so far. */
  cpuMicros(): Promise<number>;
  /** The memory that it has from the system, after it has collected its garbage. */
  memoryBytes(): Promise<number>;
  /** What is in use of its heap, and outside of it by the heap's objects, after it has collected its garbage. */
  heapBytes(): Promise<number>;
  /** The memory that it has from the system as it is. */
  rssBytes(): Promise<number>;
};
