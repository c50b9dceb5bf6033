import type { Role } from "../api/documents.ts";
import { defineWords } from "../app/language.tsx";

export const roleWords = defineWords<Readonly<Record<Role, string>>>({
  en: { DRIVER: "Driver", CHARGER: "Charger", OPERATOR: "Operator", ADMIN: "Administrator" },
  vi: { DRIVER: "Tài xế", CHARGER: "Trụ sạc", OPERATOR: "Người vận hành", ADMIN: "Quản trị viên" },
});
