import { Button } from "@mantine/core";
import type { TablerIcon } from "@tabler/icons-react";

interface ItemButtonProps {
  readonly icon: TablerIcon;
  readonly children: string;
  /** What of, for those who hear it: buttons of one word are told apart by it. */
  readonly of?: string;
  /** The first of several, which one most likely wants. */
  readonly isPrimary?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  /** The element that it shows and hides. */
  readonly opens?: { readonly id: string; readonly isOpen: boolean };
  readonly onClick: () => void;
}

/** What can be done with one thing of many, or with the one that the page is about. */
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
