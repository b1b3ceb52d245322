/** What a machine has to compose programs from, as the composer asks for it. */
import { parse } from '../bpftrace/parser.ts';
import type { Machine } from '../check/machine.ts';
import { rateOf } from '../check/policy/rate.ts';
import type { Verdict } from '../core/facts.ts';
import type { Offers } from '../plan/compose/offers.ts';

/** Its lists and types, each read when it is asked for. */
export function offersOf(machine: Machine): Offers {
  const { tracepoints, functions, facts } = machine;
  return {
    tracepoints: () => tracepoints.list(),
    fields: (category, name) => tracepoints.fields(category, name),
    isFunction: (name) => functions?.has(name) ?? 'unknown',
    prototype: (name) => machine.types?.function(name),
    canAttach: (by, name) => worse(facts.probeKinds[by].verdict, functions?.traceable(name, by === 'kfunc' ? 'fentry' : 'kprobe') ?? 'unknown'),
    rate(attachPoint) {
      const point = parse(`${attachPoint} { 1 }`).script.probes[0]?.attachPoints[0];
      return point === undefined ? 0 : rateOf(point, machine);
    },
  };
}

function worse(a: Verdict, b: Verdict): Verdict {
  return a === 'no' || b === 'no' ? 'no' : a === 'unknown' || b === 'unknown' ? 'unknown' : 'yes';
}
