import { describe, expect, it } from 'vitest';
import { check } from '../../src/check/check.ts';
import { Origin } from '../../src/check/repair/origin.ts';
import { examineText } from '../../src/check/repair/text/index.ts';
import { type Repaired, repair } from '../../src/check/repair.ts';
import { rules } from '../../src/check/rules/index.ts';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { BROKEN } from './broken.ts';
import { machine } from './linux-6.18.ts';

function errors(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

function saidToChange({ changes }: Repaired): string {
  return changes.flatMap((change) => change.changes ?? []).join('; ');
}

/** What takes the types of a kernel or the files of a machine is tried on a real one (test/live/repair.test.ts). */
const TAKES_A_MACHINE = /kvm_exit|task_strukt|no_such_member|inet_daddr|bash|no\/such|uprobe:malloc|sys_enter_write \{ @\[str/;

describe('each class of mistakes', () => {
  it('has at least five programs', () => {
    const counts = new Map<string, number>();
    for (const { class: name } of BROKEN) counts.set(name, (counts.get(name) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count < 5)).toEqual([]);
    expect(counts.size).toBeGreaterThanOrEqual(22);
  });

  describe.each(BROKEN.filter(({ program }) => !TAKES_A_MACHINE.test(program)))('$class: $program', ({ program, codes, contains, changes }) => {
    it('is caught', () => {
      const found = errors(check(program, machine).diagnostics);
      expect(found).not.toEqual([]);
      for (const code of codes) expect(found).toContain(code);
    });

    it(contains === undefined ? 'is not repaired, and errors are left' : 'is repaired, and says how', () => {
      const repaired = repair(program, machine);
      if (contains === undefined) {
        expect(errors(repaired.diagnostics)).not.toEqual([]);
        return;
      }
      expect(errors(repaired.diagnostics)).toEqual([]);
      for (const text of contains) expect(repaired.source).toContain(text);
      expect(repaired.changes.length).toBeGreaterThan(0);
      for (const change of repaired.changes) {
        expect(change.what).not.toBe('');
        expect(change.why).not.toBe('');
        expect(change.line).toBeGreaterThan(0);
      }
      if (changes !== undefined) expect(saidToChange(repaired)).toContain(changes);
    });

    it('stays as it is once it is repaired', () => {
      const { source } = repair(program, machine);
      const again = repair(source, machine);
      expect(again.source).toBe(source);
      expect(again.changes).toEqual([]);
    });
  });
});

describe('what is measured differently is said', () => {
  // Each of these means something else on this machine than it was written to mean.
  it.each(BROKEN.filter(({ changes }) => changes !== undefined))('$program', ({ program, changes }) => {
    if (TAKES_A_MACHINE.test(program)) return;
    expect(saidToChange(repair(program, machine))).toContain(changes);
  });

  it('and nothing else is', () => {
    const silent = BROKEN.filter(({ class: name }) =>
      ['raw newline in a string', 'args.f and args->f', 'quotes or a shell wrapper', 'invented or mis-cased kind'].includes(name),
    );
    for (const { program } of silent) expect(saidToChange(repair(program, machine))).toBe('');
  });
});

describe('a repair', () => {
  it('leaves a good program alone', () => {
    const good = 'tracepoint:sched:sched_switch /pid > 1/ { @[args->prev_comm] = count(); }\nEND { clear(@); }\n';
    expect(repair(good, machine)).toMatchObject({ source: good, changes: [] });
  });

  it('keeps kprobes where the kernel attaches them, and mends their names only', () => {
    const kprobes = { ...machine, facts: { ...machine.facts, probeKinds: { ...machine.facts.probeKinds, kprobe: { verdict: 'yes', why: 'tried' } as const } } };
    const source = 'Kprobe:vfs_read { @[comm] = count(); }';
    expect(repair(source, kprobes).source).toBe('kprobe:vfs_read { @[comm] = count(); }');
    expect(repair('kprobe:tcp_connect { @ = count(); }', kprobes).changes).toEqual([]);
  });

  it('does not move one end of a call without the other', () => {
    // The end of kmalloc is told by the same tracepoint as its beginning: the difference would always be 0.
    const source = 'kprobe:__kmalloc { @s[tid] = nsecs; }\nkretprobe:__kmalloc /@s[tid]/ { @ = hist(nsecs - @s[tid]); delete(@s[tid]); }';
    const repaired = repair(source, machine);
    expect(repaired.source).toBe(source);
    expect(errors(repaired.diagnostics)).toContain('probe-kind-unavailable');
  });

  it('takes as many rounds as it needs', () => {
    const source = '```\nbpftrace -e \'Kprobe:sys_openat { printf("%s\n", str(arg1)); } # done\n\'\n```';
    const { source: mended, changes, diagnostics } = repair(source, machine);
    expect(errors(diagnostics)).toEqual([]);
    expect(mended).toContain('tracepoint:syscalls:sys_enter_openat');
    expect(changes.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['markdown', 'shell-wrapper', 'newline-in-string', 'foreign-comment', 'unknown-probe-kind']),
    );
  });

  it('ends, whatever two rules want of each other', () => {
    const quarrel = ['one', 'two'].map((word) => ({
      name: `quarrel-${word}`,
      *check({ source }: { readonly source: string }) {
        const at = source.indexOf(word);
        if (at === -1) return;
        const other = word === 'one' ? 'two' : 'one';
        const fixes = [{ title: `write ${other}`, edits: [{ span: { start: at, end: at + 3 }, text: other }], automatic: true }];
        yield { code: 'quarrel', severity: 'error' as const, message: 'no', span: { start: at, end: at + 3 }, hints: [], fixes };
      },
    }));
    const all = rules as (typeof rules)[number][];
    all.push(...quarrel);
    try {
      expect(repair('BEGIN { @one = 1; }', machine).changes.length).toBeLessThan(3);
    } finally {
      all.splice(-quarrel.length);
    }
  });
});

describe('a hostile text', () => {
  it.each([
    ['braces', '{'.repeat(100_000), undefined],
    ['blanks', ' '.repeat(100_000), undefined],
    ['quotes', '"'.repeat(100_000), undefined],
    ['apostrophes', "'".repeat(100_000), undefined],
    ['line breaks', '\n'.repeat(100_000), undefined],
    ['words', 'word '.repeat(20_000), 'prose'],
    ['comments', '# a\n'.repeat(25_000), 'foreign-comment'],
    ['open probes', 'kprobe:f {'.repeat(10_000), undefined],
    ['slashes', 'tracepoint:x/'.repeat(8_000), undefined],
    ['one long word', 'a'.repeat(100_000), undefined],
  ])('of %s is looked at to its end', (_name, text, code) => {
    expect(examineText(text)?.code).toBe(code);
  });
});

describe('the lines of changes', () => {
  it('are those of the program as it was given', () => {
    const source = '#include <linux/fs.h>\n\nKprobe:vfs_read\n{\n  $a = nsecs\n  start[tid] = $a;\n}\n';
    const { changes } = repair(source, machine);
    expect(changes.map(({ code, line }) => [code, line])).toEqual(
      expect.arrayContaining([
        ['unknown-probe-kind', 3],
        ['missing-semicolon', 5],
        ['not-assignable', 6],
      ]),
    );
  });

  it('hold after text was put before them and taken from before them', () => {
    const origin = new Origin();
    origin.add([{ span: { start: 0, end: 4 }, text: '' }], 'abcdefgh');
    // As a replacement of more than it changes.
    origin.add([{ span: { start: 1, end: 3 }, text: 'fxyzg' }], 'efgh');
    // 'abcdefgh' became 'efgh', then 'efxyzgh'.
    expect([0, 1, 2, 4, 5, 6].map((at) => origin.of(at))).toEqual([4, 5, 6, 6, 6, 7]);
  });
});

describe('a repair measures nothing more than the program did', () => {
  it.each([
    ['kprobe:vfs_read /pid = 1/ { @ = count(); }', '/pid == 1/'],
    ['kprobe:vfs_read /pid == 1 && comm = "x" || tid = 3/ { @ = count(); }', '/pid == 1 && comm == "x" || tid == 3/'],
    ['kprobe:vfs_read (pid == 1) { @ = count(); }', '/(pid == 1)/'],
    ['kprobe:vfs_read if (pid == 1) && (tid == 2) { @ = count(); }', '/(pid == 1) && (tid == 2)/'],
    ['tracepoint:syscalls:sys_enter_read { if pid = 1 { @ = count(); } }', 'if (pid == 1)'],
    ['kprobe:vfs_read(struct file *file) { @ = count(); }', 'sys_enter_pread64 { @'],
  ])('keeps the condition of %s', (program, condition) => {
    const { source, diagnostics } = repair(program, machine);
    expect(errors(diagnostics)).toEqual([]);
    expect(source).toContain(condition);
  });

  it.each(['/pid == /', '/pid == 1/ /tid == 2/', '/pid == $PID/'])('keeps %s, which it cannot mend', (condition) => {
    const { source, diagnostics } = repair(`kprobe:vfs_read ${condition} { @ = count(); }`, machine);
    expect(errors(diagnostics)).not.toEqual([]);
    expect(source).toContain(condition);
  });

  it('keeps a map that counts nothing anywhere, so that it is seen', () => {
    const { source, diagnostics } = repair('tracepoint:syscalls:sys_enter_read { @h = hist(); }', machine);
    expect(source).toContain('@h = hist();');
    expect(errors(diagnostics)).toContain('argument-count');
  });

  it('keeps the comments in the head of a probe', () => {
    const { source } = repair('kprobe:vfs_read // reads\n/* one */ /pid == 1/ // only\n{ @ = count(); }', machine);
    for (const comment of ['// reads\n', '/* one */\n', '// only\n']) expect(source).toContain(comment);
  });
});

describe('calls whose parentheses are missing', () => {
  it.each([
    ['BEGIN { @x[1] = 1; delete @x[1]; }', 'delete(@x[1]);'],
    ['BEGIN { @x[1] = 1; clear @x; }', 'clear(@x);'],
    ['BEGIN { $a = 1; print $a }', 'print($a)'],
    ['tracepoint:syscalls:sys_enter_read { @[comm] = count; }', '@[comm] = count();'],
  ])('%s', (program, call) => {
    const { source, diagnostics } = repair(program, machine);
    expect(errors(diagnostics)).toEqual([]);
    expect(source).toContain(call);
  });

  it('and those that are to be given what nobody knows', () => {
    const { diagnostics } = repair('tracepoint:syscalls:sys_enter_read { @ = hist; }', machine);
    expect(errors(diagnostics)).toContain('not-a-value');
  });
});
