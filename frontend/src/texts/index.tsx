"use client";

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";

import { en, type Texts } from "@/texts/en";

/** English comes with every page; another language is fetched by who reads it. */
const OTHERS = { es: () => import("@/texts/es").then(({ es }) => es) } as const;
export type Language = "en" | keyof typeof OTHERS;
export const languages: readonly { id: Language; name: string }[] = [
  { id: "en", name: "English" },
  { id: "es", name: "Español" },
];

const KEY = "priorauth.language";
const CHANGED = "priorauth:language";
const Spoken = createContext<Texts>(en);

function chosen(): Language {
  const kept = window.localStorage.getItem(KEY) ?? window.navigator.language.slice(0, 2);
  return kept === "es" ? "es" : "en";
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  window.addEventListener("storage", listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
    window.removeEventListener("storage", listener);
  };
}

export function chooseLanguage(language: Language): void {
  window.localStorage.setItem(KEY, language);
  window.dispatchEvent(new Event(CHANGED));
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, chosen, () => "en");
}

export function TextsProvider({ children }: { children: ReactNode }) {
  const language = useLanguage();
  const [spoken, setSpoken] = useState<{ language: Language; texts: Texts }>({ language: "en", texts: en });
  useEffect(() => {
    let isWanted = true;
    const speak = (texts: Texts) => {
      if (isWanted) setSpoken({ language, texts });
    };
    if (language !== "en") void OTHERS[language]().then(speak);
    return () => {
      isWanted = false;
    };
  }, [language]);
  const texts = language === "en" ? en : spoken.texts;
  useEffect(() => {
    document.documentElement.lang = texts === en ? "en" : spoken.language;
  }, [texts, spoken.language]);
  return <Spoken value={texts}>{children}</Spoken>;
}

export function useTexts(): Texts {
  return useContext(Spoken);
}
