import type { TextEdit } from '../../../core/diagnostic.ts';
import { type TextMender, textProblem } from './mender.ts';
import { codeOnly, topLevels } from './scan.ts';

const SETTING = /(?:^|(?<=[\n;]))[ \t]*(?:let\s+)?\$(\w{1,60})[ \t]*=[ \t]*(-?\w+)[ \t]*;?[ \t]*(?=\n|$)/g;

/** `$pid = 1234;` outside all probes: a number that the whole program uses is put in its places. */
export const settings: TextMender = (source) => {
  const code = codeOnly(source);
  const edits: TextEdit[] = [];
  for (const { header } of topLevels(source)) {
    for (const match of code.slice(header.start, header.end).matchAll(SETTING)) {
      const [all, name = '', value = ''] = match;
      const start = header.start + match.index;
      const others = new RegExp(`\\$${name}\\b(?!\\s*(?:=[^=]|\\+\\+|--|[-+*/%&|^]=))`, 'g');
      const assigned = new RegExp(`\\$${name}\\b\\s*(?:=[^=]|\\+\\+|--|[-+*/%&|^]=)`, 'g');
      if (!/^-?(?:\d+|0[xX][0-9a-fA-F]+)$/.test(value) || [...code.matchAll(assigned)].length !== 1) continue;
      edits.push({ span: { start, end: start + all.length }, text: '' });
      for (const use of code.matchAll(others)) edits.push({ span: { start: use.index, end: use.index + use[0].length }, text: value });
    }
  }
  return edits.length === 0 ? undefined : textProblem('outside-probe', 'a number is set outside all probes', 'write it where it is used', edits);
};
