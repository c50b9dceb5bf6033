import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";

export const languages = { en: "English", vi: "Tiếng Việt" } as const;
export type Language = keyof typeof languages;

/** The same texts in each language. A text with parameters is a function. A missing text is a compile error. */
export interface Words<Text> {
  readonly en: Text;
  readonly vi: Text;
}

export function defineWords<Text>(words: { en: Text; vi: NoInfer<Text> }): Words<Text> {
  return words;
}

interface LanguageChoice {
  readonly language: Language;
  readonly choose: (language: Language) => void;
}

const LanguageContext = createContext<LanguageChoice>({ language: "en", choose: () => {} });
const KEY = "slotwire:language";

export function currentLanguage(): Language {
  const chosen = localStorage.getItem(KEY);
  if (chosen === "en" || chosen === "vi") return chosen;
  return navigator.language.toLowerCase().startsWith("vi") ? "vi" : "en";
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(currentLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choice = useMemo(() => {
    const choose = (chosen: Language) => {
      localStorage.setItem(KEY, chosen);
      setLanguage(chosen);
    };
    return { language, choose };
  }, [language]);
  return <LanguageContext value={choice}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageChoice {
  return useContext(LanguageContext);
}

export function useWords<Text>(words: Words<Text>): Text {
  return words[useLanguage().language];
}
