interface Labelled {
  readonly label: string;
}

/** The name of a slot where its port is not shown. Several ports of a station may have slots with the same label. */
export function slotName(slot: Labelled, port: Labelled): string {
  return `${slot.label}, ${port.label}`;
}
