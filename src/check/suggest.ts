import { editDistance } from '../core/distance.ts';

/** The names nearest to one that does not exist, nearest first: by edit distance, a shared word counting for closeness. */
export function suggest(wanted: string, names: Iterable<string>, limit = 3): string[] {
  const words = new Set(
    wanted
      .toLowerCase()
      .split(/[_:]/)
      .filter((word) => word.length > 2),
  );
  const most = Math.max(2, Math.floor(wanted.length * 0.4));
  const scored: { name: string; score: number }[] = [];
  for (const name of names) {
    // A name of very different length is never near; skipping it keeps 70,000 names quick.
    if (Math.abs(name.length - wanted.length) > most + 4) continue;
    const distance = editDistance(wanted.toLowerCase(), name.toLowerCase(), most + 4);
    const shared = name
      .toLowerCase()
      .split(/[_:]/)
      .filter((word) => words.has(word)).length;
    const score = distance - 2 * shared;
    if (score <= most) scored.push({ name, score });
  }
  scored.sort((a, b) => a.score - b.score || a.name.localeCompare(b.name));
  return scored.slice(0, limit).map(({ name }) => name);
}
