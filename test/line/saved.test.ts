import { describe, expect, it } from 'vitest';
import { kindOf } from '../../src/line/file-kind.ts';
import { nameForSaving, savedProgram } from '../../src/line/saved.ts';
import type { Plan } from '../../src/plan/plan.ts';

const SOURCE = '#include "vmlinux.h"\nint x;\n\n\n';

function plan(program: Partial<Plan['program']>, question = ''): Plan {
  return {
    program: {
      language: 'c',
      source: SOURCE,
      title: 'Files opened',
      origin: { kind: 'library', name: 'file-opens' },
      attachPoints: [],
      outputs: [],
      ...program,
    },
    intent: { question, language: 'en', topic: '', keys: [], unapplied: [], conditions: [] },
    confidence: 1,
    tells: '',
    safety: { classes: ['observe'], reasons: [] },
    notes: [],
    narrowed: false,
    followsCommand: false,
  };
}

describe('a saved program', () => {
  it('of C says at its top what it answers, and how it is built and run', () => {
    const text = String(savedProgram(plan({}, 'which files are */ opened?\nnow'), 'dir/opens.bpf.c'));
    expect(text).toMatch(/^\/\*\n \* which files are \* \/ opened\? now\n/);
    expect(text).toContain(' *   gpttrace run opens.bpf.c\n');
    expect(text).toContain(' *   gpttrace build opens.bpf.c ');
    expect(text).toMatch(/ \*\/\n\n#include "vmlinux\.h"\nint x;\n$/);
    expect(text.match(/\*\//g)).toHaveLength(1);
  });

  it('of C that a model wrote, or that was edited, says it too', () => {
    for (const origin of [{ kind: 'model', name: 'm' }, { kind: 'edited' }] as const)
      expect(savedProgram(plan({ origin }), 'a.bpf.c')).toMatch(/^\/\*\n \* Files opened\n/);
  });

  it('of the user is what the user wrote', () => {
    expect(savedProgram(plan({ origin: { kind: 'file', path: 'own.bpf.c' } }), 'a.bpf.c')).toBe('#include "vmlinux.h"\nint x;\n');
  });

  it.each(['object', 'wasm'] as const)('of a file that is no text (%s) is the very bytes', (language) => {
    const bytes = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 0x0a]);
    expect(savedProgram(plan({ language, binary: bytes.toString('base64') }), 'a.o')).toEqual(bytes);
  });

  it('of a tool is a script that starts it; nothing in the question gets into its second line', () => {
    const text = String(savedProgram(plan({ language: 'tool', source: 'opensnoop-bpfcc -n cat' }, 'opens?\nrm -rf /\u2028x'), 'a.sh'));
    expect(text.split('\n')).toEqual(['#!/bin/sh', '# opens? rm -rf /\u2028x', 'exec opensnoop-bpfcc -n cat', '']);
  });
});

it.each([
  ['bpftrace', 'x.bt', 'bpftrace'],
  ['c', 'x.bpf.c', 'c'],
  ['object', 'x.bpf.o', 'object'],
  ['wasm', 'x.wasm', 'wasm'],
] as const)('%s is called %s, by which it is told again', (language, name, kind) => {
  expect(nameForSaving('x', plan({ language }))).toBe(name);
  expect(kindOf(new Uint8Array(), name)).toBe(kind);
});
