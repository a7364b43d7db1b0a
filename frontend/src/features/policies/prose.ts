/** A stretch of a paragraph, strong or not. */
export type Prose = { text: string; isStrong: boolean };

/** The paragraphs of a policy's prose, whose only markup is empty lines between them and two stars around what is strong. */
export function paragraphsOf(body: string): readonly (readonly Prose[])[] {
  return body
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .map((paragraph) =>
      paragraph
        .split("**")
        .map((text, index) => ({ text, isStrong: index % 2 === 1 }))
        .filter(({ text }) => text),
    );
}
