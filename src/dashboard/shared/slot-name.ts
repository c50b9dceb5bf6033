interface Labelled {
  readonly label: string;
}

/** What a slot is called away from its port: several ports of a station may have slots of one label. */
export function slotName(slot: Labelled, port: Labelled): string {
  return `${slot.label}, ${port.label}`;
}
