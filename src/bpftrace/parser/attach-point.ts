import { PROBES, type ProbeKindId } from '../dialect/probes.ts';

/** Every spelling and short name that any version has for a kind, and the kind's stable name. */
const KINDS: ReadonlyMap<string, ProbeKindId> = new Map(
  PROBES.flatMap(({ name, spelling, aliases, changes = [] }) =>
    [spelling, ...aliases, ...changes.flatMap((change) => [change.spelling ?? name, ...(change.aliases ?? [])])].map((word) => [word, name] as const),
  ),
);

const STABLE_NAMES: ReadonlySet<string> = new Set(KINDS.values());

/** Probe kinds whose attach point holds a file's path, so that a slash in it does not begin a predicate. */
const WITH_PATH: ReadonlySet<string> = new Set(['uprobe', 'uretprobe', 'usdt']);

/** Whether any version has a kind of that name. */
export function isProbeKind(provider: string): boolean {
  return STABLE_NAMES.has(provider);
}

/** The kind of an attach point in its long form. */
export function providerOf(text: string): string {
  const word = /^(?:\w+=)?([A-Za-z]+)/.exec(text)?.[1] ?? '';
  return KINDS.get(word) ?? word;
}

/** Splits an attach point at colons that stand outside quotes, drops the quotes, and then the kind. */
export function partsOf(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (char === ':' && !quoted) {
      parts.push(part);
      part = '';
    } else part += char;
  }
  return [...parts, part].slice(1);
}

/** What `name=` before the kind calls an attach point. */
export function labelOf(text: string): string | undefined {
  return /^(\w+)=[A-Za-z*?]/.exec(text)?.[1];
}

export interface ScannedPoint {
  readonly text: string;
  readonly end: number;
  /** There are blanks in it, which bpftrace takes out up to 0.25 and does not read since. */
  readonly blanks: boolean;
}

/**
 * An attach point, scanned from `start`: text without blanks, up to ",", "{", or the slash of a predicate; quotes may hold anything. Blanks around a colon
 * belong to it where the next part follows on the same line.
 */
export function scanAttachPoint(source: string, start: number): ScannedPoint {
  let at = start;
  let quoted = false;
  let text = '';
  let blanks = false;
  let path: boolean | undefined;
  for (; at < source.length; at++) {
    const char = source[at] ?? '';
    if (char === '"') quoted = !quoted;
    if (!quoted) {
      if (char === ',' || char === '{' || char === ';' || char === '}' || char === '(') break;
      if (char === '/') {
        path ??= WITH_PATH.has(providerOf(text));
        if (!path) break;
      }
      if (char === ' ' || char === '\t') {
        const behind = goesOnBehindBlanks(source, at, text);
        if (behind === undefined) break;
        at = behind - 1;
        blanks = true;
        continue;
      }
      if (/\s/.test(char)) break;
    } else if (char === '\n') {
      break;
    }
    text += char;
  }
  return { text, end: at, blanks };
}

/** Where the next part of an attach point begins behind the blanks at `at`; undefined where it is at its end. */
function goesOnBehindBlanks(source: string, at: number, text: string): number | undefined {
  let behind = at;
  while (source[behind] === ' ' || source[behind] === '\t') behind++;
  const next = source[behind] ?? '';
  if (text.endsWith(':')) return /[A-Za-z0-9_*"$/.]/.test(next) && !(next === '/' && !WITH_PATH.has(providerOf(text))) ? behind : undefined;
  return next === ':' && source[behind + 1] !== ':' ? behind : undefined;
}
