/** Finds probes of a machine: what `gpttrace probes` does behind the command line. */
import { dialectOf } from '../bpftrace/dialect/dialect.ts';
import type { Machine } from '../check/machine.ts';
import { suggest } from '../check/suggest.ts';
import { starMatcher } from '../kernel/glob.ts';
import { type Knowledge, loadKnowledge } from '../knowledge/knowledge.ts';
import { openMachine, type WhichMachine } from './machine.ts';
import { withDetails } from './probes/details.ts';
import { kernelFunctionNames, kindsOf, type Listing, listProbes } from './probes/listing.ts';
import { probesByMeaning } from './probes/meaning.ts';
import { type FoundProbe, foundProbe } from './probes/probe.ts';

export type { FoundProbe };

export interface ProbeSearch {
  /** What was searched: attach points, parts of names, or meanings. */
  readonly by: 'pattern' | 'name' | 'meaning';
  /** Best first; with details where they were asked for, as many as were asked for. */
  readonly probes: readonly FoundProbe[];
  /** All that were found. */
  readonly total: number;
  /** Why something could not be searched, in words. */
  readonly cannot: readonly string[];
  /** Where nothing was found: names that may have been meant. */
  readonly near: readonly string[];
}

export interface ProbeQuery extends WhichMachine {
  readonly words: string;
  readonly most: number;
  readonly details: boolean;
}

/** Looks for a pattern of attach points, else for names that hold the word, else for what the words mean. Throws a Problem for a file that is no snapshot. */
export async function searchProbes(query: ProbeQuery): Promise<ProbeSearch> {
  return findProbes(query, await openMachine(query), loadKnowledge);
}

/** The same on a machine that is at hand, with the library as it is handed out. */
export function findProbes({ words, most, details }: ProbeQuery, machine: Machine, knowledge: () => Knowledge): ProbeSearch {
  const { by, probes, cannot } = search(words.trim(), machine, knowledge);
  const shown = probes.slice(0, most).map((probe) => (details ? withDetails(probe, machine) : probe));
  return { by, probes: shown, total: probes.length, cannot, near: probes.length === 0 ? nearNames(words.trim(), machine) : [] };
}

function search(words: string, machine: Machine, knowledge: () => Knowledge): Pick<ProbeSearch, 'by' | 'probes' | 'cannot'> {
  const parts = splitPattern(words);
  const [head = '', ...rest] = parts;
  const kinds = kindsOf(head, machine, words.includes('/'));
  if (kinds.length > 0) return { by: 'pattern', ...merge(kinds.map((kind) => listProbes(kind, rest, machine))) };
  // `sched:*`: most kinds of probes have no colon in their names.
  if (parts.length === 2 && !/\s/.test(words)) return { by: 'pattern', ...merge([listProbes('tracepoint', parts, machine)]) };
  if (!/\s/.test(words)) {
    const named = byName(words, machine);
    if (named.probes.length > 0) return { by: 'name', ...named };
  }
  return { by: 'meaning', probes: probesByMeaning(words, machine, knowledge()), cannot: [] };
}

/** At colons outside quotes, as an attach point is. */
function splitPattern(text: string): string[] {
  return (text.match(/(?:"[^"]*"|[^:"])+|(?<=:)(?=:|$)/g) ?? []).map((part) => part.replaceAll('"', '').trim());
}

function merge(listings: readonly Listing[]): Pick<ProbeSearch, 'probes' | 'cannot'> {
  return {
    probes: listings.flatMap((listing) => ('probes' in listing ? listing.probes : [])),
    cannot: listings.flatMap((listing) => ('cannot' in listing ? [listing.cannot] : [])),
  };
}

/** Whatever has the text in its name: tracepoints and events, those first whose name has it as a word, then functions of the kernel. */
function byName(text: string, machine: Machine): Pick<ProbeSearch, 'probes' | 'cannot'> {
  const wanted = text.toLowerCase();
  const matches = starMatcher(wanted.includes('*') ? wanted : `*${wanted}*`);
  const rank = ({ probe }: FoundProbe): number => {
    const words = probe.toLowerCase().split(/[:_-]/);
    return words.includes(wanted) ? 0 : words.some((word) => word.startsWith(wanted)) ? 1 : 2;
  };
  const nameOf = (probe: string): string => probe.slice(probe.indexOf(':') + 1).toLowerCase();
  const { probes, cannot } = merge((['tracepoint', 'software', 'hardware'] as const).map((kind) => listProbes(kind, ['*'], machine)));
  const events = probes.filter(({ probe }) => matches(nameOf(probe)) || matches(nameOf(nameOf(probe))));
  return { probes: [...ranked(events, rank), ...ranked(functionsNamed(matches, machine), rank)], cannot };
}

/** Each function once, as the kind of probe that this kernel attaches to it. */
function functionsNamed(matches: (name: string) => boolean, machine: Machine): FoundProbe[] {
  const { facts } = machine;
  const kind = facts.probeKinds.kfunc.verdict === 'yes' ? 'kfunc' : 'kprobe';
  const spelling = dialectOf(facts.bpftrace?.version).probeKind(kind)?.spelling ?? kind;
  const names = (kernelFunctionNames(machine) ?? []).filter((name) => matches(name.toLowerCase()));
  return names.map((name) => foundProbe(kind, `${spelling}:${name}`, machine));
}

function ranked(probes: readonly FoundProbe[], rank: (probe: FoundProbe) => number): FoundProbe[] {
  const scored = probes.map((probe) => ({ probe, score: rank(probe) }));
  return scored.sort((a, b) => a.score - b.score || (a.probe.probe < b.probe.probe ? -1 : 1)).map(({ probe }) => probe);
}

/** Behind a kind the names of that kind, in the same file where it is one of a program; for a bare word the words that names are made of. */
function nearNames(words: string, machine: Machine): string[] {
  const [head = '', ...rest] = splitPattern(words);
  const [kind] = kindsOf(head, machine, words.includes('/'));
  const last = (kind === undefined ? words : (rest.at(-1) ?? '')).replaceAll('*', '');
  if (last.length < 3 || /\s/.test(last)) return [];
  if (kind === undefined) {
    const names = machine.tracepoints.list() ?? [];
    return suggest(last, new Set([...names.flatMap((name) => name.split(/[:_]/)), ...(kernelFunctionNames(machine) ?? [])]));
  }
  const { probes } = merge([listProbes(kind, kind === 'tracepoint' ? ['*', '*'] : [...rest.slice(0, -1).slice(0, 1), '*'], machine)]);
  const known = new Map(probes.map(({ probe }) => [probe.slice(probe.lastIndexOf(':') + 1), probe]));
  return suggest(last, known.keys()).flatMap((name) => known.get(name) ?? []);
}
