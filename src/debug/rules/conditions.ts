/** Conditions that no event can meet, as far as the program and the machine tell without running it. */

import type { Expression } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import { conditionsOf } from '../../check/map-uses.ts';
import { heldIn } from '../held.ts';
import { type DebugRule, type Look, textAt } from '../look.ts';

/** What the kernel keeps of the name of a process. */
export const MOST_COMM = 15;

/** A filter on the number of a process that is gone. */
export const deadProcess: DebugRule = function* (look) {
  if (look.processRuns === undefined) return;
  for (const condition of asked(look)) {
    for (const { node, operator, wanted, comparison } of heldIn(condition)) {
      const isPid = node.kind === 'identifier' && (node.name === 'pid' || node.name === 'tid');
      if (!isPid || operator !== '==' || look.processRuns(Number(wanted))) continue;
      yield { id: 'no-such-process', span: comparison.span, values: { pid: wanted, condition: textAt(look, comparison.span) } };
    }
  }
};

/** The name of a process is no path. */
export const pathAsName: DebugRule = function* (look) {
  for (const condition of asked(look)) {
    for (const { node, operator, wanted, comparison } of heldIn(condition)) {
      if (node.kind !== 'identifier' || node.name !== 'comm' || operator !== '==' || !wanted.includes('/')) continue;
      const name = (wanted.split('/').at(-1) ?? '').slice(0, MOST_COMM);
      const literal = comparison.left.kind === 'string' ? comparison.left : comparison.right;
      // Threads of the kernel have slashes in their names: kworker/0:1.
      if (name === '' || !wanted.startsWith('/')) continue;
      yield { id: 'path-as-name', span: literal.span, values: { path: wanted, name }, edits: [{ span: literal.span, text: JSON.stringify(name) }] };
    }
  }
};

/** In the kernel a call that failed returns the number of its error below zero: -1 is but one of them. */
export const minusOne: DebugRule = function* (look) {
  for (const probe of look.script.probes) {
    if (!probe.attachPoints.some(({ text }) => /^tracepoint:(?:raw_)?syscalls:sys_exit/.test(text))) continue;
    for (const condition of conditionsOf(probe)) {
      for (const { node, operator, wanted, comparison } of heldIn(condition)) {
        if (node.kind !== 'field' || node.name !== 'ret' || operator !== '==' || wanted !== '-1') continue;
        const what = textAt(look, node.span);
        yield { id: 'minus-one', span: comparison.span, values: { what }, edits: [{ span: comparison.span, text: `${what} < 0` }] };
      }
    }
  }
};

/** `$1` of a program that is given nothing is 0, or empty. */
export const notGiven: DebugRule = function* (look) {
  for (const node of walk(look.script)) {
    if (node.kind !== 'positional' || node.index === '#' || node.index <= look.given) continue;
    yield { id: 'parameter-not-given', span: node.span, values: { parameter: `$${node.index}` } };
    return;
  }
};

function* asked(look: Look): Generator<Expression> {
  const told = new Set<Expression>();
  for (const probe of look.script.probes) {
    if (probe.predicate !== undefined) yield* once(probe.predicate.condition, told);
    for (const node of walk(probe.body)) if (node.kind === 'if') yield* once(node.condition, told);
  }
}

function* once(node: Expression, told: Set<Expression>): Generator<Expression> {
  if (told.has(node)) return;
  told.add(node);
  yield node;
}
