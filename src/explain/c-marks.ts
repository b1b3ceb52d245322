/** What stands where in a program in C: as much of its lexer as a reader's eye is led by. */
import type { Mark } from './code-pieces.ts';

const TOKEN =
  /(?<comment>\/\*[\s\S]*?(?:\*\/|(?![\s\S]))|\/\/(?:\\\n|[^\n])*)|(?<directive>^[ \t]*#[ \t]*\w+)|(?<text>(?:L|u8?|U)?"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?)|(?<number>\b(?:0[xX][\da-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)[uUlLfF]*\b)|(?<word>[A-Za-z_]\w*)(?=(?<open>\s*\()?)/gm;
const KEYWORDS =
  /^(?:auto|break|case|const|continue|default|do|else|enum|extern|for|goto|if|inline|register|return|sizeof|static|struct|switch|typedef|typeof|union|volatile|while)$/;
const TYPES =
  /^(?:_?_?[us](?:8|16|32|64)|u?int(?:8|16|32|64)?_t|size_t|ssize_t|bool|char|double|float|int|long|short|signed|unsigned|void|pid_t|__be16|__be32)$/;
/** What libbpf reads of a program: where it attaches, what its maps are, what is set from outside. */
const OF_BPF = /^(?:SEC|__uint|__type|__array|__always_inline|__noinline|BPF_\w+|GT_\w+)$/;

export function cMarks(source: string): Mark[] {
  const marks: Mark[] = [];
  for (const match of source.matchAll(TOKEN)) {
    const colour = colourOf(match.groups ?? {});
    if (colour !== '') marks.push({ colour, from: match.index, to: match.index + match[0].length });
  }
  return marks;
}

function colourOf({ comment, directive, text, number, word = '', open }: Partial<Record<string, string>>): Mark['colour'] | '' {
  if (comment !== undefined) return 'comment';
  if (directive !== undefined) return 'keyword';
  if (text !== undefined) return 'text';
  if (number !== undefined) return 'number';
  if (KEYWORDS.test(word)) return 'keyword';
  if (TYPES.test(word)) return 'variable';
  if (OF_BPF.test(word)) return 'probe';
  return open === undefined ? '' : 'call';
}
