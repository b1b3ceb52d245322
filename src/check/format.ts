import { compareVersions, type Version } from '../bpftrace/dialect/version.ts';
import type { Span } from '../core/diagnostic.ts';

/** A conversion in a format. */
export interface FormatPart {
  /** As written: `%-16s`. */
  readonly text: string;
  /** What it is without flags, width and length: `s`, `d`, `rx`. */
  readonly letter: string;
  /** Whether this version takes it for one. C's others stand there as text. */
  readonly counts: boolean;
  /** What this version has in its place. */
  readonly instead?: string;
  readonly span: Span;
}

/** C's conversions: flags, width, precision, length, letter. */
const C_CONVERSION = /%(?<flags>[-+ #0']*)(?<width>\*|\d+)?(?<precision>\.(?:\*|\d+))?(?<length>hh|h|ll|l|L|j|z|t)?(?<letter>rh|rx|gr|[a-zA-Z])/g;

/**
 * The conversions in a format as it is written. Before 0.24 bpftrace looks for the first thing that is one, so that the second percent sign of `%%d` begins
 * another, and knows no flag but `-`, no `%i` and no `*` (src/printf.h); newer ones read formats as C does (src/format_string.cpp).
 */
export function formatParts(text: string, version: Version): FormatPart[] {
  const old = compareVersions(version, '0.24') < 0;
  const parts: FormatPart[] = [];
  const bare = old ? text : text.replaceAll('%%', '  ');
  for (let at = bare.indexOf('%'); at >= 0; at = bare.indexOf('%', at + 1)) {
    C_CONVERSION.lastIndex = at;
    const match = C_CONVERSION.exec(bare);
    if (match === null) break;
    if (match.index !== at) continue;
    const { flags = '', width = '', precision = '', length = '', letter = '' } = match.groups ?? {};
    const counts = old ? isOldConversion(flags, width, precision, length, letter) : !/^[eEfFgGaAn]$/.test(letter);
    // "100% sure": a percent sign, a flag that is a blank, and a word.
    if (!counts && (flags.includes(' ') || bare[at - 1] === '%' || !/^[diouxXeEfFgGaAcsp]$/.test(letter))) continue;
    const instead =
      counts || letter === 'n' ? undefined : `%${flags.includes('-') ? '-' : ''}${width.replace('*', '')}${precision.replace('.*', '')}${substitute(letter)}`;
    parts.push({ text: match[0], letter, counts, span: { start: at, end: at + match[0].length }, ...(instead === undefined ? {} : { instead }) });
    at += match[0].length - 1;
  }
  return parts;
}

function isOldConversion(flags: string, width: string, precision: string, length: string, letter: string): boolean {
  if (!/^-?0*$/.test(flags) || width === '*' || precision.includes('*') || length === 'L') return false;
  return length === '' ? /^(s|r|rx|rh|c|d|u|o|x|X|p)$/.test(letter) : /^[duoxXp]$/.test(letter);
}

/** What is nearest to a conversion that is not known: numbers have no fractions in bpftrace. */
function substitute(letter: string): string {
  return /[eEfFgGaAi]/.test(letter) ? 'd' : letter;
}
