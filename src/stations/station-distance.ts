import type { Conditions } from "../database/statement.ts";

/** A circle around a point. Degrees, WGS 84. */
export interface Near {
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusKm: number;
}

/** Less than the length of a degree of latitude on the sphere below, so that a radius never becomes too few degrees. */
const KM_OF_A_DEGREE = 111.19;
/** A tenth of a metre, more than the error of rounding. */
const DEGREES_TO_SPARE = 1e-6;

/**
 * Restricts the conditions to the stations in a circle. Stations without coordinates are in none.
 *
 * @returns the SQL for their distance from the centre.
 */
export function addCircle(conditions: Conditions, near: Near): string {
  const latitude = conditions.placeholder(near.latitude);
  const longitude = conditions.placeholder(near.longitude);
  const distance = kilometresFrom(latitude, longitude);
  const degrees = near.radiusKm / KM_OF_A_DEGREE + DEGREES_TO_SPARE;
  // The index on the latitude finds the stations between two parallels. Meridians would exclude nothing at the poles.
  conditions
    .add(near.latitude - degrees, (south) => `latitude >= ${south}`)
    .add(near.latitude + degrees, (north) => `latitude <= ${north}`)
    .add(near.radiusKm, (radius) => `${distance} <= ${radius}`);
  return distance;
}

// The haversine formula on a sphere with the Earth's mean radius: off by at most 0.5 %, which no driver notices.
// Rounded to whole millimetres, which every PostgreSQL computes alike, whatever the last digits of its sines are.
function kilometresFrom(latitude: string, longitude: string): string {
  const [here, there] = [inSteps("latitude"), inSteps(latitude)];
  const eastward = `${inSteps("longitude")} - ${inSteps(longitude)}`;
  return `round(2 * 6371008800 * asin(least(1, sqrt(
    sin(radians(${here} - ${there}) / 2) ^ 2
    + cos(radians(${there})) * cos(radians(${here})) * sin(radians(${eastward}) / 2) ^ 2)))) / 1e6`;
}

// Steps of a tenth of a millimetre: PostgreSQL fails with an underflow on numbers that are too small.
function inSteps(degrees: string): string {
  return `trunc(${degrees}::float8 * 1e9) / 1e9`;
}
