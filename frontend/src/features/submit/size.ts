/** What is to be sent is larger than the service takes. It would end the connection, and a browser could not say why. */
export class TooLarge extends Error {
  readonly bytes: number;
  readonly most: number;

  constructor(bytes: number, most: number) {
    super("larger than the service takes");
    this.name = "TooLarge";
    this.bytes = bytes;
    this.most = most;
  }
}

/** Throws {@link TooLarge} for more bytes than `most`; where that is not known, the service judges. */
export function checkSize(bytes: number, most: number | undefined): void {
  if (most !== undefined && bytes > most) throw new TooLarge(bytes, most);
}

/** A size as a person reads it: "4.19 MB". */
export function sizeSaid(bytes: number, locale: string): string {
  const form = { style: "unit", unit: "megabyte", maximumFractionDigits: 2 } as const;
  return new Intl.NumberFormat(locale, form).format(bytes / 1_000_000);
}
