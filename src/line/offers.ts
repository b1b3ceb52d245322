import { parse } from '../bpftrace/parser.ts';
import type { Machine } from '../check/machine.ts';
import { rateOf } from '../check/policy/rate.ts';
import type { Offers } from '../plan/compose/offers.ts';

/** What a machine has to compose programs from. Nothing is read before it is asked for. */
export function offersOf(machine: Machine): Offers {
  const { tracepoints, functions, facts } = machine;
  return {
    tracepoints: () => tracepoints.list(),
    fields: (category, name) => tracepoints.fields(category, name),
    isFunction: (name) => functions?.has(name) ?? 'unknown',
    prototype: (name) => machine.types?.function(name),
    canAttach(by, name) {
      const { verdict } = facts.probeKinds[by];
      if (verdict !== 'yes' || functions === undefined) return verdict;
      return functions.traceable(name, by === 'kfunc' ? 'fentry' : 'kprobe');
    },
    rate(attachPoint) {
      const point = parse(`${attachPoint} { }`).script.probes[0]?.attachPoints[0];
      return point === undefined ? 0 : rateOf(point, machine);
    },
  };
}
