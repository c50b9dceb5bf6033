const TRY_AGAIN_MS = 1_000;

/**
 * Fetches a part of the app once the server is there, however long that takes: a browser does not ask a second time, for as
 * long as the page is open, for a module that it could not fetch. What fails although the server is there is rejected: it has
 * another version.
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
