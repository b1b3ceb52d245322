import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { type CompiledRun, diagnoseCompiled } from '../../src/debug/compiled.ts';
import type { Diagnosis } from '../../src/debug/diagnosis.ts';

/** A compiled program, what was said of it, and what came of it. */
export interface Compiled {
  readonly name: string;
  readonly diagnostics?: readonly Diagnostic[];
  readonly run?: CompiledRun;
  readonly refused?: string;
  readonly ids: readonly string[];
  readonly bad: readonly string[];
  readonly verdict: string;
}

const OPENS = 'tracepoint:syscalls:sys_enter_openat';
const ran = (runs: number, records: number, lost = 0): CompiledRun => ({
  seconds: 5,
  hits: [{ attachPoint: OPENS, runs, nanoseconds: runs * 100 }],
  records,
  lost,
});
const wrong = (code: string, message: string): Diagnostic => ({ code, severity: 'error', message, span: { start: 0, end: 3 }, hints: [], fixes: [] });

export const COMPILED: readonly Compiled[] = [
  { name: 'ran and returned before its output', run: ran(1204, 0), ids: ['ran-and-delivered-nothing'], bad: ['passes', 'shows'], verdict: 'silent' },
  { name: 'never ran', run: ran(0, 0), ids: ['never-fired-try'], bad: ['fires'], verdict: 'silent' },
  { name: 'delivered', run: ran(1204, 1204), ids: [], bad: [], verdict: 'works' },
  { name: 'delivered, and lost some', run: ran(1204, 1000, 204), ids: ['lost'], bad: [], verdict: 'doubtful' },
  { name: 'not what clang takes', diagnostics: [wrong('c-error', "expected ';' after expression")], ids: ['c-error'], bad: ['reads'], verdict: 'broken' },
  {
    name: 'refused by the verifier',
    diagnostics: [wrong('verifier-null-check', 'a pointer that may be NULL is used')],
    ids: ['verifier-null-check'],
    bad: ['loads'],
    verdict: 'broken',
  },
  {
    name: 'a type that the kernel has not',
    diagnostics: [wrong('core-no-type', 'there is no struct nope')],
    ids: ['core-no-type'],
    bad: ['names'],
    verdict: 'broken',
  },
  { name: 'not attached after all', refused: 'no such device', ids: ['cannot-attach'], bad: ['attaches'], verdict: 'broken' },
  { name: 'only looked at', ids: [], bad: [], verdict: 'unrun' },
];

export function diagnosedObject({ diagnostics = [], run, refused }: Compiled, language: 'en' | 'zh'): Diagnosis {
  return diagnoseCompiled({
    file: 'opens.bpf.c',
    source: 'int x;',
    program: 'c',
    language,
    diagnostics,
    attachPoints: [OPENS],
    ...(run === undefined ? {} : { run }),
    ...(refused === undefined ? {} : { refused }),
  });
}
