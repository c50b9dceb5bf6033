import { Anchor, Text } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { pathOf, routes } from "../routes.ts";
import { readable } from "./colors.ts";

interface TextLinkProps {
  readonly href: string;
  readonly children: ReactNode;
}

/** A link within text, with enough contrast, and only as wide as its text. */
export function TextLink({ href, children }: TextLinkProps) {
  return (
    <Anchor
      component={Link}
      href={href}
      inherit
      underline="always"
      fw={600}
      style={{ color: readable("teal"), width: "fit-content", overflowWrap: "anywhere" }}
    >
      {children}
    </Anchor>
  );
}

export function ReservationLink({ id, code }: { id: string; code: string }) {
  return <TextLink href={pathOf(routes.reservation, id)}>{code}</TextLink>;
}

/** A link from the page of one object to the list of all. */
export function BackLink({ href, children }: TextLinkProps) {
  return (
    <Text size="sm">
      <TextLink href={href}>
        <IconArrowLeft size={14} aria-hidden style={{ marginInlineEnd: 4 }} />
        {children}
      </TextLink>
    </Text>
  );
}
