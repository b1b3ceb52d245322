import type { TextEdit } from '../../../core/diagnostic.ts';
import { type TextMender, textProblem } from './mender.ts';
import { pieces } from './scan.ts';

/** Comments as shells and Python (`#`), SQL (`--`) or assembly (`;;`) begin them. */
export const comments: TextMender = (source) => {
  const edits: TextEdit[] = [];
  for (const { kind, start, end } of pieces(source)) {
    if (kind !== 'hash' && kind !== 'code') continue;
    const pattern = kind === 'hash' ? /^#+/g : /^[ \t]*(?:--|;;)(?= )/gm;
    for (const match of source.slice(start, end).matchAll(pattern)) {
      const at = start + match.index;
      edits.push({ span: { start: at, end: at + match[0].length }, text: '//' });
    }
  }
  return edits.length === 0 ? undefined : textProblem('foreign-comment', 'a comment begins with // in bpftrace', 'begin the comments with //', edits);
};
