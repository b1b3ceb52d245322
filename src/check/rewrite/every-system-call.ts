import type { AttachPoint } from '../../bpftrace/ast.ts';
import type { Fix } from '../../core/diagnostic.ts';
import { automaticFix } from '../../core/fix.ts';
import type { RuleContext } from '../rule.ts';

/** All system calls at once have tracepoints of their own, which tell the number of the call instead of its name. */
export function everySystemCall({ text, span }: AttachPoint, { script, places }: RuleContext): Fix[] {
  const side = /^t(?:racepoint)?:syscalls:sys_(enter_|exit_)?\*$/.exec(text);
  const probe = script.probes.find(({ attachPoints }) => attachPoints.some((point) => point.span === span));
  if (side === null || places.some((place) => place.probe === probe && place.node.kind === 'identifier' && place.node.name === 'args')) return [];
  const names = side[1] === undefined ? ['sys_enter', 'sys_exit'] : [`sys_${side[1].slice(0, -1)}`];
  const points = names.map((name) => `tracepoint:raw_syscalls:${name}`).join(',\n');
  const changes = 'one tracepoint tells of all system calls: probe is its name, and no longer that of the call, whose number is args->id';
  return [automaticFix(`use ${points.replace('\n', ' ')}`, [{ span, text: points }], changes)];
}
