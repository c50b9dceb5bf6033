export type MaybePromise<Value> = Value | Promise<Value>;

/** A field whose value is not there yet, and the text of its object between the last such field and it. */
export interface PendingField {
  readonly before: string;
  readonly value: Promise<string>;
}

/**
 * The text of an object once the last of its fields is there. It takes as many turns of the promise queue as in
 * graphql-js, so that of errors that hide one another, the same one is reported.
 */
export function joinFields(pending: readonly PendingField[], end: string): Promise<string> {
  const [only] = pending;
  if (only && pending.length === 1)
    return only.value.then((text) => text).then((text) => only.before + text + end);
  return Promise.all(pending.map(({ value }) => value)).then((texts) => {
    let text = "";
    for (const [index, { before }] of pending.entries()) text += before + texts[index];
    return text + end;
  });
}

/** The text of a list once the last of its items is there. It takes as many turns as `Promise.all` by itself. */
export function joinItems(items: readonly MaybePromise<string>[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const texts = [...items];
    let left = 0;
    for (const [index, item] of items.entries()) {
      if (typeof item === "string") continue;
      left++;
      item.then((text) => {
        texts[index] = text;
        left--;
        if (left === 0) resolve(`[${texts.join()}]`);
      }, reject);
    }
  });
}
