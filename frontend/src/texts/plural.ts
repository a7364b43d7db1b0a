/** A number with the word for it, of which there are two forms in English and in Spanish: `1 review`, `2 reviews`. */
export function plural(count: number | string, one: string, other: string): string {
  return `${count} ${String(count) === "1" ? one : other}`;
}
