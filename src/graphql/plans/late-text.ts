export type MaybePromise<Value> = Value | Promise<Value>;

/** A field whose value is not there yet, and what is written of its object between the one before and it. */
export interface Late {
  readonly before: string;
  readonly value: Promise<string>;
}

/**
 * An object when the last of its fields is there. It takes as many turns of the queue as in graphql-js, so that of errors
 * that hide one another the same is told.
 */
export function whenWritten(late: readonly Late[], end: string): Promise<string> {
  const [only] = late;
  if (only && late.length === 1)
    return only.value.then((text) => text).then((text) => only.before + text + end);
  return Promise.all(late.map(({ value }) => value)).then((texts) => {
    let text = "";
    for (const [index, { before }] of late.entries()) text += before + texts[index];
    return text + end;
  });
}

/** A list when the last of its items is there; in as many turns as `Promise.all` takes by itself. */
export function whenListed(items: readonly MaybePromise<string>[]): Promise<string> {
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
