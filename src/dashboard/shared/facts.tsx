import type { ReactNode } from "react";
import classes from "./facts.module.css";

/** A list of names and values, side by side if there is room. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes["facts"]}>{children}</dl>;
}

interface FactProps {
  readonly name: string;
  /** Gives a long value a line of its own. */
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
