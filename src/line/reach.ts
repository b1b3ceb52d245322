/**
 * What a program in C would read of this machine's files while it is compiled, as root: nothing, where its text came from elsewhere. A user's own file may include what
 * lies beside it; what a page sends may include the kernel's types and the headers that come with libbpf and the kernel, and be nothing more.
 */
import type { Diagnostic } from '../core/diagnostic.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { includesForeign } from './includes.ts';

const ALLOWED = /^(?:"vmlinux\.h"|<vmlinux\.h>|[<"](?:bpf|linux|asm|asm-generic)\/[\w/-]+(?:\.bpf)?\.h[>"])\s*$/;
/** As the preprocessor reads a line: also `%:` is a `#`. Comments and lines that go on are gone by then. */
const DIRECTIVE = /^[ \t\v\f]*(?:#|%:|\?\?=)[ \t\v\f]*(include|include_next|import|embed|pragma[ \t\v\f]+(?:GCC|clang)[ \t\v\f]+dependency)\b[ \t\v\f]*(.*)$/gm;
/** What else opens files, or says whether they are there: by name, by the assembler, or by names that are put together. */
const OPENERS = /\b(?:__has_include(?:_next)?|__has_embed|_Pragma|asm(?!\/)|__asm|__asm__|___bpf\w*|__AC|_AC)\b|##|%:%:|\.incbin/g;
const READS_NOTHING = 'a program that is typed into a page reads no files of this machine while it is compiled';
const MAY = ['"vmlinux.h", <bpf/...> and <linux/...> may be included; a file of your own may include more: gpttrace run FILE.bpf.c'];
const OF_PAGE = { code: 'c-reaches-out', severity: 'error', fixes: [] } as const;

/** Mistakes, each at its place; none where there is nothing of the kind. */
export function reachOf(source: string): Diagnostic[] {
  const { text, placeOf } = joined(source);
  const found = [...text.matchAll(DIRECTIVE)].filter(([, name, what = '']) => name !== 'include' || !ALLOWED.test(what));
  const openers = [...text.matchAll(OPENERS)];
  const placed = [...found, ...openers].map((match) => ({
    ...OF_PAGE,
    message: `${match[0].trim().slice(0, 80)}: ${READS_NOTHING}`,
    span: { start: placeOf(match.index), end: placeOf(match.index + match[0].length) },
    hints: MAY,
  }));
  // Another way of reading the text, which takes nothing for a comment: what one of them is made to overlook the other one sees.
  if (placed.length === 0 && includesForeign(source, { c: true })) return [{ ...OF_PAGE, message: `a file is read: ${READS_NOTHING}`, hints: MAY }];
  return placed;
}

/** Throws a Problem with them. */
export function refuseReach(source: string): void {
  const found = reachOf(source);
  if (found.length > 0) throw new Problem(messages.reachesOut(), found, source);
}

/** Without comments, lines that go on in one, and where each letter was. */
function joined(source: string): { readonly text: string; readonly placeOf: (at: number) => number } {
  const places: number[] = [];
  let text = '';
  const spliced = /\\[ \t]*\r?\n|\?\?\/[ \t]*\r?\n/y;
  const skipped = (at: number): number => {
    spliced.lastIndex = at;
    return spliced.exec(source)?.[0].length ?? 0;
  };
  for (let at = 0; at < source.length; ) {
    const skip = skipped(at);
    if (skip === 0) {
      text += source[at];
      places.push(at);
    }
    at += Math.max(1, skip);
  }
  // A comment is a blank, and as long as it was.
  const plain = text.replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, (part) =>
    part.startsWith('/') ? part.replace(/[^\n]/g, ' ').replace(/\n/g, ' ') : part,
  );
  return { text: plain, placeOf: (at) => places[at] ?? source.length };
}
