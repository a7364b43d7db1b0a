/** A machine's name in words: those that are known for it, else its own with spaces. */
export function spokenName(words: Readonly<Record<string, string>>, name: string): string {
  return words[name] ?? name.replaceAll("_", " ");
}
