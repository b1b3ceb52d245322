import { describe, expect, it } from 'vitest';
import { renderCard, renderNearest } from '../../src/cli/card.ts';
import type { Program } from '../../src/core/program.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { count, file, process, style } from '../views/names.ts';

const program: Program = {
  language: 'bpftrace',
  source: 'BEGIN\n{\n  @start = nsecs;\n}\nk:vfs_open { @n[comm] = count(); }\n',
  title: 'Opens by process',
  origin: { kind: 'library', name: 'x' },
  attachPoints: ['BEGIN', 'k:vfs_open', 'interval:s:7'],
  outputs: [
    { shape: 'values', map: '@other', keys: [file], value: { ...count, name: 'others' } },
    { shape: 'values', map: '@n', keys: [process], value: { ...count, name: 'opens' } },
  ],
  answer: '@n',
  seconds: 7,
};

function plan(more: Partial<Plan> = {}, of: Partial<Program> = {}, language = 'en'): Plan {
  return {
    program: { ...program, ...of },
    intent: {
      question: 'who opens files for 7 s',
      language,
      topic: '',
      unapplied: [],
      conditions: [],
      keys: [{ value: 'process', words: 'who' }],
      seconds: { value: 7, words: 'for 7 s' },
    },
    confidence: 0.9,
    tells: 'how often each process opened a file',
    safety: { classes: ['observe'], reasons: [] },
    notes: [],
    narrowed: false,
    followsCommand: false,
    ...more,
  };
}

function card(one: Plan, withProgram = false, columns = 80): string {
  return renderCard(one, [], style(columns), withProgram).join('\n');
}

describe('renderCard', () => {
  it.each(['en', 'zh'])('tells what, where, how long, and what was heard, in %s', (language) => {
    const text = card(plan({}, {}, language));
    for (const part of ['Opens by process', 'how often each process', 'k:vfs_open', '7.0', 'who', 'for 7 s']) expect(text).toContain(part);
    expect(/\p{Script=Han}/u.test(text)).toBe(language === 'zh');
  });

  it('is typed in ASCII where the terminal shows nothing else, but for its program', () => {
    const source = 'BEGIN { printf("“…”"); }';
    const many = { attachPoints: Array.from({ length: 9 }, (_, index) => `k:f${index}`), source };
    const lines = renderCard(plan({}, many), [], { ...style(80), unicode: false }, true);
    expect(lines.at(-1)).toContain(source);
    expect(lines.slice(0, -1).join('\n')).not.toMatch(/[^ -~\n]/);
    expect(lines.join('\n')).toMatch(/"who", "for 7 s"/);
  });

  it('shows the answer, and not the other maps', () => {
    expect(card(plan({}, {}, 'en'))).toMatch(/opens.*process/);
    expect(card(plan())).not.toContain('others');
  });

  it('names the probes that tell something; only where there are none, the clock', () => {
    expect(card(plan())).not.toContain('interval:s:7');
    expect(card(plan({}, { attachPoints: ['BEGIN', 'interval:s:7'] }))).toContain('interval:s:7');
  });

  it('counts a long list of probes, each once', () => {
    const attachPoints = Array.from({ length: 40 }, (_, at) => `k:f${at % 20}`);
    const text = card(plan({}, { attachPoints }));
    expect(text).toContain('20');
    expect(text).not.toContain('k:f19');
  });

  it('shows notes, and what to take care of', () => {
    const quiet = card(plan()).split('\n').length;
    const text = card(
      plan({
        notes: ['a note of weight'],
        safety: { classes: ['costly', 'reads-user-data'], reasons: [{ kind: 'costly', why: 'it is hot', span: { start: 0, end: 5 } }] },
      }),
    );
    expect(text).toContain('a note of weight');
    expect(text.split('\n').length).toBeGreaterThanOrEqual(quiet + 3);
  });

  it('tells how a program without a time ends', () => {
    const { seconds: _, ...endless } = program;
    const until = card({ ...plan(), program: endless });
    const command = card({ ...plan(), program: endless, followsCommand: true });
    expect(until).toMatch(/Ctrl-C/);
    expect(command).not.toBe(until);
  });

  it('shows the program where it is asked for, and faults with their place', () => {
    expect(card(plan())).not.toContain('@start = nsecs');
    expect(card(plan(), true)).toContain('@start = nsecs');
    const fault = { code: 'some-code', severity: 'warning', message: 'mind this', span: { start: 0, end: 5 }, hints: [], fixes: [] } as const;
    expect(renderCard(plan(), [fault], style(80), false).join('\n')).toMatch(/1:1.*mind this.*some-code/);
  });

  it('lets neither the question nor a program from elsewhere steer the terminal', () => {
    const hostile = plan({}, { source: 'BEGIN { } // \u001b[1A\u001b[2K hidden', title: 'a\u001b[31m.bt', attachPoints: ['k:\u001b[2J'] });
    const text = card({ ...hostile, intent: { ...hostile.intent, seconds: { value: 7, words: '\u001b[2J7 s' } } }, true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
    expect(text).not.toMatch(/\u001b/);
  });

  it.each(['en', 'zh'])('says of C what it is, and how it is built by hand, in %s', (language) => {
    const lines = card(plan({}, { language: 'c', source: 'int x;' }, language), true);
    expect(lines).toMatch(language === 'zh' ? /形式 {2}C 程序/ : /is +a program in C, compiled for this kernel/);
    for (const part of ['FILE.bpf.c', 'k:vfs_open', '| int x;']) expect(lines).toContain(part);
  });

  it('says of a tool the very command, once, and nothing of probes', () => {
    const command = { tool: 'opensnoop', path: '/usr/sbin/opensnoop', args: ['-n', 'a b'] };
    const tool: Partial<Program> = { language: 'tool', source: "opensnoop -n 'a b'", command, attachPoints: [], outputs: [] };
    const shown = card(plan({}, tool), true);
    expect(shown).toMatch(/^ {2}runs +opensnoop -n 'a b' \(\/usr\/sbin\/opensnoop\)$/m);
    expect(shown.split('opensnoop -n')).toHaveLength(2);
    expect(shown).not.toMatch(/probes|shows/);
    const { seconds: _, ...atOnce } = program;
    expect(card({ ...plan(), program: { ...atOnce, ...tool, endsItself: true } })).toContain('answers at once');
    expect(card({ ...plan(), program: { ...atOnce, ...tool, endsItself: false } })).toContain('Ctrl-C');
  });

  it('has no colour where there is none', () => {
    expect(card(plan({ notes: ['x'] }), true)).not.toContain('\u001b');
    expect(renderCard(plan(), [], style(80, { color: true }), true).join('')).toContain('\u001b');
  });
});

describe('renderNearest', () => {
  it('shows what can be asked instead', () => {
    const text = renderNearest([{ name: 'x', title: 'T', tells: 'how much', ask: 'a question', score: 0.4 }], 'en', style(80)).join('\n');
    expect(text).toContain('a question');
    expect(text).toContain('how much');
  });
  it('shows nothing where there is nothing', () => expect(renderNearest([], 'en', style(80))).toEqual([]));
});
