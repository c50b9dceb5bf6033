export const ExpiryPolicy = { KEEP_BOOKED: "KEEP_BOOKED", RELEASE: "RELEASE" } as const;
export type ExpiryPolicy = (typeof ExpiryPolicy)[keyof typeof ExpiryPolicy];

export const BookingMode = { IMMEDIATE: "IMMEDIATE", CALENDAR: "CALENDAR" } as const;
export type BookingMode = (typeof BookingMode)[keyof typeof BookingMode];
