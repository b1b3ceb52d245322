import type { RuleContext } from '../rule.ts';
import { eventsHere } from './events-here.ts';

/** Words that say nothing about what a function is for. */
const EMPTY: ReadonlySet<string> = new Set([
  'do',
  'sys',
  'x64',
  'ia32',
  'arm64',
  'kernel',
  'the',
  'get',
  'set',
  'on',
  'in',
  'of',
  'to',
  'start',
  'end',
  'enter',
  'exit',
  'entry',
  'return',
]);

/** What is said where nothing tells of a function's calls exactly: the tracepoints about the same, by table and by shared words. */
export function nearestEvents(name: string, at: 'entry' | 'return', context: RuleContext): string[] {
  const known = eventsHere(name, at, context).map(({ tracepoints }) => tracepoints.join(', '));
  const names = known.length > 0 ? known : byWords(name, context);
  if (names.length === 0 && context.facts.probeKinds.kprobe.verdict === 'yes') return [];
  if (names.length === 0) return [`no tracepoint of this kernel tells of ${name}: it takes a kernel that attaches kprobes`];
  return [`nearest tracepoints: ${names.slice(0, 3).join(', ')}`];
}

/** The words of each tracepoint, worked out once for a machine: a program can name many functions. */
const WORDS = new WeakMap<RuleContext['tracepoints'], readonly { readonly id: string; readonly words: readonly string[] }[]>();

function withWords(tracepoints: RuleContext['tracepoints']): readonly { readonly id: string; readonly words: readonly string[] }[] {
  const known = WORDS.get(tracepoints);
  if (known !== undefined) return known;
  const made = (tracepoints.list() ?? []).map((id) => ({ id, words: wordsOf(id) }));
  WORDS.set(tracepoints, made);
  return made;
}

function byWords(name: string, { tracepoints }: RuleContext): string[] {
  const wanted = new Set(wordsOf(name));
  const scored = withWords(tracepoints).flatMap(({ id, words }) => {
    const shared = words.filter((word) => wanted.has(word)).length;
    return shared === 0 ? [] : [{ id, score: shared / Math.sqrt(words.length + 1) }];
  });
  const best = scored.sort((a, b) => b.score - a.score || a.id.localeCompare(b.id));
  return best.slice(0, 3).map(({ id }) => id);
}

export function wordsOf(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1 && !EMPTY.has(word));
}
