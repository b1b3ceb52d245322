import { parse } from '../../bpftrace/parser.ts';
import type { Machine } from '../../check/machine.ts';
import { en } from '../../intent/lexicon/en.ts';
import { understand } from '../../intent/understand.ts';
import { starMatcher } from '../../kernel/glob.ts';
import { KERNEL_WORDS } from '../../knowledge/kernel-words.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { type LibraryProgram, localised } from '../../knowledge/library.ts';
import { Tokenizer } from '../../knowledge/tokens.ts';
import { kindsOf } from './listing.ts';
import { type FoundProbe, foundProbe } from './probe.ts';

/** Programs of the library whose probes are shown: those that answer the words about as well as the best one does. */
const MOST_PROGRAMS = 5;
const LEAST_SCORE = 0.45;
const NEAR_BEST = 0.85;
/** A pattern that stands for more probes is shown as it is. */
const MOST_EXPANDED = 6;
const NO_EVENTS: ReadonlySet<string> = new Set(['BEGIN', 'END', 'interval']);

/** The probes that the words are about: those that the library uses to answer them, then tracepoints whose names hold the words. Best first. */
export function probesByMeaning(words: string, machine: Machine, { index }: Knowledge): FoundProbe[] {
  const found = new Map<string, FoundProbe>();
  for (const probe of [...usedByLibrary(words, machine, index), ...namedSo(words, machine)]) if (!found.has(probe.probe)) found.set(probe.probe, probe);
  return [...found.values()];
}

function usedByLibrary(words: string, machine: Machine, index: Knowledge['index']): FoundProbe[] {
  const intent = understand({ question: words }, { processes: () => new Set(), isTopicWord: (word, language) => index.isTopicWord(word, language) });
  const matches = index.match(intent);
  const least = Math.max(LEAST_SCORE, (matches[0]?.score ?? 0) * NEAR_BEST);
  return matches
    .filter(({ score }) => score >= least)
    .slice(0, MOST_PROGRAMS)
    .flatMap(({ program }) => probesOf(program, machine).map((probe) => ({ ...probe, used: localised(program.title, intent.language) })));
}

function probesOf({ source }: LibraryProgram, machine: Machine): FoundProbe[] {
  const points = parse(source).script.probes.flatMap((probe) => probe.attachPoints.filter(({ provider }) => !NO_EVENTS.has(provider)));
  const names = machine.tracepoints.list();
  return points.flatMap(({ provider, parts, text }) => {
    const [kind] = kindsOf(provider, machine, false);
    if (kind === undefined) return [];
    if (kind !== 'tracepoint' || names === undefined) return [foundProbe(kind, text, machine)];
    const matching = names.filter(starMatcher(parts.join(':')));
    const shown = matching.length > MOST_EXPANDED ? [parts.join(':')] : matching;
    return shown.map((name) => foundProbe(kind, `tracepoint:${name}`, machine));
  });
}

/** Tracepoints whose names hold all of the words, whatever form they have there. */
function namedSo(words: string, machine: Machine): FoundProbe[] {
  const tokenizer = new Tokenizer(en);
  const wanted = tokenizer.tokens(words).filter((token) => !/\p{Script=Han}/u.test(token));
  if (wanted.length === 0) return [];
  const tokensOf = new Map<string, readonly string[]>();
  const read = (word: string): readonly string[] => {
    const known = tokensOf.get(word) ?? tokenizer.tokens(KERNEL_WORDS[word] ?? word);
    tokensOf.set(word, known);
    return known;
  };
  const holds = (name: string): boolean => {
    const own = name.split(/[:_]/).flatMap(read);
    return wanted.every((token) => own.some((word) => word === token || (token.length > 3 && word.startsWith(token))));
  };
  return (machine.tracepoints.list() ?? [])
    .filter(holds)
    .sort()
    .map((name) => foundProbe('tracepoint', `tracepoint:${name}`, machine));
}
