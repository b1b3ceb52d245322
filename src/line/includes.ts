/**
 * Whether the text of a program would have a compiler read files other than headers. Compilers read as whoever runs the server, and quote what they do not understand. In doubt it
 * would: comments and strings are not told apart from what is none, so that nothing can be hidden behind the look of one.
 */

const WORD = /[A-Za-z_]\w*/y;
const REST = /[^\n]*/y;
const HEADER = /^[a-z0-9_][a-z0-9_./-]*\.h$/i;
/** Directives that read a file in ways of their own. */
const READS: readonly string[] = ['include_next', 'import', 'embed', '__include_macros'];
/** Which files there are, and what an assembler reads. */
const ASKS = /\b__has_(?:include|include_next|embed)\b|\bincbin\b|\b_Pragma\b[^\n]*\b(?:dependency|module|include_alias|import)\b/;
/** Not the folder of that name, in which there are headers. */
const ASSEMBLY = /\b(?:asm|__asm|__asm__)\b(?!\/[a-z])/g;
/** Instructions, as programs for the kernel have them: without directives of the assembler, and without letters that are written as numbers. */
const INSTRUCTIONS = /(?:volatile|__volatile__|goto|inline|\s)*\(\s*(?:"(?:[^"\\\n.]|\\[nt])*"\s*)+(?=[:)])/y;

/** `c`: a program in C, in which quotes may stand around the name of a header too. */
export function includesForeign(source: string, { c = false }: { readonly c?: boolean } = {}): boolean {
  // Other spellings of # and of a backslash, which only some compilers know.
  if (/\0|\?\?[=/]/.test(source)) return true;
  const text = source.replace(/\r\n?/g, '\n');
  // bpftrace takes lines as they are, a compiler as they go on.
  return [text, text.replace(/\\[ \t\v\f]*\n/g, '')].some((one) => ASKS.test(one) || readsByDirective(one, c) || (c && assembles(one)));
}

function readsByDirective(text: string, c: boolean): boolean {
  const ends = endsOfComments(text);
  for (const { index, 0: sign } of text.matchAll(/#|%:/g)) {
    if (!isDirective(text, index)) continue;
    const { word, rest } = directiveAt(text, index + sign.length, ends);
    if (READS.includes(word)) return true;
    if (word === 'include' && !isHeader(rest, c)) return true;
    if (word === 'pragma' && /\b(?:dependency|module|include_alias|import)\b/.test(rest)) return true;
    // Of a line that says it is one of another file, that file may be quoted.
    if ((word === 'line' || word === '') && /^\d/.test(word === '' ? rest : rest.trimStart()) && rest.includes('"')) return true;
  }
  return false;
}

/** Whether nothing but blanks, or the end of a comment, stands before it in its line. */
function isDirective(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && isBlank(text[before])) before -= 1;
  return before < 0 || text[before] === '\n' || (text[before] === '/' && text[before - 1] === '*');
}

function directiveAt(text: string, from: number, ends: Ends): { readonly word: string; readonly rest: string } {
  const at = behindBlanks(text, from, ends);
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0] ?? '';
  REST.lastIndex = behindBlanks(text, at + word.length, ends);
  return { word, rest: REST.exec(text)?.[0] ?? '' };
}

type Ends = (at: number) => number;

/** Where the next comment ends from a place on, -1 where none does. The text is looked through once, however many begin in it. */
function endsOfComments(text: string): Ends {
  const all = Array.from(text.matchAll(/\*\//g), ({ index }) => index);
  return (at) => {
    let [low, high] = [0, all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((all[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return all[low] ?? -1;
  };
}

/** Comments are blanks as well, even of several lines. */
function behindBlanks(text: string, from: number, ends: Ends): number {
  let at = from;
  for (;;) {
    while (isBlank(text[at])) at += 1;
    const end = text.startsWith('/*', at) ? ends(at + 2) : -1;
    if (end === -1) return at;
    at = end + 2;
  }
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\v' || char === '\f';
}

function isHeader(rest: string, c: boolean): boolean {
  const name = /^<([^>]*)>/.exec(rest)?.[1] ?? (c ? /^"([^"]*)"/.exec(rest)?.[1] : undefined);
  return name !== undefined && HEADER.test(name) && !name.includes('..');
}

function assembles(text: string): boolean {
  for (const { index, 0: word } of text.matchAll(ASSEMBLY)) {
    INSTRUCTIONS.lastIndex = index + word.length;
    if (!INSTRUCTIONS.test(text)) return true;
  }
  return false;
}
