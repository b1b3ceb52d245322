/** Whatever a person reads has a Chinese: read from the sources, so that nothing can be added and forgotten. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bare, SAME } from '../../src/core/chinese/catalogue.ts';
import { CATALOGUES } from '../../src/core/chinese/index.ts';
import { type Literal, literalsOf } from './literals.ts';

const HAN = /\p{Script=Han}/u;
const ALL = new Map(CATALOGUES.flatMap((catalogue) => Object.entries(catalogue)));

interface Place {
  /** Files, and folders of them. */
  readonly of: readonly string[];
  /** Worded in both languages where they stand, or read by those who develop gpttrace or its course. */
  readonly but?: readonly string[];
  /** Which of its texts somebody reads. */
  readonly reads: (literal: Literal) => boolean;
}

const PLACES: Readonly<Record<string, Place>> = {
  'a message of the catalogue': { of: ['src/core/messages'], reads: isProse },
  'what a command shows': {
    of: ['src/cli'],
    but: [
      // Words in both languages, of a type that asks for both.
      'src/cli/card.ts',
      'src/cli/chat',
      'src/cli/debug-text.ts',
      'src/cli/learn',
      'src/cli/question.ts',
      'src/cli/rehearsal.ts',
      // Scoreboards and scripts of shells; a program that is kept says in English what it is.
      'src/cli/completion.ts',
      'src/cli/eval-planner.ts',
      'src/cli/eval-report.ts',
      'src/cli/eval.ts',
      'src/cli/sarif.ts',
      'src/cli/main.ts',
      'src/cli/open-browser.ts',
      'src/cli/save.ts',
    ],
    reads: (literal) => isSpoken(literal) || isProse(literal),
  },
  'what the checker finds': {
    of: [
      'src/check/rules',
      'src/check/user',
      'src/check/policy',
      'src/check/rewrite',
      'src/check/tables/function-hints.ts',
      'src/check/tables/equivalents.ts',
      'src/bpftrace/typing/type.ts',
    ],
    reads: isSentence,
  },
  'what is mended in a text': { of: ['src/check/repair/text'], reads: isSentence },
  'what is wrong with C, and what it may do': {
    of: ['src/check/object', 'src/compiler/mistakes.ts', 'src/compiler/lint.ts', 'src/compiler/clang.ts'],
    reads: isSentence,
  },
  'what a tool does, and is started with': { of: ['src/toolbox/policy.ts', 'src/toolbox/arguments.ts'], reads: isSentence },
  'what a machine can do': {
    of: [
      'src/local.ts',
      'src/kernel/facts.ts',
      'src/lab/health.ts',
      'src/line/check.ts',
      'src/line/sample.ts',
      'src/line/model/health.ts',
      'src/line/tools/works.ts',
    ],
    reads: isSentence,
  },
  'how a run ended': {
    of: [
      'src/engines/bpftrace/engine.ts',
      'src/engines/libbpf/attach.ts',
      'src/engines/libbpf/engine.ts',
      'src/engines/libbpf/session.ts',
      'src/engines/libbpf/trial.ts',
      'src/engines/tools/engine.ts',
      'src/engines/tools/reason.ts',
      'src/engines/wasm/engine.ts',
      'src/line/sandbox.ts',
      'src/line/sandbox/trial.ts',
      'src/sessions/writer.ts',
      'src/system/guest/start.ts',
    ],
    reads: isSentence,
  },
  'why an address, a key or a setting is wrong': {
    of: ['src/models/address.ts', 'src/models/resolve.ts', 'src/models/settings-file.ts', 'src/export/otlp-settings.ts'],
    reads: isSentence,
  },
  'what a run can be written as': { of: ['src/report/formats.ts'], reads: isSentence },
  'what is wrong with the grammar': { of: ['src/bpftrace/parser', 'src/bpftrace/lexer.ts'], reads: isSentence },
};

/** Whether it is a sentence, or a part of one. */
function isProse({ text }: Literal): boolean {
  return (
    /[a-z]{2,}/.test(text.replaceAll('{}', '')) &&
    /(?:[a-z]{2,}|\{\}|\ba)[,;:]? +(?:[a-z]{2,}|\{\}|a\b|I\b)/.test(text) &&
    /[A-Za-z]{2,}[,;:]? | [a-z]{2,}/.test(text)
  );
}

/** As prose, where types and names of the language, commands of the system and options of compilers stand among it. */
function isSentence(literal: Literal): boolean {
  const names =
    /^(?:(?:unsigned|long|struct|size_t|std|printf|count|kprobe|fentry|bool|timestamp) |operator new|(?:sudo|su|kill|perf|-idirafter|key) |R\{\}|data:|models\.|of no type|call bpf_|\{\}if \(\(|load failed:|a guest has|\(\(struct|args->dev|\{\}: (?:include|fs)\/)/;
  return isProse(literal) && !names.test(plain(literal.text));
}

function isSpoken({ text, before }: Literal): boolean {
  return /\bspoken\($/.test(before) && /[a-z]/.test(text.replaceAll('{}', ''));
}

/** As it stands in the catalogue: what is filled in by number is filled in all the same. */
function plain(text: string): string {
  return bare(text).text.replace(/\{\d\}/g, '{}');
}

function filesIn(path: string): string[] {
  if (statSync(path).isFile()) return path.endsWith('.ts') ? [path] : [];
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
}

/** What is said in both languages where it stands: the Chinese is beside it. */
function isBilingual(literal: Literal, before: Literal | undefined): boolean {
  if (/\ben: ?\[?$/.test(literal.before)) return true;
  return before !== undefined && HAN.test(before.text) && /:\s*\[?$/.test(literal.before) && !/\b(?:message|hints): *\[?$/.test(literal.before);
}

function textsOf(file: string, reads: Place['reads']): Literal[] {
  const literals = literalsOf(readFileSync(file, 'utf8'));
  return literals.filter(
    (literal, at) =>
      !HAN.test(literal.text) && !/(?:\bfrom|\bimport\(?|\bcode:)$/.test(literal.before) && !isBilingual(literal, literals[at - 1]) && reads(literal),
  );
}

function textsIn({ of, but = [], reads }: Place): { readonly at: string; readonly text: string }[] {
  return of
    .flatMap(filesIn)
    .filter((file) => !but.some((one) => file === one || file.startsWith(`${one}/`)))
    .flatMap((file) => textsOf(file, reads).map(({ text, line }) => ({ at: `${file}:${line}`, text: plain(text) })))
    .filter(({ text }) => /[a-z]{2}/.test(text.replaceAll('{}', '')));
}

describe('what a person reads', () => {
  it.each(Object.entries(PLACES))('has a Chinese: %s', (_, place) => {
    const missing = textsIn(place).filter(({ text }) => !ALL.has(text));
    expect(missing.map(({ at, text }) => `${at}: ${text}`)).toEqual([]);
  });
});

describe('the catalogue', () => {
  it('says nothing that nobody says', () => {
    const literals = filesIn('src').flatMap((file) => (file.startsWith('src/core/chinese/') ? [] : literalsOf(readFileSync(file, 'utf8'))));
    const commander = ['command.js', 'help.js', 'option.js', 'suggestSimilar.js', 'argument.js'].flatMap((name) =>
      literalsOf(readFileSync(join('node_modules/commander/lib', name), 'utf8')),
    );
    const said = new Set([...literals, ...commander].flatMap(({ text }) => [plain(text), plain(text.replaceAll('$', '{}'))]));
    // What `plural` makes of a noun.
    const isCount = (text: string): boolean => /^(?:1|\{\}) [a-z]+$/.test(text);
    expect([...ALL.keys()].filter((text) => !said.has(text) && !isCount(text))).toEqual([]);
  });

  it('says each thing in one way', () => {
    const seen = new Map<string, string>();
    for (const [english, chinese] of CATALOGUES.flatMap((catalogue) => Object.entries(catalogue))) {
      expect(seen.get(english) ?? chinese, english).toBe(chinese);
      seen.set(english, chinese);
    }
  });

  it.each([...ALL].filter(([, chinese]) => chinese !== SAME))('%s', (english, chinese) => {
    // Where nothing is said but what it is filled with, at least its signs are Chinese.
    expect(chinese).toMatch(/\p{Script=Han}|[：，；（]|^\{1\} \/ \{2\}$/u);
    // Each value it names is one of the English.
    const values = english.split('{}').length - 1;
    for (const [, number] of chinese.matchAll(/\{(\d+)、?\}/g)) expect(Number(number)).toBeLessThanOrEqual(values);
    expect(chinese).not.toMatch(/\p{Script=Han}[,;?!]|\p{Script=Han}:(?!\/\/)|\{0/u);
    // Between Chinese and Latin letters or digits there is a blank, and none beside the signs.
    const plain = chinese.replace(/\{\d、?\}/g, '\uFFFC');
    expect(plain.match(/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}| [，。：；？（）、]|[，。：；？（、] (?! )/u)?.[0]).toBeUndefined();
  });
});
