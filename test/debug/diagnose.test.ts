import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse as parseProgram } from '../../src/bpftrace/parser.ts';
import { LOAD_WORDS } from '../../src/debug/load-words.ts';
import { withoutSeen } from '../../src/debug/private.ts';
import { WORDS } from '../../src/debug/words.ts';
import { CHECKER_WORDS } from '../../src/debug/words-checker.ts';
import { COMPILED, diagnosedObject } from './compiled.ts';
import { diagnosed, SILENT } from './silent.ts';

const concepts = new Set(Object.keys(parse(readFileSync(new URL('../../lessons/concepts.toml', import.meta.url), 'utf8'))));

describe('programs that fail or stay silent', () => {
  it.each(SILENT.map((block, at) => ({ ...block, name: `${at + 1}: ${block.finding ?? 'nothing'}` })))('$name', (block) => {
    const { findings, verdict, repaired, stages } = diagnosed(block, 'en');
    const worth = findings.filter(({ severity }) => severity !== 'note');
    const first = worth[0] ?? (block.finding === undefined ? undefined : findings.find(({ id }) => id === block.finding));
    expect(first?.id).toBe(block.finding);
    if (block.at !== undefined) expect(block.program.slice(first?.span?.start, first?.span?.end)).toBe(block.at);
    const ids = findings.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([...(block.also ?? [])]));
    for (const id of block.without ?? []) expect(ids).not.toContain(id);
    expect(verdict).toBe(block.verdict);
    if (block.repaired === undefined) expect(repaired).toBeUndefined();
    else expect(repaired).toContain(block.repaired);
    // A crossed stage is one that something was found at, or that follows from one.
    if (verdict === 'works') expect(stages.filter(({ state }) => state === 'bad')).toEqual([]);
    else if (verdict === 'silent' || verdict === 'broken') expect(stages.some(({ state }) => state === 'bad')).toBe(true);
  });

  it.each(SILENT.map((block, at) => ({ ...block, name: `${at + 1}: ${block.finding ?? 'nothing'}` })))('$name, in Chinese', (block) => {
    const [en, zh] = [diagnosed(block, 'en'), diagnosed(block, 'zh')];
    expect(zh.findings.map(({ id, span, seen }) => ({ id, span, seen }))).toEqual(en.findings.map(({ id, span, seen }) => ({ id, span, seen })));
    expect(zh.stages.map(({ state }) => state)).toEqual(en.stages.map(({ state }) => state));
    for (const { id, says } of zh.findings) if (Object.hasOwn(WORDS, id) || Object.hasOwn(CHECKER_WORDS, id)) expect(says).toMatch(/[\u4e00-\u9fff]/);
    for (const { says } of zh.stages) if (says !== '') expect(says).toMatch(/[\u4e00-\u9fff]|^tracepoint/);
  });

  it('offers programs that read', () => {
    for (const block of SILENT) {
      const { repaired } = diagnosed(block, 'en');
      if (repaired !== undefined) expect(parseProgram(repaired).diagnostics).toEqual([]);
    }
  });

  it('leaves no slot unfilled', () => {
    for (const block of SILENT)
      for (const language of ['en', 'zh'] as const)
        for (const { says, tries } of diagnosed(block, language).findings) for (const text of [says, ...tries]) expect(text).not.toMatch(/\{\w+\}|undefined/);
  });
});

describe('what was seen of other processes', () => {
  it('stands in no diagnosis that may be kept', () => {
    for (const block of SILENT) {
      const values = Object.values(block.seen ?? {})
        .flatMap((seen) => Object.keys(seen))
        .filter((value) => value.length > 3 && !block.program.includes(value));
      for (const language of ['en', 'zh'] as const) {
        const kept = JSON.stringify(withoutSeen(diagnosed(block, language), block.program));
        for (const value of values) expect(kept).not.toContain(value);
        // Nothing says that it is below.
        expect(kept).not.toMatch(/shown below|最多的在前|one of these|与其中之一/);
      }
    }
  });
});

describe('compiled programs', () => {
  it.each(COMPILED)('$name', (one) => {
    for (const language of ['en', 'zh'] as const) {
      const { findings, verdict, stages } = diagnosedObject(one, language);
      expect({ ids: findings.map(({ id }) => id), verdict, bad: stages.filter(({ state }) => state === 'bad').map(({ id }) => id) }).toEqual({
        ids: one.ids,
        verdict: one.verdict,
        bad: one.bad,
      });
      for (const { says } of findings) expect(says).not.toMatch(/\{\w+\}/);
    }
  });
});

describe('words', () => {
  it('each belong to a concept of the course', () => {
    const named = [...Object.entries(WORDS), ...Object.entries(CHECKER_WORDS), ...LOAD_WORDS.map((word) => [word.id, word] as const)];
    expect(named.filter(([, { concept }]) => !concepts.has(concept)).map(([id, { concept }]) => `${id}: ${concept}`)).toEqual([]);
  });

  it('have the same slots in both languages', () => {
    const slots = (texts: readonly string[]): string[] => [...new Set(texts.join(' ').match(/\{\w+\}/g) ?? [])].sort();
    for (const [id, { en, zh }] of Object.entries(WORDS)) expect([id, ...slots(zh)]).toEqual([id, ...slots(en)]);
  });

  it('of every finding are tried by a program', () => {
    const all = [...SILENT.map((block) => diagnosed(block, 'en')), ...COMPILED.map((one) => diagnosedObject(one, 'en'))];
    const tried = new Set(all.flatMap(({ findings }) => findings.map(({ id }) => id)));
    expect(Object.keys(WORDS).filter((id) => !tried.has(id))).toEqual([]);
  });
});
