import type { TextEdit } from '../../../core/diagnostic.ts';
import { type TextMender, textProblem } from './mender.ts';
import { codeOnly } from './scan.ts';

interface Slip {
  readonly pattern: RegExp;
  readonly by: string;
  readonly message: string;
  readonly title: string;
}

/** Statements of other languages that have one counterpart. The patterns see code alone: strings and comments are blank. */
const SLIPS: readonly Slip[] = [
  { pattern: /(?<=[\w)\]](?:->|\.))\$(?=[A-Za-z_])/g, by: '', message: 'the name of a field has no dollar sign', title: 'write the name alone' },
  { pattern: /\$[ \t]{1,4}\$?(?=[A-Za-z_])/g, by: '$', message: 'a variable has its name right behind the dollar sign', title: 'take the blank away' },
  {
    pattern: /\](?<=@\w{0,60}\[[^[\]]{0,300}\])\s{0,4}\[(?=[^[\]]{0,300}\])/g,
    by: ', ',
    message: 'several keys stand in one pair of brackets',
    title: 'write @x[a, b]',
  },
  {
    pattern: /@\w{1,60}\s{0,4}=\s{0,4}(?:\{\s{0,4}\}|\[\s{0,4}\]|(?:map|dict|array|hash|new\s{1,4}\w{1,60})\s{0,4}\(\s{0,4}\))\s{0,4};?/g,
    by: '',
    message: 'a map begins by itself',
    title: 'leave its making out',
  },
  {
    pattern: /\/(?<=\{\s{0,40}\/)((?:[^/{}]|\/\s?\d){1,500})\/\s{0,40}(?=\{)/g,
    by: 'if ($1) ',
    message: 'a predicate stands before the block of a probe',
    title: 'write if (...)',
  },
  {
    pattern: /\b(If|Else|Return|Print|Printf|Unroll|While)(?<=(?:^|[;{}])\s{0,40}\w+)(?=\s{0,4}[({;\n])/gm,
    by: '',
    message: 'words of the language are in small letters',
    title: 'write it in small letters',
  },
  {
    pattern: /(?<=[)\s])'(?=\s{0,4}\{)|['`](?<=\}\s{0,40}['`])(?=\s{0,40}$)/gm,
    by: '',
    message: 'a quote is left over from a command line',
    title: 'take it away',
  },
];

/** Loops over the entries of a map, which print them: that is what print() does. */
const PRINTING_LOOP = /\b(?:foreach|for)\s{0,4}\([^(){};]{0,100}?\b(?:in|of)\s{1,4}(@\w{0,60})\s{0,4}\)\s{0,40}(\{[^{}]{0,2000}\}|[^{};]{0,500};)/g;

/** What a text has of other languages inside its blocks. */
export const statements: TextMender = (source) => {
  const code = codeOnly(source);
  for (const { pattern, by, message, title } of SLIPS) {
    const edits = [...code.matchAll(pattern)].map((match): TextEdit => {
      const span = { start: match.index, end: match.index + match[0].length };
      if (by === '' && match[1] !== undefined) return { span, text: match[1].toLowerCase() };
      // What was matched may hold strings, which the code does not show.
      const inner =
        match[1] === undefined ? '' : source.slice(span.start + match[0].indexOf(match[1]), span.start + match[0].indexOf(match[1]) + match[1].length);
      return { span, text: by.replace('$1', () => inner) };
    });
    if (edits.length > 0) return textProblem('foreign-statement', message, title, edits);
  }
  const loops = [...code.matchAll(PRINTING_LOOP)].filter((match) => /\bprintf?\s*\(/.test(match[2] ?? ''));
  if (loops.length === 0) return undefined;
  const edits = loops.map((match) => ({ span: { start: match.index, end: match.index + match[0].length }, text: `print(${match[1] ?? '@'});` }));
  const problem = textProblem('foreign-statement', 'bpftrace prints the entries of a map without a loop', 'use print()', edits);
  return {
    ...problem,
    fixes: problem.fixes.map((fix) => ({ ...fix, changes: 'the entries are printed as maps are, not in the form that the loop gave them' })),
  };
};
