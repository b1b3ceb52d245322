/** Runs written down, for the tests of what keeps them. */
import type { MapEntry, TraceEvent } from '../../src/core/events.ts';
import type { KernelFacts } from '../../src/core/facts.ts';
import type { Output, Program } from '../../src/core/program.ts';
import type { Request } from '../../src/core/request.ts';
import type { AskEvent } from '../../src/line/events.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { TimedEvents } from '../../src/sessions/lines.ts';

export const FACTS: KernelFacts = {
  release: '6.18.0-test',
  arch: 'x86_64',
  btf: true,
  privilege: 'root',
  tracefs: { state: 'mounted', path: '/sys/kernel/tracing' },
  probeKinds: {},
} as unknown as KernelFacts;

const process = { name: 'process', kind: 'process', type: 'string' } as const;
const file = { name: 'file', kind: 'file', type: 'string' } as const;
export const ROWS: Output = { shape: 'rows', statement: 0, columns: [process, file] };
export const COUNTS: Output = { shape: 'values', map: '@n', keys: [process], value: { name: 'count', kind: 'count', type: 'integer' } };
export const LATENCY: Output = { shape: 'histogram', map: '@us', keys: [process], value: { name: 'latency', kind: 'plain', type: 'integer', unit: 'us' } };

export function programOf(outputs: readonly Output[], more: Partial<Program> = {}): Program {
  return {
    language: 'bpftrace',
    source: 'tracepoint:syscalls:sys_enter_openat { @n[comm] = count(); }',
    title: 'Opened files by process',
    origin: { kind: 'library', name: 'file-opens' },
    attachPoints: ['tracepoint:syscalls:sys_enter_openat'],
    outputs,
    ...more,
  };
}

export function planOf(program: Program, language = 'en'): Plan {
  return {
    program,
    intent: { question: 'which files are opened', language, topic: '', keys: [], conditions: [], unapplied: [] },
    confidence: 1,
    tells: 'which process opened how many files',
    safety: { classes: ['observe'], reasons: [] },
    notes: [],
    narrowed: false,
    followsCommand: false,
  };
}

export const REQUEST: Request = { question: 'which files are opened' };

/** The line's events of a run. */
export function lineOf(plan: Plan, batches: readonly TimedEvents[]): AskEvent[] {
  return [{ type: 'facts', facts: FACTS }, { type: 'running', plan }, ...batches.map(({ at, events }): AskEvent => ({ type: 'trace', at, events }))];
}

export function row(...values: readonly (string | number | bigint)[]): TraceEvent {
  return { type: 'row', statement: 0, values };
}

export function counts(...entries: readonly (readonly [string, number])[]): TraceEvent {
  return { type: 'map', map: '@n', entries: entries.map(([key, value]): MapEntry => ({ key: [key], value })) };
}

/** Numbers that look like chance and are the same each time. */
export function dice(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % most;
  };
}
