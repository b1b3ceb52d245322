/** Names in what a model says: each must be one that the data has, and the numbers beside it must be of its rows. */
import { PLACEHOLDER } from '../redact.ts';
import type { Computed } from './compute.ts';
import { inScriptOf } from './script.ts';
import { isSoftware, isWord } from './vocabulary.ts';

/** A name that a text says. */
export interface Said {
  readonly at: number;
  readonly length: number;
  readonly sheet: string;
  readonly column: number;
  /** The rows that have it. */
  readonly rows: readonly number[];
  readonly value: string;
}

/** Programs whose names are words: only where a word says that a program is meant. */
const WORDLIKE = new Set(
  'sleep find sort top time watch make node kill less more test date who perf screen cat link install split join cut paste head tail touch mount dash'.split(
    ' ',
  ),
);
const NAMING = /^(?:process(?:es)?|programs?|commands?|daemons?|tools?|binary|named|called|utility)$/;

/** Languages whose every word cannot be known here, in the script that names are written in. */
const OTHER_LATIN: ReadonlySet<string> = new Set(['de', 'fr', 'es', 'pt']);

export interface Familiar {
  readonly language: string;
  /** Words, in lower case, that are as good as known: of titles and of columns. */
  readonly words: ReadonlySet<string>;
  /** Pieces of the names that there are, in lower case: said by itself, one is another name. */
  readonly parts: ReadonlySet<string>;
  /** Whether a placeholder may be said by itself. */
  readonly placeholder: (text: string) => boolean;
}

const TOKEN = /[@$~/\\.-]*[\p{Script=Latin}\p{N}](?:[\p{Script=Latin}\p{N}_'’./:@+\\=&>-]*[\p{Script=Latin}\p{N}_])?(?:\(\))?/gu;

/** The first name in a text, from which those of the rows it cites are taken out, that is none of these. */
export function unknownName(text: string, familiar: Familiar): string | undefined {
  const strange = (text.match(PLACEHOLDER) ?? []).find((placeholder) => !familiar.placeholder(placeholder));
  if (strange !== undefined) return strange;
  const plain = text.replace(PLACEHOLDER, ' ');
  for (const [, quoted = ''] of plain.matchAll(/["“„‘「『«]([^"”“’」』»]+)["”“’」』»]/gu)) {
    const inside = quoted.trim().toLowerCase();
    // A quotation from elsewhere: whose words would that be?
    if (/\p{L}/u.test(inside) && !familiar.words.has(inside) && !/^[a-z -]+$/.test(inside)) return quoted;
    if (OTHER_LATIN.has(familiar.language) && /\p{L}/u.test(inside) && !inside.split(' ').every((word) => familiar.words.has(word))) return quoted;
  }
  // What is written in another script than the language, and is not Latin, is a name; so is a piece of one.
  const foreign = (plain.match(/\p{L}+/gu) ?? []).find((word) => /(?!\p{Script=Latin})\p{L}/u.test(word) && !inScriptOf(word, familiar.language));
  if (foreign !== undefined) return foreign;
  const lower = plain.toLowerCase();
  for (const part of familiar.parts) if ((part.includes(' ') || !/\p{Script=Latin}/u.test(part)) && lower.includes(part)) return part;
  const tokens = plain.match(TOKEN) ?? [];
  return tokens.find((token, at) => !isFamiliar(token, tokens[at - 1] ?? '', tokens[at + 1] ?? '', familiar));
}

function isFamiliar(token: string, before: string, after: string, { language, words, parts }: Familiar): boolean {
  if (/^\p{N}[\p{N}.,:_]*$/u.test(token)) return true;
  const lower = token.toLowerCase().replace(/['’]s$/, '');
  if (WORDLIKE.has(lower) && (NAMING.test(before.toLowerCase()) || NAMING.test(after.toLowerCase()))) return false;
  if (words.has(lower)) return true;
  if (isSoftware(lower) && !isWord(lower)) return false;
  if (isWord(lower) && !/^[@$~/\\.-]/.test(token)) return true;
  if (OTHER_LATIN.has(language))
    return !parts.has(lower) && /^\p{L}[\p{L}'’]*(?:-\p{L}+)*$/u.test(token) && !/\p{Ll}\p{Lu}/u.test(token) && !lower.split('-').some(isSoftware);
  return false;
}

interface Amount {
  readonly at: number;
  readonly computed: Computed;
}

/**
 * Whether the numbers beside names are of the rows that have these names. Of one name they all are, but for totals that a share is held against; of as many names
 * as numbers each is of its own; else of any of them.
 */
export function namesFit(names: readonly Said[], amounts: readonly Amount[]): boolean {
  const columns = new Map<string, Said[]>();
  for (const name of names) {
    const key = `${name.sheet}${name.column}`;
    columns.set(key, [...(columns.get(key) ?? []), name]);
  }
  return [...columns.values()].every((said) => fits(said, amounts));
}

function fits(said: readonly Said[], amounts: readonly Amount[]): boolean {
  const isOf = ({ computed }: Amount, name: Said): boolean =>
    computed.rows[0]?.sheet.id === name.sheet && computed.rows.length > 0 && computed.rows.every((row) => name.rows.includes(row.at));
  const isTotal = ({ computed }: Amount): boolean => computed.total && computed.op !== 'max' && computed.op !== 'min';
  const [first] = said;
  if (first === undefined) return true;
  const own = amounts.filter((amount) => !isTotal(amount));
  // What is compared is what was named first.
  if (own.some((amount) => (amount.computed.op === 'ratio' || amount.computed.op === 'difference') && !isOf(amount, first))) return false;
  if (new Set(said.map(({ value }) => value)).size === 1) return own.length > 0 && own.every((amount) => isOf(amount, first));
  const single = own.filter(({ computed }) => computed.op !== 'ratio' && computed.op !== 'difference');
  if (said.length === single.length) return single.every((amount, at) => isOf(amount, said[at] as Said));
  const covered = new Set(said.flatMap((name) => name.rows.map((row) => `${name.sheet}${row}`)));
  return own.every(({ computed }) =>
    [...computed.rows, ...computed.against.filter(() => computed.op !== 'share')].every((row) => covered.has(`${row.sheet.id}${row.at}`)),
  );
}
