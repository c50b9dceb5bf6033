import { NavLink, Stack, Text } from "@mantine/core";
import {
  IconBuildingFactory2,
  IconCalendarUser,
  IconCar,
  IconChartBar,
  IconLayoutGrid,
  IconListSearch,
  IconWebhook,
  type TablerIcon,
} from "@tabler/icons-react";
import { Link, useLocation } from "wouter";
import { routes } from "../routes.ts";
import { readable } from "../shared/colors.ts";
import { defineWords, useWords } from "./language.tsx";
import { isAdmin, isStaff, type Me, mayCharge } from "./me.ts";

const words = defineWords({
  en: {
    pages: "Pages",
    board: "Live board",
    reservations: "My reservations",
    allReservations: "Reservations",
    vehicles: "My vehicles",
    operator: "Operator",
    sites: "Stations",
    analytics: "Analytics",
    webhooks: "Webhooks",
    auditLog: "Audit log",
  },
  vi: {
    pages: "Các trang",
    board: "Bảng trực tiếp",
    reservations: "Lượt đặt của tôi",
    allReservations: "Lượt đặt chỗ",
    vehicles: "Xe của tôi",
    operator: "Vận hành",
    sites: "Trạm sạc",
    analytics: "Thống kê",
    webhooks: "Webhook",
    auditLog: "Nhật ký thao tác",
  },
});

/** Links to the pages that the user's roles allow. */
export function Navigation({ me, onNavigate }: { me: Me | null | undefined; onNavigate: () => void }) {
  const text = useWords(words);
  const roles = me?.roles ?? [];
  const item = (href: string, label: string, icon: TablerIcon) => (
    <Item key={href} href={href} label={label} icon={icon} onNavigate={onNavigate} />
  );
  return (
    <Stack component="nav" aria-label={text.pages} gap={4}>
      {item(routes.board, text.board, IconLayoutGrid)}
      {mayCharge(roles) &&
        item(
          routes.reservations,
          isStaff(roles) ? text.allReservations : text.reservations,
          IconCalendarUser,
        )}
      {mayCharge(roles) && item(routes.vehicles, text.vehicles, IconCar)}
      {isStaff(roles) && (
        <>
          <Text size="sm" c="dimmed" mt="md" px="sm">
            {text.operator}
          </Text>
          {item(routes.sites, text.sites, IconBuildingFactory2)}
          {item(routes.analytics, text.analytics, IconChartBar)}
          {item(routes.webhooks, text.webhooks, IconWebhook)}
          {isAdmin(roles) && item(routes.auditLog, text.auditLog, IconListSearch)}
        </>
      )}
    </Stack>
  );
}

interface ItemProps {
  readonly href: string;
  readonly label: string;
  readonly icon: TablerIcon;
  readonly onNavigate: () => void;
}

function Item({ href, label, icon: Icon, onNavigate }: ItemProps) {
  const [path] = useLocation();
  const active = href === routes.board ? path === href || path.startsWith("/slots/") : path.startsWith(href);
  return (
    <NavLink
      component={Link}
      href={href}
      label={label}
      leftSection={<Icon size={18} aria-hidden />}
      active={active}
      style={active ? { "--nl-color": readable("teal") } : undefined}
      aria-current={active ? "page" : undefined}
      onClick={onNavigate}
    />
  );
}
