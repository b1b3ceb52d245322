/** What every part of a report is made with. */
import type { ValueNames } from '../../core/names.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { namesFrom } from '../../views/recorded-names.ts';
import { type Words, wordsOf } from './words.ts';

export interface Page {
  readonly record: RunRecord;
  readonly words: Words;
  readonly names: ValueNames;
  readonly language: 'en' | 'zh';
  /** One that no other element of the page has. */
  readonly id: (kind: string) => string;
  /** Lets a style or a script of ours be, which nothing else is. */
  readonly allow: (kind: 'style' | 'script', text: string) => void;
  readonly allowed: Readonly<Record<'style' | 'script', ReadonlySet<string>>>;
}

export function pageOf(record: RunRecord): Page {
  let last = 0;
  const language = record.language === 'zh' ? 'zh' : 'en';
  const allowed = { style: new Set<string>(), script: new Set<string>() };
  return {
    record,
    words: wordsOf(language),
    names: namesFrom(record.names),
    language,
    id: (kind) => `${kind}-${++last}`,
    allow: (kind, text) => void allowed[kind].add(text),
    allowed,
  };
}
