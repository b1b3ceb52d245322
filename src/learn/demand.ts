/** What a program for a goal must hold beside saying what the workload did, told by its tree: a count of anything else that happened as often is no answer. */
import type { AttachPoint, Script } from '../bpftrace/ast.ts';
import { parse } from '../bpftrace/parser.ts';
import { walk } from '../bpftrace/visit.ts';
import { eventsOf, familiesOf, mayBeAbout } from './families.ts';
import type { ProgramFile, Said } from './lesson.ts';

export interface Demand {
  readonly wants: 'distribution' | 'time' | 'file' | 'place-in-code' | { readonly about: readonly Pick<AttachPoint, 'provider' | 'parts'>[] };
  /** What is said to whoever wrote one that does not. */
  readonly say: Said;
}

/** Whether a program holds it. Of one in C, and of one that does not parse, nothing is told. */
export function meets({ wants }: Pick<Demand, 'wants'>, { language, source }: Pick<ProgramFile, 'language' | 'source'>): boolean {
  if (language !== 'bpftrace') return true;
  const { script } = parse(source);
  if (typeof wants === 'object') return eventsOf(script).some((point) => mayBeAbout(point, wants.about));
  return names(script).some((name) => HOLDS[wants].test(name));
}

/**
 * What a program is to listen to: events of a kind that these programs listen to, which answer the same on different kernels. None where no name tells what kind of event
 * they are.
 */
export function eventDemand(sources: readonly string[], say: Said): readonly Demand[] {
  const about = sources.flatMap((source) => eventsOf(parse(source).script)).map(({ provider, parts }) => ({ provider, parts }));
  return about.flatMap(familiesOf).length === 0 ? [] : [{ wants: { about }, say }];
}

/** Over the names of calls, of words and of fields. */
const HOLDS: Readonly<Record<Extract<Demand['wants'], string>, RegExp>> = {
  distribution: /^(?:l|ts)?hist\(\)$|^tseries\(\)$/,
  time: /^(?:nsecs|elapsed)(?:\(\))?$|^(?:ktime\w*|strftime)(?:\(\))?$/,
  file: /^(?:str|path|kstr|ustr|buf)\(\)$|^\.(?:fd|d_name|i_ino|ino|dfd|filename|pathname|name)$/,
  'place-in-code': /^[ku]?stack(?:\(\))?$|^[ku]sym\(\)$/,
};

function names(script: Script): readonly string[] {
  const found: string[] = [];
  for (const node of walk(script)) {
    if (node.kind === 'call') found.push(`${node.name}()`);
    else if (node.kind === 'identifier') found.push(node.name);
    else if (node.kind === 'field') found.push(`.${node.name}`);
  }
  return found;
}
