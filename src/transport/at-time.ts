// Longer delays overflow a timer and fire at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls back at a time, however far away it is. @returns a function that cancels it. */
export function atTime(time: Date, callback: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = () => {
    const left = Math.max(time.getTime() - Date.now(), 0);
    const step = Math.min(left, LONGEST_TIMER_MS);
    timer = setTimeout(() => (step < left ? wait() : callback()), step);
  };
  wait();
  return () => clearTimeout(timer);
}
