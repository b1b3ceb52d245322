/** How people go on from an answer, in words: data, one file a language. Patterns see what was said in small letters, without marks at its end. */
import { lookup } from '../core/lookup.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { fr } from './words/fr.ts';
import { ja } from './words/ja.ts';
import { ko } from './words/ko.ts';
import { pt } from './words/pt.ts';
import { ru } from './words/ru.ts';
import { zh } from './words/zh.ts';

/** What is wished for by a whole sentence. */
export const SAYINGS = [
  'undo',
  'redo',
  /** Undone, or what was undone just now done again. */
  'putback',
  'changed',
  'restart',
  'stop',
  'again',
  'longer',
  'shorter',
  'silent',
  'debug',
  'write',
  'form',
  'compare',
  'cost',
  'other',
  'answer',
  'more',
  'why',
  'save',
  'explain',
  'everybody',
  'program',
  'good',
  'bad',
  'help',
  'quit',
  'next',
] as const;
export type Saying = (typeof SAYINGS)[number];

export interface TalkWords {
  /** Tried in their order. A group may hold what it is about: the file to save to, the line to explain. */
  readonly sayings: readonly (readonly [Saying, RegExp])[];
  /** A group holds which of the questions that are offered is meant: a number, `first`, or `last`. */
  readonly nth: readonly (readonly [number | 'last', RegExp])[];
  /** Words that change what was asked before; nothing else of them is a topic. */
  readonly markers: RegExp;
  /** They narrow it to somebody: a name that follows is one, known or not. */
  readonly narrowing: RegExp;
  /** They add to what it is broken down by, where others take its place. */
  readonly adding: RegExp;
  /** By what it is not to be broken down any more, in a group. */
  readonly removing?: RegExp;
  /** The same question of something else. */
  readonly instead: RegExp;
  /** A process by its number, whatever the number. */
  readonly numbered: RegExp;
  /** What is a subject though none of its words alone is one. */
  readonly subjects: RegExp;
  /** A question of its own begins so, or has this in it. */
  readonly asking: RegExp;
  /** At the end of what is said in any letters, it says how the rest is meant. */
  readonly trailing: RegExp;
  /** Said around a wish, and no part of it. */
  readonly courtesy: RegExp;
  /** Said before what was meant by what was said last: "no, I meant". */
  readonly meant: RegExp;
  /** How the same is said in words that the lexicon has. */
  readonly rewritten: readonly (readonly [said: RegExp, as: string])[];
  /** Words of which one takes the place of the other where something else is asked of the same: reads, writes. */
  readonly opposites: readonly (readonly [string, string])[];
}

const ALL: Readonly<Record<string, TalkWords>> = { en, zh, de, es, fr, pt, ru, ja, ko };

/** The words of a language; those of English where there are none of it: those who type a few words type them so. */
export function talkWords(language: string): TalkWords {
  return lookup(ALL, language) ?? en;
}

/** Every language that there are words of. */
export const TALK_LANGUAGES: readonly string[] = Object.keys(ALL);
