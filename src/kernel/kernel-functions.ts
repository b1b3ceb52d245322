import type { Verdict } from '../core/facts.ts';
import { type Host, textOf } from '../system/host.ts';
import type { KernelFunctions } from './functions.ts';
import { type ListCache, noLists } from './list-cache.ts';
import { SymbolList } from './symbol-list.ts';

const BLACKLIST = '/sys/kernel/debug/kprobes/blacklist';

/** The lists behind KernelFunctions; each undefined where it cannot be read. */
export interface FunctionLists {
  readonly known: SymbolList | undefined;
  readonly traceable: SymbolList | undefined;
  readonly blacklist: SymbolList | undefined;
}

/** A list that may be an older copy of the real one. */
interface Source {
  /** The copy where there is one, or the real one. */
  quick(): SymbolList | undefined;
  /** The real one. */
  sure(): SymbolList | undefined;
  /** The real one has what the copy has not. */
  renew(): void;
}

/** The functions of the running kernel. Its lists are read when somebody asks (60 ms for the kernel to write kallsyms), once, and kept until the next boot. */
export function kernelFunctions(host: Host, tracefs: string | undefined, cache: ListCache = noLists): KernelFunctions {
  const boot = `${textOf(host, '/proc/sys/kernel/random/boot_id')?.trim()}|${host.release}`;
  const known = keptList('kallsyms', boot, cache, () => readList(host, '/proc/kallsyms', SymbolList.fromKallsyms));
  const traceable = keptList('traceable', boot, cache, () =>
    tracefs === undefined ? undefined : readList(host, `${tracefs}/available_filter_functions`, SymbolList.fromLines),
  );
  return answers(
    known,
    traceable,
    once(() => readList(host, BLACKLIST, SymbolList.fromBlacklist)),
  );
}

/** The functions of lists that were read before: another machine's. */
export function recordedFunctions(lists: FunctionLists): KernelFunctions {
  const source = (list: SymbolList | undefined): Source => ({ quick: () => list, sure: () => list, renew: () => {} });
  return answers(source(lists.known), source(lists.traceable), () => lists.blacklist);
}

/** All lists of the running kernel as they are now. */
export function readFunctionLists(host: Host, tracefs: string | undefined): FunctionLists {
  return {
    known: readList(host, '/proc/kallsyms', SymbolList.fromKallsyms),
    traceable: tracefs === undefined ? undefined : readList(host, `${tracefs}/available_filter_functions`, SymbolList.fromLines),
    blacklist: readList(host, BLACKLIST, SymbolList.fromBlacklist),
  };
}

function answers(known: Source, traceable: Source, blacklist: () => SymbolList | undefined): KernelFunctions {
  const has = (name: string): Verdict => look(known, name);
  const names = once(() => known.sure()?.names());
  const list = once(() => traceable.sure()?.names());
  return {
    has,
    traceable(name, by) {
      if (by === 'kprobe' && blacklist()?.has(name)) return 'no';
      const listed = look(traceable, name);
      if (listed !== 'unknown') return listed;
      return has(name) === 'no' ? 'no' : 'unknown';
    },
    list,
    names,
    module: (name) => known.quick()?.module(name),
  };
}

/** A no rests on the real list: a module may have been loaded since the copy was made. */
function look(source: Source, name: string): Verdict {
  const copy = source.quick();
  if (copy?.has(name)) return 'yes';
  const list = source.sure();
  if (list === undefined) return 'unknown';
  if (list === copy || !list.has(name)) return 'no';
  source.renew();
  return 'yes';
}

function keptList(name: string, key: string, cache: ListCache, read: () => SymbolList | undefined): Source {
  const copy = once(() => {
    const kept = cache.read(name, key);
    return kept === undefined ? undefined : SymbolList.fromLines(kept);
  });
  const sure = once(read);
  const renew = (): void => {
    const list = sure();
    if (list !== undefined) cache.write(name, key, list.compact());
  };
  const first = once(() => {
    renew();
    return sure();
  });
  return { quick: () => copy() ?? first(), sure, renew };
}

function readList(host: Host, path: string, parse: (bytes: Uint8Array) => SymbolList | undefined): SymbolList | undefined {
  const text = textOf(host, path);
  return text === undefined ? undefined : parse(Buffer.from(text, 'latin1'));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
