const TRY_AGAIN_MS = 1_000;

/**
 * Fetches a part of the app once the server can be reached, however long that takes. After a failed fetch of a module,
 * a browser does not request it again while the page is open. If the fetch fails although the server can be reached,
 * the server runs another version, and the promise is rejected.
 */
export async function untilReached<What>(fetchIt: () => Promise<What>): Promise<What> {
  while (!(await isServerThere())) await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
  return fetchIt();
}

function isServerThere(): Promise<boolean> {
  return fetch("/health", { cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );
}
