import { expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/core/diagnostic.ts';
import type { Program } from '../../../src/core/program.ts';
import { compiledProblem } from '../../../src/line/proof/problem.ts';

const error = (code: string, message: string): Diagnostic => ({ code, severity: 'error', message, hints: [], fixes: [] });
const program: Program = {
  language: 'c',
  source: 'int x;',
  binary: 'AA==',
  title: 'x',
  origin: { kind: 'file', path: 'x.bpf.c' },
  attachPoints: [],
  outputs: [],
};
const { binary: _, ...uncompiled } = program;

/** What is wrong, and what is said of it as a whole. */
it.each([
  [program, [error('unsafe-call', 'drop: it can drop packets')], 'unsafe', 6, /does more than watch/],
  [
    program,
    [error('unknown-tracepoint', 'handle: this kernel has no tracepoint a:b'), error('unsafe-call', 'it drops')],
    'no-attach-target',
    4,
    /^handle .*no tracepoint a:b$/,
  ],
  [program, [error('unknown-kernel-function', 'f: this kernel has no function vfs_x that could be probed')], 'no-attach-target', 4, /no function vfs_x$/],
  [program, [error('verifier-null-check', 'handle: a pointer that may be NULL')], 'verifier-refused', 4, /refuses handle$/],
  [program, [error('verifier-refused', 'the kernel refuses the program')], 'verifier-refused', 4, /refuses x\.bpf\.c$/],
  [program, [error('core-no-field', 'handle: this kernel has no field')], 'bad-program', 4, /^x\.bpf\.c has a mistake/],
  [uncompiled, [error('c-error', 'a'), error('c-error', 'b')], 'does-not-compile', 4, /^x\.bpf\.c does not compile: 2 errors$/],
  [
    { ...uncompiled, origin: { kind: 'file', path: '-' } } as Program,
    [error('c-error', 'a')],
    'does-not-compile',
    4,
    /^standard input does not compile: 1 error$/,
  ],
] as const)('%#', (of, errors, code, exit, says) => {
  const problem = compiledProblem('a title', of, errors);
  expect(problem).toMatchObject({ code, exit, message: expect.stringMatching(says), diagnostics: errors, source: 'int x;' });
  expect(problem.file).toBe(of.origin.kind === 'file' && of.origin.path === '-' ? 'standard input' : 'x.bpf.c');
});
