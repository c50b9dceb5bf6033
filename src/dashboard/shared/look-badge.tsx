import { Badge, type BadgeProps } from "@mantine/core";
import type { TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { readable } from "./colors.ts";

/** How a state is shown: by colour and icon beside its name, never by colour alone. */
export interface Look {
  readonly color: string;
  readonly icon: TablerIcon;
}

interface LookBadgeProps extends Pick<BadgeProps, "size"> {
  readonly look: Look;
  /** Whether the text is cut off if there is no room for all of it. */
  readonly canShrink?: boolean;
  readonly children: ReactNode;
}

export function LookBadge({
  look: { color, icon: Icon },
  canShrink = false,
  children,
  ...badge
}: LookBadgeProps) {
  return (
    <Badge
      color={color}
      variant="light"
      leftSection={<Icon size={14} aria-hidden />}
      tt="none"
      fw={600}
      style={{ "--badge-color": readable(color), flexShrink: canShrink ? 1 : 0 }}
      {...badge}
    >
      {children}
    </Badge>
  );
}
