/** The maximum that the API accepts for one session. */
const MAX_ENERGY_KWH = 1_000_000;

/** `dd.mm.yyyy HH:MM` as milliseconds of a clock without time zone; null if there is no such moment. */
export function parseWallClock(text: string): number | null {
  const match = /^(\d{2})\.(\d{2})\.(\d{4}) (\d{2}):(\d{2})$/.exec(text);
  if (!match) return null;
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0] = match.slice(1).map(Number);
  const at = Date.UTC(year, month - 1, day, hour, minute);
  // Date.UTC turns 30 February into 2 March.
  return showWallClock(at) === text ? at : null;
}

/** The inverse of `parseWallClock`. */
export function showWallClock(at: number): string {
  const [date = "", time = ""] = new Date(at).toISOString().split("T");
  return `${date.split("-").reverse().join(".")} ${time.slice(0, 5)}`;
}

/** A number of kWh, with a decimal comma or point; null if it is not a number, or more than a session can have. */
export function parseEnergy(text: string): number | null {
  if (!/^\d+([.,]\d+)?$/.test(text)) return null;
  const energyKwh = Number(text.replace(",", "."));
  return energyKwh <= MAX_ENERGY_KWH ? energyKwh : null;
}
