import type { Conditions } from "../database/statement.ts";

/** Around a point, degrees of WGS 84, as far as the radius. */
export interface Near {
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusKm: number;
}

/** Less than a degree of latitude has on the sphere below, so that a radius is never too few of them. */
const KM_OF_A_DEGREE = 111.19;
/** A tenth of a metre, more than roundings take away. */
const DEGREES_TO_SPARE = 1e-6;

/**
 * Only the stations in a circle. Those without coordinates are in none.
 *
 * @returns the SQL of their distance from its centre.
 */
export function addCircle(conditions: Conditions, near: Near): string {
  const latitude = conditions.placeholder(near.latitude);
  const longitude = conditions.placeholder(near.longitude);
  const distance = kilometresFrom(latitude, longitude);
  const degrees = near.radiusKm / KM_OF_A_DEGREE + DEGREES_TO_SPARE;
  // Its parallels first, between which an index finds what there is. Meridians would say nothing at the poles.
  conditions
    .add(near.latitude - degrees, (south) => `latitude >= ${south}`)
    .add(near.latitude + degrees, (north) => `latitude <= ${north}`)
    .add(near.radiusKm, (radius) => `${distance} <= ${radius}`);
  return distance;
}

// The haversine on a sphere of the Earth's mean radius: off by at most 0.5 %, which no driver notices. In whole
// millimetres, which any PostgreSQL finds again, whatever the last digits of its sines are.
function kilometresFrom(latitude: string, longitude: string): string {
  const [here, there] = [inSteps("latitude"), inSteps(latitude)];
  const eastward = `${inSteps("longitude")} - ${inSteps(longitude)}`;
  return `round(2 * 6371008800 * asin(least(1, sqrt(
    sin(radians(${here} - ${there}) / 2) ^ 2
    + cos(radians(${there})) * cos(radians(${here})) * sin(radians(${eastward}) / 2) ^ 2)))) / 1e6`;
}

// Of a tenth of a millimetre: PostgreSQL fails where a number is too small for what is done with it.
function inSteps(degrees: string): string {
  return `trunc(${degrees}::float8 * 1e9) / 1e9`;
}
