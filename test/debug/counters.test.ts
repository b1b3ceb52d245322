import { describe, expect, it } from 'vitest';
import { parse } from '../../src/bpftrace/parser.ts';
import { type CountingLevel, countIn } from '../../src/debug/counters.ts';
import { SILENT } from './silent.ts';

function copyOf(source: string, level: CountingLevel = 'full'): string {
  return countIn(parse(source).script, source, level).source.replace(/\s+/g, ' ').trim();
}

interface Case {
  readonly name: string;
  readonly program: string;
  readonly level?: CountingLevel;
  /** With D for the name of our map, and every run of blanks one. */
  readonly copy: string;
}

const CASES: readonly Case[] = [
  { name: 'a probe', program: 'BEGIN { }', copy: 'BEGIN { D[0] = count(); }' },
  {
    name: 'a filter is asked behind the counter, its parts in their order',
    program: 'tracepoint:a:b /uid == 0 && args->x/ { @ = count(); }',
    copy: 'tracepoint:a:b { D[0] = count(); D_seen0[uid] = count(); if (uid == 0 ) { D[1] = count(); if (args->x ) { D[2] = count(); @ = count(); }}}',
  },
  {
    name: 'a comment before the brace hides nothing',
    program: 'tracepoint:a:b /@x[tid] || @y/ { @ = count(); // all\n}',
    copy: 'tracepoint:a:b { D[0] = count(); if (@x[tid] || @y ) { D[1] = count(); @ = count(); // all }}',
  },
  {
    name: 'branches, and what stands behind a return',
    program: 'tracepoint:a:b { if (args->n > 5) { return; } else if (pid == 1) { @a = 1; } else { @b = 1; } @c = 1; }',
    copy: 'tracepoint:a:b { D[0] = count(); D_low0 = min(args->n); D_high0 = max(args->n);if (args->n > 5) { D[1] = count(); return; } else if (pid == 1) { D[3] = count(); @a = 1; } else { D[4] = count(); @b = 1; } D[5] = count(); @c = 1; }',
  },
  {
    name: 'a condition that changes something is asked once',
    program: 'tracepoint:a:b /@n++ < 5/ { @ = count(); }',
    copy: 'tracepoint:a:b { D[0] = count(); if (@n++ < 5 ) { D[1] = count(); @ = count(); }}',
  },
  { name: 'loops', program: 'BEGIN { unroll(2) { @ = count(); } }', copy: 'BEGIN { D[0] = count(); unroll(2) { D[1] = count(); @ = count(); } }' },
  {
    name: 'beside the program',
    level: 'hits',
    program: 'BEGIN { } tracepoint:a:b, tracepoint:a:c /pid == 1/ { @ = count(); }',
    copy: 'BEGIN { } tracepoint:a:b, tracepoint:a:c /pid == 1/ { @ = count(); } tracepoint:a:b, tracepoint:a:c { D[1] = count(); }',
  },
  {
    name: 'a name that the program has already',
    program: 'BEGIN { @gpttrace_debug = 1; }',
    copy: 'BEGIN { @gpttrace_debug_[0] = count(); @gpttrace_debug = 1; }',
  },
];

describe('the copy that counts', () => {
  it.each(CASES)('$name', ({ program, level, copy }) => {
    expect(copyOf(program, level)).toBe(copy.replaceAll(/\bD(?=[[_])/g, '@gpttrace_debug'));
  });

  it('of every program that reads is one that reads', () => {
    for (const { program } of SILENT) {
      const { script, diagnostics } = parse(program);
      if (diagnostics.length > 0) continue;
      for (const level of ['full', 'hits'] as const) expect(parse(countIn(script, program, level).source).diagnostics).toEqual([]);
    }
  });
});
