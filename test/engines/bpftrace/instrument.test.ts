import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/bpftrace/parser.ts';
import { ATTACHED_MARK, instrument, ROW_TAG } from '../../../src/engines/bpftrace/instrument.ts';
import { readLibrary } from '../../../src/knowledge/read.ts';

const unknown = () => undefined;
const MARK = `print((${ROW_TAG - 1}, "${ATTACHED_MARK}"))`;

describe('instrument', () => {
  it('makes a tuple of a printf, and says what it holds', () => {
    const { source, rows } = instrument('k:f { printf("%-7d %s\\n", pid, str(arg0)); }', unknown, true);
    expect(source).toContain(`k:f { print((${ROW_TAG}, pid, str(arg0))); }`);
    expect(rows.get(0)?.columns.map(({ name }) => name)).toEqual(['pid', 'arg0']);
  });

  it('makes a line of a printf whose values cannot stand in a tuple', () => {
    const { source, rows } = instrument('k:f { printf("%-16s %6d bytes at %08llx\\n", path(arg0), pid, arg1); }', unknown, true);
    expect(source).toContain(String.raw`k:f { printf("\x1erow0\x1f%s\x1f%d\x1f0x%llx\n", path(arg0), pid, arg1); }`);
    expect(rows.get(0)?.columns.map(({ name, type }) => `${name} ${type}`)).toEqual(['arg0 string', 'pid integer', 'arg1 integer']);
    expect(parse(source).diagnostics).toEqual([]);
  });

  it('keeps the text of an argument, its parentheses among it', () => {
    const { source } = instrument('k:f { printf("%d %d\\n", (nsecs - 1) / 1000, (pid ? 1 : 2)); }', unknown, true);
    expect(source).toContain(`print((${ROW_TAG}, (nsecs - 1) / 1000, (pid ? 1 : 2)))`);
  });

  it('numbers statements as the outputs do, and leaves alone what prints pieces of a line', () => {
    const { source, rows } = instrument('k:f { printf("piece "); }\nk:g { printf("%d\\n", pid); }', unknown, true);
    expect([...rows.keys()]).toEqual([1]);
    expect(source).toContain('printf("piece ")');
    expect(source).toContain(`print((${ROW_TAG + 1}, pid))`);
  });

  it('leaves everything but the mark alone where tuples are not wanted', () => {
    const program = 'k:f { printf("%d\\n", pid); }';
    const { source, rows } = instrument(program, unknown, false);
    expect(rows.size).toBe(0);
    expect(source.startsWith(program)).toBe(true);
    expect(source).toContain(`BEGIN { ${MARK}; }`);
  });

  /** bpftrace 0.17 takes one BEGIN only. */
  it.each([
    { name: 'BEGIN', program: 'BEGIN { @a = 1; }\nk:f { }', begins: 1 },
    { name: 'BEGIN behind others', program: 'k:f { }\nBEGIN\n{\n  printf("x");\n}', begins: 1 },
    { name: 'an empty BEGIN', program: 'BEGIN{}', begins: 1 },
  ])('joins $name that is there', ({ program, begins }) => {
    const { source } = instrument(program, unknown, true);
    const { script, diagnostics } = parse(source);
    expect(diagnostics).toEqual([]);
    const found = script.probes.filter(({ attachPoints }) => attachPoints.some(({ provider }) => provider === 'BEGIN'));
    expect(found).toHaveLength(begins);
    const first = found[0]?.body.statements[0];
    expect(source.slice(first?.span.start, first?.span.end)).toBe(MARK);
  });

  it.each([
    { name: 'a predicate on BEGIN', program: 'BEGIN /pid == 1/ { @a = 1; }' },
    { name: 'BEGIN in a list', program: 'BEGIN, k:f { @a = 1; }' },
    { name: 'a comment at the end without a line end', program: 'k:f { } // the end' },
    { name: 'nothing', program: '' },
  ])('adds a BEGIN of its own beside $name', ({ program }) => {
    const { source } = instrument(program, unknown, true);
    const { script, diagnostics } = parse(source);
    expect(diagnostics).toEqual([]);
    const last = script.probes.at(-1);
    expect(source.slice(last?.span.start, last?.span.end)).toBe(`BEGIN { ${MARK}; }`);
  });

  it.each(readLibrary())('leaves library/$name.bt a program, with as many probes or one more', ({ source }) => {
    const { script, diagnostics } = parse(instrument(source, unknown, true).source);
    expect(diagnostics).toEqual([]);
    const before = parse(source).script.probes.length;
    const hasBegin = parse(source).script.probes.some(({ attachPoints }) => attachPoints[0]?.provider === 'BEGIN');
    expect(script.probes).toHaveLength(hasBegin ? before : before + 1);
  });
});
