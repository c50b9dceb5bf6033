/** A setting that is wrong: the message names the variable, the value and what is allowed. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

export type Environment = Readonly<Record<string, string | undefined>>;

export function text(env: Environment, name: string): string | null {
  const value = env[name]?.trim();
  return value ? value : null;
}

/** @param bounds.otherwise the default. If it is null, "off" may also be given for it. */
export function integer<Otherwise extends number | null>(
  env: Environment,
  name: string,
  bounds: { min: number; max: number; otherwise: Otherwise },
): number | Otherwise {
  const { min, max, otherwise } = bounds;
  const value = text(env, name);
  if (value === null || (otherwise === null && value.toLowerCase() === "off")) return otherwise;
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  const off = otherwise === null ? ', or "off"' : "";
  throw new ConfigError(`${name} is "${value}": it must be a whole number from ${min} to ${max}${off}`);
}

/** Like `integer`, for a setting that may be "off" (null) although its default may be a number. */
export function integerOrOff(
  env: Environment,
  name: string,
  bounds: { min: number; max: number; otherwise: number | null },
): number | null {
  const value = integer(env, name, { ...bounds, otherwise: null });
  return value === null && text(env, name) === null ? bounds.otherwise : value;
}

export function flag(env: Environment, name: string, otherwise: boolean): boolean {
  return choice(env, name, ["true", "false"], String(otherwise)) === "true";
}

export function choice<Choice extends string>(
  env: Environment,
  name: string,
  allowed: readonly Choice[],
  otherwise: Choice,
): Choice {
  const value = text(env, name)?.toLowerCase() ?? otherwise;
  const chosen = allowed.find((each) => each === value);
  if (chosen !== undefined) return chosen;
  throw new ConfigError(`${name} is "${env[name]}": it must be one of ${allowed.join(", ")}`);
}

export function origins(env: Environment, name: string): readonly string[] {
  const list = (text(env, name) ?? "").split(",").map((each) => each.trim().replace(/\/$/, ""));
  const given = list.filter((each) => each !== "");
  const wrong = given.find((each) => each !== "*" && !(URL.canParse(each) && new URL(each).origin === each));
  if (wrong === undefined) return given;
  throw new ConfigError(
    `${name} has "${wrong}": it must be a list of origins such as https://app.example.com, separated by commas, or *`,
  );
}

export function url(
  env: Environment,
  name: string,
  protocols: readonly string[],
  { password = true }: { password?: boolean } = {},
): string | null {
  const value = text(env, name);
  if (value === null) return null;
  const parsed = parseUrl(value);
  if (parsed && !password && (parsed.username || parsed.password))
    throw new ConfigError(`${name} is "${parsed.protocol}//…": it must not contain a user name or password`);
  if (parsed && protocols.includes(parsed.protocol)) return value;
  // The value may hold a password, so that only its beginning is shown.
  const shown = value.includes("://") ? `${value.split("://", 1)[0]}://…` : value;
  if (protocols.some((protocol) => value.startsWith(`${protocol}//`))) {
    throw new ConfigError(
      `${name} is "${shown}", which is not a valid URL: percent-encode special characters in the user name and password`,
    );
  }
  throw new ConfigError(
    `${name} is "${shown}": it must be a URL that begins with ${protocols.map((p) => `${p}//`).join(" or ")}`,
  );
}

/** Null if the value is no URL, or its percent-encoding cannot be decoded. */
function parseUrl(value: string): URL | null {
  try {
    decodeURIComponent(value);
    return new URL(value);
  } catch {
    return null;
  }
}
