import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from "react";

interface ScrollRegionProps {
  readonly label: string;
  readonly maxHeight?: CSSProperties["maxHeight"];
  readonly children: ReactNode;
}

/** Makes scrolling content focusable, so that the keyboard can scroll it. Content that fits is not focusable. */
export function ScrollRegion({ label, maxHeight, children }: ScrollRegionProps) {
  const region = useRef<HTMLElement>(null);
  const [scrolls, setScrolls] = useState(true);
  useEffect(() => {
    const element = region.current;
    if (!element) return;
    const measure = () =>
      setScrolls(element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <section
      ref={region}
      aria-label={label}
      tabIndex={scrolls ? 0 : undefined}
      className="scroll-region"
      style={{ "--region-max-height": maxHeight } as CSSProperties}
    >
      {children}
    </section>
  );
}
