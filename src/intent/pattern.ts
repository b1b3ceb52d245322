/** Makes regular expressions of the patterns of a lexicon. */
import type { Lexicon, Pattern } from './lexicon.ts';

const DIGITS = String.raw`\d+(?:[.,]\d+)?`;
const SIZE_UNIT = String.raw`(?:bytes?|octets?|[kmgt]i?[bo]?|байт\p{L}*|кб|мб|гб|バイト|바이트|字节)`;
const TIME_UNIT = '(?:ns|us|µs|μs|ms|s)';
const IPV4 = String.raw`\d{1,3}(?:\.\d{1,3}){3}`;
const IPV6 = '(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}';

/** What the placeholders stand for that are the same in every language; each is one group. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  size: String.raw`(${DIGITS}\s*${SIZE_UNIT})`,
  name: String.raw`["'\x60“”«»„「]?([a-z0-9_][\w.:/@+-]{0,30})["'\x60“”«»」]?`,
  word: String.raw`([\p{L}\p{N}_.-]+)`,
  path: String.raw`(\/[\w./*@+-]*)`,
  port: String.raw`(\d{1,5})`,
  address: `(${IPV4}|${IPV6})`,
};

const compiled = new WeakMap<Lexicon, Map<string, RegExp>>();

/** The regular expression of a pattern. Throws a SyntaxError for words that are none. */
export function regExpOf(pattern: Pattern, lexicon: Lexicon): RegExp {
  if (typeof pattern !== 'string') return pattern;
  let known = compiled.get(lexicon);
  if (known === undefined) {
    known = new Map();
    compiled.set(lexicon, known);
  }
  let expression = known.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(source(pattern, lexicon), 'u');
    known.set(pattern, expression);
  }
  return expression;
}

function source(pattern: string, lexicon: Lexicon): string {
  const { words = 'apart' } = lexicon;
  const before = words === 'together' ? (/^\{(?:number|size|time|port)\}/.test(pattern) ? '(?<![\\d.])' : '') : '(?<![\\p{L}\\p{N}_])';
  const after = words === 'apart' ? '(?![\\p{L}\\p{N}_])' : '';
  const body = pattern
    .replace(/\((?!\?)/g, '(?:')
    .replace(/ /g, String.raw`\s*`)
    .replace(/\{(\w+)\}/g, (whole, name: string) => placeholder(name, lexicon) ?? whole);
  return `${before}(?:${body})${after}`;
}

function placeholder(name: string, lexicon: Lexicon): string | undefined {
  switch (name) {
    case 'number':
      return `(${[DIGITS, ...longestFirst(Object.keys(lexicon.numbers))].join('|')})`;
    case 'unit':
      return `(${longestFirst(Object.keys(lexicon.units)).join('|')})`;
    case 'time':
      return String.raw`(${DIGITS}\s*(?:${[...longestFirst(Object.keys(lexicon.units)), TIME_UNIT].join('|')}))`;
    default:
      return PLACEHOLDERS[name];
  }
}

/** Of alternatives the first that fits is taken, so "s" must not come before "sec". */
function longestFirst(words: readonly string[]): string[] {
  return words
    .filter((word) => word !== '')
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}
