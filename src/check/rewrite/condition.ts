import type { Probe } from '../../bpftrace/ast.ts';
import type { TextEdit } from '../../core/diagnostic.ts';

/** The edits that make a probe take only events for which a condition holds as well. */
export function addCondition(probe: Probe, condition: string): TextEdit[] {
  const wrapped = /[|&?]/.test(condition) ? `(${condition})` : condition;
  if (probe.predicate === undefined) {
    const at = probe.body.span.start;
    return [{ span: { start: at, end: at }, text: `/${condition}/ ` }];
  }
  const { start, end } = probe.predicate.condition.span;
  return [
    { span: { start, end: start }, text: `${wrapped} && (` },
    { span: { start: end, end }, text: ')' },
  ];
}
