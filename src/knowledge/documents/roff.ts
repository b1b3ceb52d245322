/** Manual pages, in man and in mdoc macros, to text: enough of roff to read them, and nothing of how they look. */
import { lookup } from '../../core/lookup.ts';
import type { Heading, Line, Reading } from './lines.ts';

const SPECIAL: Readonly<Record<string, string>> = {
  aq: "'",
  cq: '’',
  oq: '‘',
  lq: '“',
  rq: '”',
  dq: '"',
  em: '—',
  en: '–',
  hy: '-',
  mi: '-',
  bu: '•',
  co: '©',
  ti: '~',
  ha: '^',
  rs: '\\',
  ga: '`',
  '->': '→',
  '<-': '←',
  '>=': '≥',
  '<=': '≤',
  mu: '×',
  bv: '|',
  ba: '|',
  sl: '/',
  at: '@',
  sh: '#',
  Do: '$',
  Fo: '«',
  Fc: '»',
};
const TEXT_MACROS = new Set(['B', 'I', 'BR', 'RB', 'IR', 'RI', 'BI', 'IB', 'SM', 'SB', 'R', 'MT', 'UR', 'TQ', 'OP', 'SY']);
/** Words set alternately in two faces stand without a blank between them. */
const ALTERNATE = new Set(['BR', 'RB', 'IR', 'RI', 'BI', 'IB']);
const BREAKS = new Set(['PP', 'P', 'LP', 'TP', 'IP', 'HP', 'Pp', 'It', 'Bl', 'El', 'Bd', 'Ed', 'sp', 'RS', 'RE']);
const SKIPPED = /^\.\s*(?:de1?|ig|am)\b/;
/** Macros of mdoc that stand within a line. */
const MDOC =
  /^(?:Ns|No|Sx|Ar|Fl|Cm|Pa|Em|Sy|Li|Va|Vt|Ft|Fa|Fn|Fo|Fc|In|Dv|Ev|Er|Ql|Dq|Sq|Pq|Op|Oo|Oc|Ic|Xr|Nm|Tn|Bx|Ux|An|Aq|Bq|Brq|Qq|St|Rv|Ex|Pf|Ap|Xo|Xc|Lk|Mt|Ms|Cd|Ad|Lb|Nd)$/;

/** The lines of a manual page, with its sections. */
export function readManual(source: string): Reading {
  const lines: Line[] = [];
  const headings: Heading[] = [];
  let page = '';
  let skipping = false;
  for (const [index, raw] of source.split('\n').entries()) {
    const at = index + 1;
    if (skipping) {
      skipping = !/^\.\s*\.\s*$/.test(raw);
      continue;
    }
    if (SKIPPED.test(raw)) {
      skipping = true;
      continue;
    }
    const macro = /^[.']\s*([A-Za-z]{1,3})\b\s?(.*)$/.exec(raw);
    if (macro === null) {
      if (!/^[.']/.test(raw)) lines.push({ text: unescaped(raw).trimEnd(), at });
      continue;
    }
    const [, name = '', rest = ''] = macro;
    const words = wordsOf(rest);
    if (name === 'TH' || name === 'Dt') page = `${words[0] ?? ''}(${words[1] ?? ''})`.toLowerCase();
    else if (/^S[HhSs]$/.test(name)) {
      const title = words.join(' ');
      headings.push({ index: lines.length, title: page === '' ? title : `${page} ${title}`, level: /^S[Hh]$/.test(name) ? 1 : 2 });
      lines.push({ text: title, at });
    } else if (TEXT_MACROS.has(name)) lines.push({ text: words.join(ALTERNATE.has(name) ? '' : ' '), at });
    else if (BREAKS.has(name)) {
      lines.push({ text: '', at });
      if (words.length > 0 && (name === 'IP' || name === 'It')) lines.push({ text: inline(words.slice(0, name === 'IP' ? 1 : undefined)), at });
    } else if (MDOC.test(name)) lines.push({ text: inline([name, ...words]), at });
  }
  return { lines, headings };
}

/** What a line of mdoc says: its macros gone, a flag with its dash. */
function inline(words: readonly string[]): string {
  const said: string[] = [];
  for (const [index, word] of words.entries()) {
    if (!MDOC.test(word)) said.push(words[index - 1] === 'Fl' ? `-${word}` : word);
  }
  return said.join(' ');
}

function wordsOf(text: string): string[] {
  return [...text.matchAll(/"((?:[^"]|"")*)"?|(\S(?:\\ |\S)*)/g)].map(([, quoted, bare]) => unescaped(quoted?.replaceAll('""', '"') ?? bare ?? ''));
}

function unescaped(text: string): string {
  return text
    .replace(/\\".*$/, '')
    .replace(/\\(?:f(?:\[[^\]]*\]|\(..|.)|s(?:[-+]?\d{1,2}|\[[^\]]*\])|\*(?:\[[^\]]*\]|\(..|.)|[mMF]\[[^\]]*\]|[hvwx]'[^']*')/g, '')
    .replace(/\\\[(?:u([0-9A-F]{4,5})|([^\]\s]{1,20}))\]|\\\((..)/g, (_, code?: string, long?: string, short?: string) =>
      code === undefined ? (lookup(SPECIAL, long ?? short ?? '') ?? '') : String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(code, 16))),
    )
    .replace(/\\([&|^/,%:)c{}])/g, '')
    .replace(/\\[ ~0]/g, ' ')
    .replace(/\\-/g, '-')
    .replace(/\\['`]/g, "'")
    .replace(/\\[e\\]/g, '\\');
}
