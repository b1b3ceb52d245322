/** Punycode (RFC 3492) as Rust's names have it: with `_` before the coded part, where a domain name has `-`. Undefined where it is none. */
export function punycode(text: string): string | undefined {
  const split = text.lastIndexOf('_');
  const output = split === -1 ? [] : [...text.slice(0, split)];
  const coded = text.slice(split + 1);
  let [point, bias, index, at] = [128, 72, 0, 0];
  while (at < coded.length) {
    const before = index;
    let weight = 1;
    for (let threshold = 36; ; threshold += 36) {
      const digit = digitOf(coded[at++]);
      if (digit === undefined) return undefined;
      index += digit * weight;
      const limit = Math.min(26, Math.max(1, threshold - bias));
      if (digit < limit) break;
      weight *= 36 - limit;
      if (!Number.isSafeInteger(weight)) return undefined;
    }
    const length = output.length + 1;
    bias = adapt(index - before, length, before === 0);
    point += Math.floor(index / length);
    index %= length;
    if (point > 0x10ffff) return undefined;
    output.splice(index++, 0, String.fromCodePoint(point));
  }
  return output.join('');
}

function digitOf(char: string | undefined): number | undefined {
  if (char === undefined) return undefined;
  const at = 'abcdefghijklmnopqrstuvwxyz0123456789'.indexOf(char);
  return at === -1 ? undefined : at;
}

function adapt(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? 700 : 2));
  rest += Math.floor(rest / length);
  let steps = 0;
  for (; rest > 455; steps += 36) rest = Math.floor(rest / 35);
  return steps + Math.floor((36 * rest) / (rest + 38));
}
