import type { BookingMode, ExpiryPolicy, SiteDetailsFragment } from "../api/documents.ts";

/** The fields of a station's form, as typed. */
export interface SiteFields {
  readonly name: string;
  readonly address: string;
  readonly latitude: string | number;
  readonly longitude: string | number;
  readonly bookingMode: BookingMode;
  readonly expiryPolicy: ExpiryPolicy;
  readonly organisation: string;
}

/** The mutation input made from the fields. */
export interface SiteInput {
  readonly name: string;
  readonly address: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly bookingMode: BookingMode;
  readonly expiryPolicy: ExpiryPolicy;
  /** Omitted if the caller may not choose it. */
  readonly organisation?: string | null;
}

type SiteProblem = "nameMissing" | "latitudeWrong" | "longitudeWrong" | "otherMissing";
export type SiteProblems = { readonly [Field in keyof SiteFields]?: SiteProblem };

export function fieldsOf(site?: SiteDetailsFragment): SiteFields {
  return {
    name: site?.name ?? "",
    address: site?.address ?? "",
    latitude: site?.latitude ?? "",
    longitude: site?.longitude ?? "",
    bookingMode: site?.bookingMode ?? "IMMEDIATE",
    expiryPolicy: site?.expiryPolicy ?? "KEEP_BOOKED",
    organisation: site?.organisation ?? "",
  };
}

export function problemsOf({ name, latitude, longitude }: SiteFields): SiteProblems {
  const [hasLatitude, hasLongitude] = [latitude !== "", longitude !== ""];
  const isWithin = (value: string | number, most: number) => Math.abs(Number(value)) <= most;
  return {
    ...(name.trim() === "" && { name: "nameMissing" }),
    ...(hasLatitude && !isWithin(latitude, 90) && { latitude: "latitudeWrong" }),
    ...(hasLongitude && !isWithin(longitude, 180) && { longitude: "longitudeWrong" }),
    ...(hasLongitude && !hasLatitude && { latitude: "otherMissing" }),
    ...(hasLatitude && !hasLongitude && { longitude: "otherMissing" }),
  };
}

/** @param confined whether the caller belongs to an organisation, which the station then belongs to as well. */
export function inputOf(fields: SiteFields, confined: boolean): SiteInput {
  const { name, address, latitude, longitude, bookingMode, expiryPolicy, organisation } = fields;
  const number = (value: string | number) => (value === "" ? null : Number(value));
  return {
    name: name.trim(),
    address: address.trim() || null,
    latitude: number(latitude),
    longitude: number(longitude),
    bookingMode,
    expiryPolicy,
    ...(!confined && { organisation: organisation.trim() || null }),
  };
}
