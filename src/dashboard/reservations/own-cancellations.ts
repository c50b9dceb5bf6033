// An event does not tell who did it. Kept for all tabs: each of them is told of what was done in one.
const KEY = "slotwire:own-cancellations";
/** More than anybody cancels before its event has come. */
const KEPT = 50;

/** Remembers, before it is asked for, that a reservation is cancelled here: its event may come before the answer. */
export function rememberCancelling(id: string): void {
  write([...read().filter((each) => each !== id), id].slice(-KEPT));
}

/** It was refused: whoever cancels it is somebody else. */
export function forgetCancelling(id: string): void {
  write(read().filter((each) => each !== id));
}

/** Whether it was cancelled in this browser. */
export function isCancelledHere(id: string): boolean {
  return read().includes(id);
}

function read(): readonly string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(ids) ? ids : [];
  } catch {
    return [];
  }
}

function write(ids: readonly string[]): void {
  localStorage.setItem(KEY, JSON.stringify(ids));
}
