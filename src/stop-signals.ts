const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** How long after a signal from the terminal the same one, passed on by npm, may arrive. */
const ECHO_MS = 500;
const PARENT_CHECK_INTERVAL_MS = 500;

export interface StopSignals {
  /** Called once, with the reason. */
  readonly onFirst: (reason: string) => void;
  /** Called when the process should no longer wait for the first one. */
  readonly onSecond: () => void;
  /**
   * Whether npm started this process. A Ctrl-C then comes twice, from the terminal and from npm, and counts once. When
   * npm is gone, as after a `kill -9`, no process is left to pass a signal on, so that the end of npm counts as a
   * signal.
   */
  readonly underNpm: boolean;
}

/** Listens for the signals that ask a process to stop. */
export function listenForStopSignals({ onFirst, onSecond, underNpm }: StopSignals): void {
  let first: { readonly signal: string; readonly at: number } | null = null;
  let echoes = underNpm ? 1 : 0;
  const stop = (signal: string, reason: string) => {
    if (!first) {
      first = { signal, at: Date.now() };
      onFirst(reason);
    } else if (signal === first.signal && Date.now() - first.at < ECHO_MS && echoes > 0) {
      echoes--;
    } else {
      onSecond();
    }
  };
  for (const signal of STOP_SIGNALS) process.on(signal, () => stop(signal, signal));
  if (underNpm) whenOrphaned(() => first ?? stop("orphaned", "npm is gone"));
}

function whenOrphaned(callback: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, PARENT_CHECK_INTERVAL_MS).unref();
}
