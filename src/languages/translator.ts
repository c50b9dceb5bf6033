import { createInstance } from "i18next";
import Negotiator from "negotiator";
import { inEnglish, placesOf, type Translate } from "../shared/message.ts";
import { vietnamese } from "./vi.ts";

const languages = ["en", "vi"] as const;
export type Language = (typeof languages)[number];

/** Longer than any browser's header. Parsing a long one takes long, and it is parsed for each operation. */
const LONGEST_LINE = 1_000;

/** Translates messages into the language that a client asks for; English if it asks for none that is known. */
export class Translator {
  readonly #translations: Readonly<Record<Language, Translate>>;

  constructor() {
    const i18n = createInstance({
      lng: "en",
      resources: { vi: { translation: vietnamese } },
      // The keys are sentences: a colon or a full stop in one means nothing.
      keySeparator: false,
      nsSeparator: false,
      interpolation: { escapeValue: false },
      initAsync: false,
    });
    void i18n.init();
    const inVietnamese: Translate = (message) =>
      i18n.t(message.template, { lng: "vi", ...placesOf(message, "vi") });
    this.#translations = { en: inEnglish, vi: inVietnamese };
  }

  /** @param acceptLanguage as in HTTP's `Accept-Language`. */
  languageOf(acceptLanguage: unknown): Language {
    if (typeof acceptLanguage !== "string" || acceptLanguage.length > LONGEST_LINE) return "en";
    const negotiator = new Negotiator({ headers: { "accept-language": acceptLanguage } });
    return (negotiator.language([...languages]) as Language | undefined) ?? "en";
  }

  /** @param acceptLanguage as in HTTP's `Accept-Language`. */
  for(acceptLanguage: unknown): Translate {
    return this.#translations[this.languageOf(acceptLanguage)];
  }
}
