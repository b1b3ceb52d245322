/** Probes that are well written and wait for what does not come. */
import type { AttachPoint, Probe } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import { callOf, IN_VDSO, NEVER_RETURN, OLD_CALLS } from '../calls.ts';
import { countOf, type DebugRule, isEvent, type Look, textAt } from '../look.ts';

/** A system call that programs have not made for years. */
export const oldCall: DebugRule = function* (look) {
  for (const [number, probe] of look.script.probes.entries()) {
    if (wasHit(look, number)) continue;
    for (const point of probe.attachPoints) {
      const { call = '', side } = callOf(point.text) ?? {};
      if (IN_VDSO.has(call)) yield { id: 'call-in-vdso', span: point.span, values: { call } };
      const now = Object.hasOwn(OLD_CALLS, call) ? OLD_CALLS[call] : undefined;
      if (now === undefined || points(look).some(({ text }) => text.endsWith(`_${now}`))) continue;
      const name = `sys_${side}_${now}`;
      const fits = look.context.tracepoints.has('syscalls', name) === true && hasFields(look, probe, name);
      const edits = fits ? { edits: [{ span: point.span, text: `tracepoint:syscalls:${name}` }] } : {};
      yield { id: 'old-call', span: point.span, values: { call, now, point: `tracepoint:syscalls:${name}` }, ...edits };
    }
  }
};

/** The exit of a call that nobody comes back from. */
export const neverReturns: DebugRule = function* (look) {
  for (const { span, text } of points(look)) {
    const { call = '', side } = callOf(text) ?? {};
    if (side === 'exit' && NEVER_RETURN.has(call))
      yield { id: 'never-returns', span, values: { call }, edits: [{ span, text: `tracepoint:syscalls:sys_enter_${call}` }] };
  }
};

/** `exit()` in BEGIN: over before anything is seen. */
export const exitsAtOnce: DebugRule = function* (look) {
  if (!points(look).some(({ provider }) => isEvent(provider))) return;
  for (const probe of look.script.probes) {
    if (!probe.attachPoints.some(({ provider }) => /^begin$/i.test(provider)) || probe.predicate !== undefined) continue;
    for (const statement of probe.body.statements) {
      const call = statement.kind === 'expression-statement' ? statement.expression : undefined;
      if (call?.kind !== 'call' || call.name !== 'exit') continue;
      const rest = /^\s*;?[ \t]*/.exec(look.source.slice(statement.span.end))?.[0] ?? '';
      yield { id: 'exits-at-once', span: call.span, edits: [{ span: { start: statement.span.start, end: statement.span.end + rest.length }, text: '' }] };
    }
  }
};

/** What prints for every write is itself a writer. */
export const seesItself: DebugRule = function* (look) {
  for (const probe of look.script.probes) {
    const point = probe.attachPoints.find(({ text }) => /^tracepoint:(?:syscalls:sys_(?:enter|exit)_write$|raw_syscalls:)/.test(text));
    const printf = probe.body.statements.find(
      (one) => one.kind === 'expression-statement' && one.expression.kind === 'call' && one.expression.name === 'printf',
    );
    if (point === undefined || printf === undefined || probe.predicate !== undefined) continue;
    yield {
      id: 'sees-itself',
      span: printf.span,
      values: { point: point.text },
      edits: [{ span: { start: probe.body.span.start, end: probe.body.span.start }, text: '/comm != "bpftrace"/ ' }],
    };
  }
};

function wasHit(look: Look, probe: number): boolean {
  const hit = look.counted.counters.find((counter) => counter.kind === 'hit' && counter.probe === probe);
  return hit !== undefined && (countOf(look, hit) ?? 0) > 0;
}

function points({ script }: Look): AttachPoint[] {
  return script.probes.flatMap(({ attachPoints }) => attachPoints);
}

/** Whether all that the probe reads of `args` is there too. */
function hasFields(look: Look, probe: Probe, name: string): boolean {
  const fields = look.context.tracepoints.fields('syscalls', name)?.map((field) => field.name);
  const used = [...walk(probe)].flatMap((node) => (node.kind === 'field' && textAt(look, node.object.span) === 'args' ? [node.name] : []));
  return fields === undefined || used.every((field) => fields.includes(field));
}
