/**
 * The service counts places in a text by Unicode code points, JavaScript by UTF-16 units.
 * Beyond the basic plane (emoji, some CJK) one code point is two units.
 */
export function unitOffsets(text: string, points: readonly number[]): Map<number, number> {
  const wanted = [...new Set(points)].sort((one, other) => one - other);
  const found = new Map<number, number>();
  let point = 0;
  let unit = 0;
  for (const target of wanted) {
    while (point < target && unit < text.length) {
      unit += text.codePointAt(unit)! > 0xffff ? 2 : 1;
      point += 1;
    }
    found.set(target, unit);
  }
  return found;
}

/** How many code points stand before a UTF-16 unit of a text: the way back of {@link unitOffsets}. */
export function pointOffset(text: string, unit: number): number {
  let point = 0;
  for (let at = 0; at < unit; at += text.codePointAt(at)! > 0xffff ? 2 : 1) point += 1;
  return point;
}
