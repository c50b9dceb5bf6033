import { Badge, type BadgeProps } from "@mantine/core";
import type { TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { readable } from "./colors.ts";

/** How a state is told: by colour and icon beside its word, never by colour alone. */
export interface Look {
  readonly color: string;
  readonly icon: TablerIcon;
}

interface LookBadgeProps extends Pick<BadgeProps, "size"> {
  readonly look: Look;
  readonly children: ReactNode;
}

export function LookBadge({ look: { color, icon: Icon }, children, ...badge }: LookBadgeProps) {
  return (
    <Badge
      color={color}
      variant="light"
      leftSection={<Icon size={14} aria-hidden />}
      tt="none"
      fw={600}
      style={{ "--badge-color": readable(color), flexShrink: 0 }}
      {...badge}
    >
      {children}
    </Badge>
  );
}
