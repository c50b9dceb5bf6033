const LONGEST = 1_000;

/**
 * Keeps the beginning and the end of a sentence that is too long. graphql-js quotes in each of its errors what a client
 * sent, and one request can have a hundred of them.
 */
export function shortened(sentence: string): string {
  if (sentence.length <= LONGEST) return sentence;
  return `${sentence.slice(0, LONGEST / 2)}…${sentence.slice(-LONGEST / 2)}`;
}
