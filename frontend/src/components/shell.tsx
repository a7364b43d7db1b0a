"use client";

import { useQuery } from "@tanstack/react-query";
import { useTheme } from "next-themes";
import type { ReactNode } from "react";

import { useChoosePerson, useChosenPerson } from "@/api/identity";
import { people } from "@/api/queries";
import { Banner } from "@/components/banner";
import { PlaceLink } from "@/components/place-link";
import { Choice } from "@/components/ui/choice";
import { KeysOverlay } from "@/features/keys/keys";
import { useHydrated } from "@/lib/hydrated";
import { chooseLanguage, languages, useLanguage, useTexts } from "@/texts";

const PLACES = [
  ["queue", "/"],
  ["policies", "/policies/"],
  ["numbers", "/numbers/"],
  ["submit", "/new/"],
] as const;

/** What stands around every page: where one is, who acts, and that nobody is really signed in. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useTexts();
  return (
    <div className="flex h-dvh flex-col">
      <title>{t.product}</title>
      <meta name="description" content={t.about} />
      <a
        href="#content"
        className="bg-accent text-on-accent sr-only z-10 rounded-md px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        {t.skip}
      </a>
      <header>
        <Banner />
        <div className="border-line bg-surface flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2">
          <PlaceLink href="/" className="inline-flex min-h-6 items-center font-semibold tracking-tight">
            {t.product}
          </PlaceLink>
          <nav aria-label={t.nav.label} className="flex gap-3">
            {PLACES.map(([name, address]) => (
              <PlaceLink
                key={name}
                href={address}
                className="text-accent inline-flex min-h-6 items-center hover:underline"
              >
                {t.nav[name]}
              </PlaceLink>
            ))}
            <a href="/docs" className="text-accent inline-flex min-h-6 items-center hover:underline">
              {t.nav.calls}
            </a>
          </nav>
          <div className="ml-auto flex flex-wrap items-center gap-2">
            <IdentityChoice />
            <LanguageChoice />
            <ThemeChoice />
            <KeysOverlay />
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="flex min-h-0 flex-1 flex-col overflow-auto outline-none">
        {children}
      </main>
    </div>
  );
}

function IdentityChoice() {
  const t = useTexts();
  const { data } = useQuery(people);
  const chosen = useChosenPerson();
  const choose = useChoosePerson();
  const known = (data?.people ?? []).map((person) => ({
    value: person.id,
    label: `${person.name}${person.credential ? `, ${person.credential}` : ""} · ${t.roles[person.role]}`,
  }));
  return (
    <Choice
      label={t.identity.label}
      hint={t.identity.hint}
      value={chosen ?? ""}
      options={[{ value: "", label: t.identity.nobody }, ...known]}
      onChoose={(id) => choose(id || null)}
    />
  );
}

function LanguageChoice() {
  const t = useTexts();
  const options = languages.map(({ id, name }) => ({ value: id, label: name }));
  return <Choice label={t.language.label} value={useLanguage()} options={options} onChoose={chooseLanguage} />;
}

function ThemeChoice() {
  const t = useTexts();
  const { theme, setTheme } = useTheme();
  const isHydrated = useHydrated();
  const options = [
    { value: "system", label: t.theme.system },
    { value: "light", label: t.theme.light },
    { value: "dark", label: t.theme.dark },
  ];
  return (
    <Choice label={t.theme.label} value={(isHydrated && theme) || "system"} options={options} onChoose={setTheme} />
  );
}
