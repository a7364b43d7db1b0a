"use client";

import { createContext, type ReactNode, useContext, useEffect, useSyncExternalStore } from "react";

import { en, type Texts } from "@/texts/en";
import { es } from "@/texts/es";

const LANGUAGES = { en, es } as const;
export type Language = keyof typeof LANGUAGES;
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
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return <Spoken value={LANGUAGES[language]}>{children}</Spoken>;
}

export function useTexts(): Texts {
  return useContext(Spoken);
}
