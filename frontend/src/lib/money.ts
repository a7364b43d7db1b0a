const MOST_DIGITS = 9;

/** US dollars, written from the text that they come as: a binary fraction would not be the same amount. */
export function dollars(usd: string, locale: string): string {
  const form = { style: "currency", currency: "USD", maximumFractionDigits: MOST_DIGITS } as const;
  return new Intl.NumberFormat(locale, form).format(usd as Intl.StringNumericLiteral);
}
