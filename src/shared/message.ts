/** A value in a message: text and numbers are shown as they are, a list as "A, B or C". */
type Value = string | number | readonly string[];

/** A sentence for a person, whose language is not known yet. The English text is its key. */
export interface Message {
  /** `Slot {{0}} is …`: the places are numbered. */
  readonly template: string;
  readonly values: readonly Value[];
}

export type Translate = (message: Message) => string;

/**
 * Makes a message from a template literal, so that a sentence is written where it is needed and translated elsewhere.
 */
export function say(strings: TemplateStringsArray, ...values: Value[]): Message {
  return { template: strings.reduce((text, part, index) => `${text}{{${index - 1}}}${part}`), values };
}

export function toMessage(message: Message | string): Message {
  return typeof message === "string" ? { template: message, values: [] } : message;
}

/** The values by their places, with lists in the words of a language. */
export function placesOf({ values }: Message, language: string): Record<string, string> {
  const text = (value: Value) =>
    typeof value === "object"
      ? new Intl.ListFormat(language, { type: "disjunction" }).format(value)
      : String(value);
  return Object.fromEntries(values.map((value, place) => [String(place), text(value)]));
}

export const inEnglish: Translate = (message) => {
  const places = placesOf(message, "en");
  return message.template.replace(/\{\{(\d+)\}\}/g, (_, place: string) => places[place] ?? "");
};
