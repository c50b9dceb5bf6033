/** Runs a function before the next frame is painted. A hidden page gets no frames, so it runs soon instead. */
export function beforeNextFrame(run: () => void): void {
  if (document.hidden) setTimeout(run);
  else requestAnimationFrame(run);
}
