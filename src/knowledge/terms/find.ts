import { TERMS, type Term } from './terms.ts';

/** The terms that a question names, in its order; of two in the same place the longer one. */
export function termsIn(question: string): readonly Term[] {
  const text = question.normalize('NFKC').toLowerCase();
  const found: { readonly at: number; readonly end: number; readonly term: Term }[] = [];
  for (const term of TERMS) {
    const places = term.names.flatMap((name) => {
      const at = patternOf(name).exec(text)?.index;
      return at === undefined ? [] : [{ at, end: at + name.length, term }];
    });
    const longest = places.sort((a, b) => b.end - b.at - (a.end - a.at))[0];
    if (longest !== undefined) found.push(longest);
  }
  const inside = (one: (typeof found)[number]): boolean =>
    found.some((other) => other !== one && other.at <= one.at && other.end >= one.end && other.end - other.at > one.end - one.at);
  return found
    .filter((one) => !inside(one))
    .sort((a, b) => a.at - b.at)
    .map(({ term }) => term);
}

/** Where a name stands by itself; a Latin one also in the plural. */
export function patternOf(name: string): RegExp {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return /^[a-z]/.test(name) ? new RegExp(`(?<![a-z0-9_])${escaped}(?:e?s)?(?![a-z0-9_])`, 'g') : new RegExp(escaped, 'g');
}
