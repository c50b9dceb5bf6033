import { Button } from "@mantine/core";
import type { TablerIcon } from "@tabler/icons-react";

interface ItemButtonProps {
  readonly icon: TablerIcon;
  readonly children: string;
  /** The object's name, which screen readers use to tell buttons with the same text apart. */
  readonly of?: string;
  /** The first of several buttons, and the most likely choice. */
  readonly isPrimary?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  /** The element that the button shows and hides. */
  readonly opens?: { readonly id: string; readonly isOpen: boolean };
  readonly onClick: () => void;
}

/** A button for an action on one object of a list, or on the object of the page. */
export function ItemButton(props: ItemButtonProps) {
  const { icon: Icon, children, of, isPrimary, busy, disabled, opens, onClick } = props;
  return (
    <Button
      size="xs"
      variant={isPrimary ? "filled" : "default"}
      leftSection={<Icon size={16} aria-hidden />}
      loading={busy}
      disabled={disabled}
      aria-expanded={opens?.isOpen}
      aria-controls={opens?.isOpen ? opens.id : undefined}
      onClick={onClick}
    >
      {children}
      {of !== undefined && <span className="visually-hidden"> {of}</span>}
    </Button>
  );
}
