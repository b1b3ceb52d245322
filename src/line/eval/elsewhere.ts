/** The machine that a case would need, where this one is not it. */
import type { Machine } from '../../check/check.ts';
import { unknownTracepoints } from '../../kernel/tracepoints.ts';
import { isOfProbes } from '../../rehearse/needs.ts';

const GIVEN = { verdict: 'yes', why: 'taken for granted' } as const;

/** The machine as it would be with its missing probes; of what else is missing nothing is known, its functions and tracepoints least of all. */
export function withNeeds(machine: Machine, missing: readonly string[]): Machine {
  const { facts } = machine;
  const probeKinds = { ...facts.probeKinds, kprobe: GIVEN, kfunc: GIVEN, hardware: GIVEN };
  const known = missing.every(isOfProbes);
  const { tracepoints, functions, symbols, headers } = machine;
  return {
    // What this machine's bpftrace does not know, that one's may: it is not asked.
    facts: { ...facts, probeKinds, ...(known ? {} : { privilege: 'none' as const }) },
    tracepoints: known ? tracepoints : unknownTracepoints,
    ...(known && functions !== undefined ? { functions } : {}),
    ...(symbols === undefined ? {} : { symbols }),
    ...(headers === undefined ? {} : { headers }),
    get types() {
      return machine.types;
    },
  };
}
