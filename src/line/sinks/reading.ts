/** How what a program prints of its maps is to be read, told by its tree. */
import type { Call, Expression, Probe, Script } from '../../bpftrace/ast.ts';
import { parse } from '../../bpftrace/parser.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { Linear } from '../../export/bounds.ts';
import type { Reading } from '../../export/track.ts';

/** By map; those that are printed whole and never emptied are left out. */
export function readingsOf(source: string): ReadonlyMap<string, Reading> {
  const { script } = parse(source);
  const emptied = new Set<string>();
  const partial = new Set<string>();
  const printedAtEnd = new Set<string>();
  const linear = linearOf(script);
  for (const probe of script.probes) {
    const calls = callsIn(probe);
    const cleared = new Set(calls.filter(({ name }) => name === 'clear' || name === 'zero').map(mapOf));
    for (const call of calls.filter(({ name }) => name === 'print')) {
      const map = mapOf(call);
      if (map === undefined) continue;
      if (call.args.length > 1) partial.add(map);
      if (!cleared.has(map) && isEnd(probe)) printedAtEnd.add(map);
      // Nothing comes after the end that it could be empty for.
      if (cleared.has(map) && !isEnd(probe)) emptied.add(map);
    }
  }
  // Printed at the end and left: bpftrace prints the same once more.
  for (const map of printedAtEnd) emptied.delete(map);
  const maps = new Set([...emptied, ...partial, ...linear.keys()]);
  return new Map(
    [...maps].map((map) => {
      const ends = linear.get(map);
      return [map, { emptied: emptied.has(map), partial: partial.has(map), ...(ends === undefined ? {} : { linear: ends }) }];
    }),
  );
}

function linearOf(script: Script): Map<string, Linear> {
  const found = new Map<string, Linear>();
  for (const node of walk(script)) {
    if (node.kind !== 'assignment' || node.target.kind !== 'map' || node.value.kind !== 'call' || node.value.name !== 'lhist') continue;
    const [min, max, step] = node.value.args.slice(1).map(numberOf);
    if (min !== undefined && max !== undefined && step !== undefined && step > 0 && max > min) found.set(node.target.name, { min, max, step });
  }
  return found;
}

function numberOf(expression: Expression): number | undefined {
  if (expression.kind === 'integer') return Number(expression.value);
  if (expression.kind !== 'unary' || expression.operator !== '-') return undefined;
  const value = numberOf(expression.operand);
  return value === undefined ? undefined : -value;
}

function callsIn(probe: Probe): Call[] {
  return [...walk(probe)].filter((node) => node.kind === 'call');
}

function mapOf({ args }: Call): string | undefined {
  return args[0]?.kind === 'map' ? args[0].name : undefined;
}

function isEnd({ attachPoints }: Probe): boolean {
  return attachPoints.every(({ provider }) => /^end$/i.test(provider));
}
