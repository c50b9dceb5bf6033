import { getMetadataStorage } from "type-graphql";

type Read = (value: unknown) => unknown;

/**
 * Makes the values of an argument into instances of its class, and nested values into instances of theirs. TypeGraphQL
 * does the same, but looks up and copies each field several times.
 *
 * @returns null if `type` is no input class.
 */
export function inputReader(type: unknown): Read | null {
  const described = getMetadataStorage().inputTypes.find(({ target }) => target === type);
  if (!described) return null;
  let read: Read | undefined;
  return (value) => {
    read ??= reader(described);
    return read(value);
  };
}

type InputClass = ReturnType<typeof getMetadataStorage>["inputTypes"][number];

/** @throws Error for a class that inherits fields */
function reader({ target, name: className, fields = [] }: InputClass): Read {
  if (Object.getPrototypeOf(target.prototype) !== Object.prototype)
    throw new Error(`${className} extends another class, of which nothing would be read`);
  const Target = target as new () => Record<string, unknown>;
  const readers = fields.map(({ name, getType }) => ({ name, read: inputReader(getType()) }));
  const toInstance = (data: Record<string, unknown>) => {
    const input = new Target();
    for (const { name, read } of readers) {
      const value = data[name];
      if (value !== undefined) input[name] = read ? read(value) : value;
    }
    return input;
  };
  const read: Read = (value) => {
    if (value === null || value === undefined) return value;
    return Array.isArray(value) ? value.map(read) : toInstance(value as Record<string, unknown>);
  };
  return read;
}
