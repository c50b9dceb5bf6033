import { type ReactNode, useId } from "react";
import type { CountKind } from "./figures.ts";

/**
 * Blue, green, grey, orange and purple are distinguishable with colour blindness. The patterns serve those who see no
 * colours. Each colour has a contrast of 3 to 1 with the page in the light and in the dark scheme.
 */
export const countColors: Readonly<Record<CountKind, string>> = {
  created: "light-dark(#1864ab, #4dabf7)",
  completed: "light-dark(#2b8a3e, #51cf66)",
  cancelled: "light-dark(#5c636a, #adb5bd)",
  expired: "light-dark(#c2410c, #ff922b)",
  missed: "light-dark(#862e9c, #da77f2)",
};

/** The fill of the bars of a kind, used as `url(#id)`. */
export function Pattern({ id, kind }: { id: string; kind: CountKind }) {
  const mark = marks[kind];
  return (
    <pattern id={id} width={8} height={8} patternUnits="userSpaceOnUse" style={{ color: countColors[kind] }}>
      <rect width={8} height={8} fill="currentColor" fillOpacity={mark ? 0.3 : 1} />
      {mark}
    </pattern>
  );
}

const line = { stroke: "currentColor", strokeWidth: 2, fill: "none" };

const marks: Readonly<Record<CountKind, ReactNode>> = {
  created: null,
  completed: null,
  cancelled: <path d="M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6" {...line} />,
  expired: <path d="M0 2 H8 M0 6 H8" {...line} />,
  missed: <path d="M4 0 V8 M0 4 H8" {...line} />,
};

/** A sample of a kind's bar, shown next to its name. */
export function Swatch({ kind }: { kind: CountKind }) {
  const id = useId();
  const stroke = { stroke: countColors[kind] };
  return (
    <svg width={14} height={14} aria-hidden="true" style={{ flexShrink: 0 }}>
      <defs>
        <Pattern id={id} kind={kind} />
      </defs>
      <rect x={0.5} y={0.5} width={13} height={13} rx={3} fill={`url(#${id})`} style={stroke} />
    </svg>
  );
}
