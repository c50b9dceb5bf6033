export const Role = { DRIVER: "DRIVER", OPERATOR: "OPERATOR", ADMIN: "ADMIN", CHARGER: "CHARGER" } as const;
export type Role = (typeof Role)[keyof typeof Role];
