import type { ReactNode } from "react";
import classes from "./facts.module.css";

/** Names and what they stand for, side by side as far as there is room. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes["facts"]}>{children}</dl>;
}

interface FactProps {
  readonly name: string;
  /** It may be long, and has a line of its own. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

export function Fact({ name, isWide, children }: FactProps) {
  return (
    <div className={isWide ? classes["wide"] : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
