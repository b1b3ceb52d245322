/** Names in what a model says: each must be one that the data has. */
import { PLACEHOLDER } from '../redact.ts';
import { isOrdinary } from './ordinary.ts';
import { standsAsName } from './position.ts';
import { inScriptOf } from './script.ts';
import { derivedFrom, isSoftware, isWord } from './vocabulary.ts';

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

export function isWordlike(word: string): boolean {
  return WORDLIKE.has(word.toLowerCase());
}

const NAMING = /^(?:process(?:es)?|programs?|commands?|daemons?|tools?|binary|named|called|utility)$/;

/** Calls, functions and file systems that are no words of English: one that is not seen is made up. */
const SEEN_ONLY = new Set('brk epoll fdatasync fstat fsync futex ioctl kmalloc malloc mmap munmap ext4 xfs btrfs nfs tmpfs kthread'.split(' '));

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
  /** Whether a word is how people call something that is named beside it. */
  readonly alias?: (word: string) => boolean;
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
  const tokens = [...plain.matchAll(TOKEN)];
  const strangeOne = tokens.find((match, at) => {
    const [token] = match;
    if (isFamiliar(token, tokens[at - 1]?.[0] ?? '', tokens[at + 1]?.[0] ?? '', familiar)) return false;
    if (familiar.alias?.(token) === true) return false;
    if (familiar.language !== 'en' || !isPlain(token, familiar.parts)) return true;
    const before = plain.slice(0, match.index);
    return standsAsName({ word: token, before, after: plain.slice(match.index + token.length) });
  });
  return strangeOne?.[0];
}

/** How names of programs end and words of these languages do not. */
const DAEMON = /(?:[bckpqsvxyz]d|sqld|ctl|db|sql)$/;

/** "Python" of python3, "MySQL" of mysqld, "Redis" of redis-server. */
export function isAlias(word: string, name: string): boolean {
  const bare = (text: string): string => text.toLowerCase().replace(/\.js$|[-_](?:server|daemon)$|[\d.]+$/, '');
  const [said, real] = [bare(word), bare(name)];
  return said.length > 2 && (said === real || `${said}d` === real || (said === 'postgresql' && real === 'postgres'));
}

/** Words that English makes of others, in more ways than can be listed. */
const MADE = /^(?=\p{Ll}{8})\p{Ll}+(?:ly|ness|ative|able|ous|ful|less|ish|ing)$/u;

function isKnown(word: string): boolean {
  return isWord(word) || isOrdinary(word);
}

/** A word of English that means nothing here; with a hyphen, each of its parts. */
function isPlain(token: string, parts: ReadonlySet<string>): boolean {
  if (!/^(?:\p{Lu}?[\p{Ll}'’]+|(?:CPU|IO|TCP)(?=-))(?:-\p{Ll}+)*$/u.test(token)) return false;
  const lower = token
    .toLowerCase()
    .replace(/['’]s$/, '')
    .replace(/^(?:re|un|non|pre|co|sub|multi|semi|ultra|mid)-/, '');
  return lower.split('-').every((part) => !parts.has(part) && !isSoftware(part) && (isKnown(part) || derivedFrom(part, isKnown) || MADE.test(part)));
}

function isFamiliar(token: string, before: string, after: string, { language, words, parts, placeholder }: Familiar): boolean {
  if (/^\p{N}[\p{N}.,:_]*$/u.test(token)) return true;
  const lower = token.toLowerCase().replace(/['’]s$/, '');
  if (isWordlike(lower) && (NAMING.test(before.toLowerCase()) || NAMING.test(after.toLowerCase()))) return false;
  if (words.has(lower)) return true;
  const stem = lower.replace(/s$/, '');
  if (SEEN_ONLY.has(lower) || SEEN_ONLY.has(stem)) return placeholder(stem);
  if (isSoftware(lower) && !isWord(lower)) return false;
  if (isWord(lower) && !/^[@$~/\\.-]/.test(token)) return true;
  if (OTHER_LATIN.has(language))
    return (
      !parts.has(lower) &&
      /^\p{L}[\p{L}'’]*(?:-\p{L}+)*$/u.test(token) &&
      !/\p{Ll}\p{Lu}/u.test(token) &&
      !lower.split('-').some((part) => isSoftware(part) || DAEMON.test(part))
    );
  return false;
}
