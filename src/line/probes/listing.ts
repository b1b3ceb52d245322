import { dialectOf } from '../../bpftrace/dialect/dialect.ts';
import type { ProbeKindId } from '../../bpftrace/dialect/probes.ts';
import type { Machine } from '../../check/machine.ts';
import { suggest } from '../../check/suggest.ts';
import { quoted } from '../../check/user/point.ts';
import { starMatcher } from '../../kernel/glob.ts';
import { HARDWARE_EVENTS, SOFTWARE_EVENTS } from '../../kernel/perf-events.ts';
import { type FoundProbe, foundProbe } from './probe.ts';

/** The probes a pattern stands for, or in words why they cannot be listed. */
export type Listing = { readonly probes: readonly FoundProbe[] } | { readonly cannot: string };

const EVENTS: Readonly<Partial<Record<ProbeKindId, Readonly<Record<string, string | undefined>>>>> = { software: SOFTWARE_EVENTS, hardware: HARDWARE_EVENTS };
const UNITS = ['us', 'ms', 's', 'hz'];
/** What a kind of probe that is written with a star may be: those that are listed from the kernel's own tables. */
const OF_KERNEL: readonly ProbeKindId[] = ['tracepoint', 'software', 'hardware', 'kfunc', 'kprobe'];
const OF_PROGRAMS: readonly ProbeKindId[] = ['uprobe', 'usdt'];

/** What is written before the first colon, or all of it, taken for kinds of probes; none where it is no such word. */
export function kindsOf(word: string, machine: Machine, path: boolean): ProbeKindId[] {
  const dialect = dialectOf(machine.facts.bpftrace?.version);
  const known = dialect.probeKind(word);
  if (known !== undefined) return [known.name];
  if (!word.includes('*')) return [];
  const matches = starMatcher(word);
  return (path ? OF_PROGRAMS : OF_KERNEL).filter((kind) => [kind, dialect.probeKind(kind)?.spelling ?? kind].some(matches));
}

/** The probes of a kind that match the rest of a pattern: what stands behind the kind, split at its colons. */
export function listProbes(kind: ProbeKindId, rest: readonly string[], machine: Machine): Listing {
  const spelling = dialectOf(machine.facts.bpftrace?.version).probeKind(kind)?.spelling ?? kind;
  const found = (names: readonly string[]): Listing => ({
    probes: names.map((name) => foundProbe(kind, name === '' ? spelling : `${spelling}:${name}`, machine)),
  });
  switch (kind) {
    case 'tracepoint':
      return tracepoints(rest, machine, found);
    case 'kprobe':
    case 'kretprobe':
    case 'kfunc':
    case 'kretfunc':
      return functions(rest, machine, found);
    case 'uprobe':
    case 'uretprobe':
    case 'usdt':
      return inFiles(kind, rest, machine, found);
    case 'software':
    case 'hardware': {
      const matches = starMatcher(rest[0] || '*');
      return found(Object.entries(EVENTS[kind] ?? {}).flatMap(([name, alias]) => (matches(name) || (alias !== undefined && matches(alias)) ? [name] : [])));
    }
    case 'interval':
    case 'profile':
      return found(UNITS.filter(starMatcher(rest[0] || '*')).map((unit) => `${unit}:${kind === 'profile' && unit === 'hz' ? 99 : 1}`));
    case 'iter':
      return found(['task', 'task_file'].filter(starMatcher(rest[0] || '*')));
    case 'BEGIN':
    case 'END':
      return found(['']);
    default:
      return { cannot: `there is no list of ${spelling} probes` };
  }
}

function tracepoints(rest: readonly string[], { tracepoints: all }: Machine, found: (names: readonly string[]) => Listing): Listing {
  const names = all.list();
  if (names === undefined) return { cannot: 'the tracepoints cannot be read (gpttrace doctor says why)' };
  const [first = '*', second] = rest;
  // As bpftrace lists them: a lone pattern is that of a name. A lone word is a category.
  const pattern = second !== undefined ? `${first}:${second || '*'}` : first.includes('*') ? `*:${first}` : `${first}:*`;
  return found(names.filter(starMatcher(pattern)).sort());
}

function functions(rest: readonly string[], machine: Machine, found: (names: readonly string[]) => Listing): Listing {
  const names = kernelFunctionNames(machine);
  if (names === undefined) return { cannot: "the kernel's functions cannot be read" };
  const moduleOf = (name: string): string => machine.functions?.module(name) ?? 'vmlinux';
  const [module] = rest.length > 1 ? [starMatcher(rest[0] || '*')] : [];
  const matches = starMatcher(rest.at(-1)?.replace(/\+.*$/, '') || '*');
  const matching = names.filter((name) => matches(name) && (module === undefined || module(moduleOf(name))));
  return found((module === undefined ? matching : matching.map((name) => `${moduleOf(name)}:${name}`)).sort());
}

/** Those that can be traced; where no list says which, all but what a compiler has added to them: cut off parts, and the bytes before a function. */
export function kernelFunctionNames({ functions }: Machine): readonly string[] | undefined {
  return functions?.list() ?? functions?.names()?.filter((name) => !/\.|^__(pfx|cfi)_/.test(name));
}

function inFiles(kind: 'uprobe' | 'uretprobe' | 'usdt', rest: readonly string[], { symbols }: Machine, found: (names: readonly string[]) => Listing): Listing {
  const target = rest[0] ?? '';
  if (symbols === undefined) return { cannot: 'the programs of that machine are not written down' };
  if (target === '') return { cannot: `say of which program or library: ${kind}:/usr/bin/bash:*` };
  // Who lists may name a library in any way; bpftrace wants the path for a usdt probe, and gets it.
  const one = symbols.find(target, 'uprobe');
  const files = target.includes('*') ? symbols.findAll(target) : one === undefined ? [] : [one];
  if (files === undefined) return { cannot: `too many files match ${target}` };
  if (files.length === 0) {
    const near = suggest(target, symbols.around(target));
    return { cannot: `there is no program or library ${target}${near.length > 0 ? `; did you mean ${near.join(', ')}?` : ''}` };
  }
  const last = starMatcher(rest.length > 1 ? rest.at(-1) || '*' : '*');
  const provider = starMatcher(rest.length > 2 ? rest[1] || '*' : '*');
  const names = files.flatMap((file) => {
    const of =
      kind === 'usdt'
        ? symbols
            .usdt(file)
            ?.filter((probe) => provider(probe.provider) && last(probe.name))
            .map((probe) => `${probe.provider}:${probe.name}`)
        : symbols.functions(file)?.filter(last);
    return (of ?? []).map((name) => `${quoted(file)}:${name}`);
  });
  return found(names.sort());
}
