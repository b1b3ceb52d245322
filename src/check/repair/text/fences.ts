import { keepOnly, looksLikeBpftrace, type TextMender, textProblem } from './mender.ts';

/** How chats mark code: a line of three backticks or tildes with the language, or a tag such as [PYTHON]. */
const MARK = /^[ \t]*(?:`{3,}|~{3,})[ \t]*[\w+#.-]*[ \t]*$|^[ \t]*\[\/?(?:PYTHON|CODE|BASH|BPFTRACE|C|SHELL|TESTS?|ANSWER|INST)\][ \t]*$/gim;
const LANGUAGE_LINE = /^\s*(?:bash|sh|shell|bpftrace|bt|python|c|awk|text|plaintext|console|dtrace|perl|ruby|go|javascript)[ \t]*\r?\n/i;

/** Markdown around a program: of several blocks the first one that holds a probe. A mark that is never closed reaches to the end. */
export const fences: TextMender = (source) => {
  const message = 'this is Markdown with a program in it';
  const title = 'keep the program only';
  const marks = [...source.matchAll(MARK)];
  if (marks.length > 0) {
    const bounds = [0, ...marks.flatMap((mark) => [mark.index, Math.min(source.length, mark.index + mark[0].length + 1)]), source.length];
    let best: { start: number; end: number } | undefined;
    // Between the marks first, then what stands outside them.
    for (const from of [1, 0]) {
      for (let i = from * 2; i + 1 < bounds.length && best === undefined; i += 4) {
        const start = bounds[i] ?? 0;
        const end = bounds[i + 1] ?? source.length;
        if (looksLikeBpftrace(source.slice(start, end))) best = { start, end };
      }
    }
    if (best !== undefined) return textProblem('markdown', message, title, keepOnly(source, best.start, best.end));
    const edits = marks.map((mark) => ({ span: { start: mark.index, end: mark.index + mark[0].length }, text: '' }));
    if (source.replace(MARK, '').trim() !== '') return textProblem('markdown', message, title, edits);
  }
  const language = LANGUAGE_LINE.exec(source);
  if (language !== null && source.slice(language[0].length).trim() !== '') {
    return textProblem('markdown', 'the first line only names a language', title, keepOnly(source, language[0].length, source.length));
  }
  return undefined;
};
