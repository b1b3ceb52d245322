import type { Probe } from '../../bpftrace/ast.ts';
import { parse } from '../../bpftrace/parser.ts';

/**
 * What a program does, as text: its source without comments, and without the clock that only ends it. That one says how long it runs, which the case has
 * chosen; a program that samples would else look like every other.
 */
export function codeOf(source: string): string {
  const { script, comments } = parse(source);
  const left = [...comments, ...script.probes.filter(onlyEnds).map(({ span }) => span)].sort((a, b) => a.start - b.start);
  let code = '';
  let at = 0;
  for (const { start, end } of left) {
    code += source.slice(at, Math.max(at, start));
    at = Math.max(at, end);
  }
  return code + source.slice(at);
}

function onlyEnds({ attachPoints, predicate, body }: Probe): boolean {
  const [only, ...others] = body.statements;
  const exits = others.length === 0 && only?.kind === 'expression-statement' && only.expression.kind === 'call' && only.expression.name === 'exit';
  return exits && predicate === undefined && attachPoints.every(({ provider }) => provider === 'interval');
}
