// An event does not say who caused it. Stored for all tabs, because each tab receives the events of all.
const KEY = "slotwire:own-cancellations";
/** More than anyone cancels before the events arrive. */
const KEPT = 50;

/** Records a cancellation by this browser before it is sent, because the event may arrive before the response. */
export function rememberCancelling(id: string): void {
  write([...read().filter((each) => each !== id), id].slice(-KEPT));
}

/** Called when the cancellation was refused: a later one comes from someone else. */
export function forgetCancelling(id: string): void {
  write(read().filter((each) => each !== id));
}

/** Whether this browser cancelled the reservation. */
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
