import type { Script } from '../bpftrace/ast.ts';
import { dialectOf } from '../bpftrace/dialect/dialect.ts';
import { type Typing, typeProgram } from '../bpftrace/typing/infer.ts';
import type { Machine } from './machine.ts';
import { type Place, placesOf } from './places.ts';
import type { RuleContext } from './rule.ts';

/** What the rules look at: the program, the machine, and what is worked out from both the first time a rule asks. */
export function contextOf(script: Script, source: string, machine: Machine, allowUnsafe: boolean): RuleContext {
  const dialect = dialectOf(machine.facts.bpftrace?.version);
  const { tracepoints } = machine;
  let typing: Typing | undefined;
  let places: readonly Place[] | undefined;
  const own = {
    script,
    source,
    allowUnsafe,
    dialect,
    get typing() {
      typing ??= typeProgram(script, {
        version: dialect.version,
        btf: machine.facts.btf,
        kernelTypes: () => machine.types,
        fieldsOf({ provider, parts: [category, name] }) {
          return provider === 'tracepoint' && category !== undefined && name !== undefined ? tracepoints.fields(category, name) : undefined;
        },
      });
      return typing;
    },
    get places() {
      places ??= placesOf(script);
      return places;
    },
  };
  // As descriptors, for to copy the machine's types is to read them, and ours is to work them out.
  return Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(machine), ...Object.getOwnPropertyDescriptors(own) }) as RuleContext;
}
