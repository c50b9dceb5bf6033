import type { ReactNode } from "react";
import classes from "./announced.module.css";

/** What is read out when it appears by itself. It has to be there before, and takes no room while it is empty. */
export function Announced({ children }: { children: ReactNode }) {
  return (
    <div role="status" className={classes["announced"]}>
      {children}
    </div>
  );
}
