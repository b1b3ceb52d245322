import { keepOnly, looksLikeBpftrace, PROBE_START, type TextMender, textProblem } from './mender.ts';
import { topLevels } from './scan.ts';

/** So many words in a row, with no code between them, make a sentence. */
const WORDS_OF_A_SENTENCE = 5;

function hasSentence(text: string): boolean {
  for (const line of text.split('\n')) {
    let row = 0;
    for (const word of line.split(/[ \t,.:]+/)) {
      row = /^["'(\u201c]?[A-Za-z][A-Za-z'\u2019-]*["')?!\u201d]?$/.test(word) ? row + 1 : 0;
      if (row >= WORDS_OF_A_SENTENCE) return true;
    }
  }
  return false;
}

/** What bpftrace, a terminal or a chat prints behind a program. */
const TRAILER = /^[ \t]*(?:\^C|Attaching \d+ probes?|(?:sudo )?bpftrace\b|[$#] |@\w*(?:\[[^\]]*\])?: |ERROR:|WARNING:)/m;

/** Sentences before or behind a program; or nothing but sentences. */
export const prose: TextMender = (source) => {
  if (!looksLikeBpftrace(source)) return onlyProse(source);
  const first = PROBE_START.exec(source);
  const blocks = topLevels(source);
  const lastBlock = blocks.at(-1);
  if (first === null || lastBlock === undefined) return undefined;
  const lineStart = source.lastIndexOf('\n', first.index) + 1;
  const before = source.slice(0, lineStart);
  const start = isText(before) ? lineStart : 0;
  const behind = source.slice(lastBlock.block.end);
  const end = isText(behind) || TRAILER.test(behind) ? lastBlock.block.end : source.length;
  if (start === 0 && end === source.length) return undefined;
  return textProblem('prose', 'there is text around the program that is no part of it', 'keep the program only', keepOnly(source, start, end));
};

/** Text of which no line is code: comments, directives and definitions are. */
function isText(text: string): boolean {
  const lines = text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (lines.some((line) => /[{};]\s*$/.test(line))) return false;
  return lines.some((line) => !/^\s*(?:\/\/|#)/.test(line) && /[A-Za-z]/.test(line) && (hasSentence(line) || /^[\s\w,.:!'*-]+$/.test(line)));
}

function onlyProse(source: string): ReturnType<TextMender> {
  if (source.trim() === '' || source.includes('{') || !hasSentence(source)) return undefined;
  const hints = ['a program is at least: tracepoint:sched:sched_process_exec { @[comm] = count(); }'];
  return textProblem('prose', 'this is prose, not a program', '', [], hints);
}
