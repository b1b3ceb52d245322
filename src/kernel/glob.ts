import type { Host } from '../system/host.ts';

/** Directories that are looked through at most: a pattern may have a star on every level. */
const MAX_LISTED = 2_000;

/** The paths a shell pattern (man 7 glob) stands for, sorted; undefined where that would take too long to find out. */
export function glob(host: Host, pattern: string): string[] | undefined {
  const [first = '', ...rest] = pattern.split('/');
  const absolute = first === '';
  let found = absolute ? ['/'] : [''];
  let listed = 0;
  for (const segment of absolute ? rest : [first, ...rest]) {
    const next: string[] = [];
    const matches = shellMatcher(segment);
    for (const base of found) {
      if (matches === undefined) {
        next.push(base + segment);
        continue;
      }
      if (++listed > MAX_LISTED) return undefined;
      const names = host.list(base === '' ? '.' : base) ?? [];
      next.push(...names.filter((name) => matches(name) && (!name.startsWith('.') || segment.startsWith('.'))).map((name) => base + name));
    }
    found = next.map((path) => `${path}/`);
  }
  return found
    .map((path) => path.slice(0, -1))
    .filter((path) => host.exists(path))
    .sort();
}

/** Whether a text is one that a pattern stands for in which only `*` is special, as in bpftrace's attach points. In linear time. */
export function starMatcher(pattern: string): (text: string) => boolean {
  const [start = '', ...rest] = pattern.split('*');
  const end = rest.pop();
  if (end === undefined) return (text) => text === pattern;
  return (text) => {
    let at = start.length;
    if (text.length < at + end.length || !text.startsWith(start) || !text.endsWith(end)) return false;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return at <= text.length - end.length;
  };
}

type Part = '*' | ((char: string) => boolean);

/** Undefined for a name in which nothing is special. */
function shellMatcher(segment: string): ((name: string) => boolean) | undefined {
  if (!/[*?[]/.test(segment)) return undefined;
  const parts = segment.match(/\[!?\]?[^\]]*\]|[\s\S]/gu) ?? [];
  return matcherOf(
    parts.map((part): Part => {
      if (part === '*') return '*';
      if (part === '?') return () => true;
      return part.length > 1 && part.startsWith('[') ? oneOf(part.slice(1, -1)) : (char) => char === part;
    }),
  );
}

/** `a-z_`, or `!` and what it must not be. */
function oneOf(text: string): (char: string) => boolean {
  const ranges = [...text.replace(/^!/, '').matchAll(/([\s\S])(?:-([\s\S]))?/gu)].map(([, from = '', to]) => [from, to ?? from] as const);
  const wanted = !text.startsWith('!');
  return (char) => ranges.some(([from, to]) => from <= char && char <= to) === wanted;
}

/** Goes back to the last star only, which is enough (and never takes the time that a regular expression can). */
function matcherOf(parts: readonly Part[]): (text: string) => boolean {
  return (text) => {
    const chars = [...text];
    let at = 0;
    let part = 0;
    let star = -1;
    let from = 0;
    while (at < chars.length) {
      const expected = parts[part];
      if (expected === '*') {
        star = part++;
        from = at;
      } else if (expected?.(chars[at] ?? '') === true) {
        at++;
        part++;
      } else if (star === -1) return false;
      else {
        part = star + 1;
        at = ++from;
      }
    }
    while (parts[part] === '*') part++;
    return part === parts.length;
  };
}
