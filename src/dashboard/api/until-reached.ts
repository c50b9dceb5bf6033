const TRY_AGAIN_MS = 1_000;

/**
 * Fetches what is needed of the server: again and again while nobody answers there, for what has failed once would be
 * gone for as long as the page is open. What fails although the server is there is rejected: it has another version.
 */
export async function untilReached<What>(fetchIt: () => Promise<What>): Promise<What> {
  for (let isThere = false; ; ) {
    try {
      return await fetchIt();
    } catch (error) {
      if (isThere) throw error;
      isThere = await isServerThere();
      if (!isThere) await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }
}

function isServerThere(): Promise<boolean> {
  return fetch("/health", { cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );
}
