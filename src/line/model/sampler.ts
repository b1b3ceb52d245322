import { parse } from '../../bpftrace/parser.ts';
import type { Machine } from '../../check/machine.ts';
import type { Workshop } from '../../plan/agent/workshop.ts';
import type { Surroundings } from '../events.ts';
import { sample } from '../sample.ts';

/**
 * Counts how often the probes of a program fire, where that was agreed to: beforehand with the run, or now for these probes. Undefined where nobody agreed and
 * nobody can be asked, and for another machine than this one.
 */
export function samplerOf(machine: Machine, { agreed, allowSample, launcher, kill, willRun }: Surroundings): Workshop['sample'] {
  if (launcher !== undefined || willRun === false || (agreed !== true && allowSample === undefined)) return undefined;
  const answered = new Map<string, boolean>();
  return async (source, signal) => {
    const probes = [...new Set(parse(source).script.probes.flatMap(({ attachPoints }) => attachPoints.map(({ text }) => text)))];
    const key = probes.join('\n');
    const agrees = agreed === true || (answered.get(key) ?? (await allowSample?.(probes)) ?? false);
    answered.set(key, agrees);
    if (!agrees || signal.aborted) return undefined;
    const counted = await sample(source, machine, { stop: signal, kill });
    if (counted.length === 0) return 'it has no probes that can be counted';
    return counted
      .map(({ probe, perSecond, why }) => (perSecond === undefined ? `${probe}: not counted (${why})` : `${probe}: ${perSecond} a second`))
      .join('\n');
  };
}
