import type { TextEdit } from '../../../core/diagnostic.ts';
import { PROBE_START, type TextMender, textProblem } from './mender.ts';
import { codeOnly, topLevels } from './scan.ts';

/** `probe { ... } /condition/ { ... }`, as awk and D have it: a block with a condition but no probe is another one of the probe before it. */
export const clauses: TextMender = (source) => {
  const code = codeOnly(source);
  const edits: TextEdit[] = [];
  let probes: string | undefined;
  for (const { header } of topLevels(source)) {
    const text = code.slice(header.start, header.end);
    const at = header.start + (/^\s*/.exec(text)?.[0].length ?? 0);
    if (/^\s*\/[^/][\s\S]*\/\s*$/.test(text) && !PROBE_START.test(text) && probes !== undefined)
      edits.push({ span: { start: at, end: at }, text: `${probes}\n` });
    else if (PROBE_START.test(text) && source.slice(header.start, header.end) === text)
      probes = /^[^/{]*(?:\/[^\s/{][^/{]*)*?(?=\s+\/|$)/.exec(text.trim())?.[0].trim();
    else probes = undefined;
  }
  return edits.length === 0
    ? undefined
    : textProblem('malformed-probe', 'a block has a condition, but no probe', 'give it the probe of the block before', edits);
};
