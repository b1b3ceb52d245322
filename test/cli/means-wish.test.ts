import { describe, expect, it } from 'vitest';
import { meansOf } from '../../src/cli/means-wish.ts';
import type { AskFlags } from '../../src/cli/options.ts';
import { Exit } from '../../src/core/exit.ts';
import { Problem } from '../../src/core/problem.ts';

describe('two wishes that are not the same', () => {
  const contradictions: readonly AskFlags[] = [
    { engine: 'libbpf', as: 'bpftrace' },
    { engine: 'bpftrace', as: 'c' },
    { engine: 'tool', as: 'c' },
  ];
  it.each(contradictions)('%j', (flags) => {
    expect(() => meansOf(flags)).toThrow(expect.objectContaining({ code: 'conflicting-options', exit: Exit.usage }));
    expect(() => meansOf(flags)).toThrow(Problem);
  });
});

it.each(['opens.bpf.o', 'opens.o', 'dir/opens.wasm'])('text is not saved as %s', (save) => {
  for (const flags of [{ save }, { save, as: 'c' }] as const)
    expect(() => meansOf(flags)).toThrow(expect.objectContaining({ code: 'saved-as-text', exit: Exit.usage }));
});

describe('what is wished for', () => {
  const wishes: readonly (readonly [AskFlags, string | undefined, 'bpftrace' | 'c' | 'tool' | undefined])[] = [
    [{}, undefined, undefined],
    [{ engine: 'libbpf' }, undefined, 'c'],
    [{ engine: 'tool' }, undefined, 'tool'],
    [{ as: 'c' }, undefined, 'c'],
    [{ engine: 'libbpf', as: 'c' }, undefined, 'c'],
    // A file's name says it where nothing else does.
    [{ save: 'opens.bt' }, undefined, 'bpftrace'],
    [{ save: 'dir.bt/opens.bpf.c' }, undefined, 'c'],
    [{}, 'opens.bpf.c', 'c'],
    [{ as: 'c' }, 'opens.bt', 'c'],
    [{ save: 'notes.txt' }, undefined, undefined],
    [{}, 'main.c', undefined],
    [{}, 'run.sh', undefined],
  ];
  it.each(wishes)('%j into %j: %j', (flags, file, as) => expect(meansOf(flags, file)).toEqual(as === undefined ? {} : { as }));
});
