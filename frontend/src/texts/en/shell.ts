export const shell = {
  locale: "en-US",
  product: "Prior-authorization review",
  about: "Where a health plan’s reviewers check the draft for each prior authorization against the record, and decide.",
  skip: "Skip to the content",
  nav: {
    label: "Main",
    queue: "Queue",
    policies: "Policies",
    numbers: "Numbers",
    submit: "Submit a case",
    calls: "API",
  },
  identity: { label: "Acting as", nobody: "Nobody", hint: "An invented person: sign-in does not exist yet." },
  theme: { label: "Theme", light: "Light", dark: "Dark", system: "As the system" },
  language: { label: "Language" },
  draft: "AI-assisted draft. A clinician decides.",
  failed: { title: "This could not be loaded", again: "Try again", unreachable: "The service does not answer." },
  loading: "Loading",
  /** Said once on each page in another language. */
  inEnglish: "",
};
