import type { ReactNode } from "react";
import classes from "./announced.module.css";

/** Content that screen readers announce when it appears. The empty element must exist before, and takes no space. */
export function Announced({ children }: { children: ReactNode }) {
  return (
    <div role="status" className={classes["announced"]}>
      {children}
    </div>
  );
}
