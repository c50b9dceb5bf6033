/** Runs it before the next frame is painted; in a hidden page, which is given no frames, soon. */
export function beforeNextFrame(run: () => void): void {
  if (document.hidden) setTimeout(run);
  else requestAnimationFrame(run);
}
