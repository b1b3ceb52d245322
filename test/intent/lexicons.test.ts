import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../src/core/intent.ts';
import { de } from '../../src/intent/lexicon/de.ts';
import { en } from '../../src/intent/lexicon/en.ts';
import { es } from '../../src/intent/lexicon/es.ts';
import { fr } from '../../src/intent/lexicon/fr.ts';
import { ja } from '../../src/intent/lexicon/ja.ts';
import { ko } from '../../src/intent/lexicon/ko.ts';
import { pt } from '../../src/intent/lexicon/pt.ts';
import { ru } from '../../src/intent/lexicon/ru.ts';
import type { ConditionPatterns, Lexicon, Pattern } from '../../src/intent/lexicon.ts';
import { regExpOf } from '../../src/intent/pattern.ts';
import { listed } from '../../src/knowledge/glossary-words.ts';
import { Tokenizer } from '../../src/knowledge/tokens.ts';
import { PHRASES } from './lexicon-phrases.ts';

const LEXICONS: Readonly<Record<string, Lexicon>> = { de, fr, es, pt, ru, ja, ko };
const languages = Object.entries(LEXICONS);
const SLOTS = ['durations', 'every', 'times', 'top', 'pid', 'comm', 'doer', 'maybeComm'] as const;

function patternsOf(lexicon: Lexicon): readonly Pattern[] {
  const paired = [lexicon.refusals, lexicon.measures, lexicon.keys, lexicon.outputs].flatMap((list) => list.map(([, pattern]) => pattern));
  return [
    ...paired,
    ...SLOTS.flatMap((slot) => lexicon[slot]),
    ...Object.values(lexicon.conditions).flat(),
    ...lexicon.restrictions,
    lexicon.toward,
    lexicon.keyList,
  ];
}

/** The groups of the first match that can be read, in the order of the patterns. */
function groupsOf(
  patterns: readonly Pattern[],
  text: string,
  lexicon: Lexicon,
  isRead: (groups: readonly string[]) => boolean = () => true,
): string[] | undefined {
  for (const pattern of patterns) {
    const expression = regExpOf(pattern, lexicon);
    for (const match of text.toLowerCase().matchAll(new RegExp(expression.source, `${expression.flags}g`))) {
      const groups = match.slice(1).filter((group) => group !== undefined);
      if (isRead(groups)) return groups;
    }
  }
  return undefined;
}

function firstOf<T>(patterns: readonly (readonly [T, Pattern])[], text: string, lexicon: Lexicon): T | undefined {
  return patterns.find(([, pattern]) => regExpOf(pattern, lexicon).test(text.toLowerCase()))?.[0];
}

/** The number of groups of a pattern. */
function groupCount(pattern: Pattern, lexicon: Lexicon): number {
  const expression = regExpOf(pattern, lexicon);
  return (new RegExp(`${expression.source}|`, expression.flags).exec('')?.length ?? 1) - 1;
}

describe.each(languages)('%s', (language, lexicon) => {
  it('is data of its own language', () => expect(lexicon.language).toBe(language));

  it('has patterns that compile', () => {
    for (const pattern of patternsOf(lexicon)) expect(() => regExpOf(pattern, lexicon), String(pattern)).not.toThrow();
  });

  it('leaves no placeholder open', () => {
    for (const pattern of patternsOf(lexicon)) expect(regExpOf(pattern, lexicon).source, String(pattern)).not.toMatch(/(?<!\\p)\{[a-z]\w*\}/);
  });

  it('has the groups that the reader looks into', () => {
    for (const pattern of [...lexicon.durations, ...lexicon.every]) expect(groupCount(pattern, lexicon), String(pattern)).toBeGreaterThanOrEqual(2);
    for (const slot of ['times', 'top', 'pid', 'comm', 'doer', 'maybeComm'] as const) {
      for (const pattern of lexicon[slot]) expect(groupCount(pattern, lexicon), `${slot} ${String(pattern)}`).toBeGreaterThanOrEqual(1);
    }
    for (const [name, patterns] of Object.entries(lexicon.conditions) as [keyof ConditionPatterns, readonly Pattern[]][]) {
      if (name === 'failed' || name === 'succeeded') continue;
      for (const pattern of patterns) expect(groupCount(pattern, lexicon), `${name} ${String(pattern)}`).toBeGreaterThanOrEqual(1);
    }
    expect(groupCount(lexicon.keyList, lexicon)).toBeGreaterThanOrEqual(1);
  });

  it('knows 200 words of the trade and more, each of which English keeps', () => {
    const tokenizer = new Tokenizer(en);
    const words = Object.keys(lexicon.glossary ?? {});
    expect(words.length).toBeGreaterThanOrEqual(200);
    for (const word of words) expect(tokenizer.tokens(word), word).not.toEqual([]);
  });

  it('has every concept of English that a question can be about', () => {
    const tokenizer = new Tokenizer(en);
    const known = new Set(Object.keys(lexicon.glossary ?? {}).flatMap((word) => tokenizer.tokens(word)));
    const concepts = [
      'disk',
      'io',
      'process',
      'exec',
      'file',
      'open',
      'delete',
      'rename',
      'read',
      'write',
      'latency',
      'fail',
      'size',
      'histogram',
      'bytes',
      'count',
      'connect',
    ];
    concepts.push(
      'accept',
      'outgoing',
      'network',
      'send',
      'receive',
      'retransmit',
      'packet',
      'fork',
      'exit',
      'thread',
      'create',
      'signal',
      'fault',
      'page',
      'memory',
      'allocate',
    );
    concepts.push(
      'map',
      'syscall',
      'cpu',
      'switch',
      'schedule',
      'queue',
      'migrate',
      'sleep',
      'blocked',
      'lock',
      'interrupt',
      'softirq',
      'wake',
      'socket',
      'fsync',
      'mount',
      'permission',
    );
    concepts.push(
      'directory',
      'stat',
      'stack',
      'kernel',
      'use',
      'user',
      'lifetime',
      'heap',
      'state',
      'device',
      'request',
      'drop',
      'crash',
      'address',
      'argument',
      'major',
      'offcpu',
      'idle',
    );
    expect(concepts.filter((concept) => !known.has(concept))).toEqual([]);
  });

  it('sets words apart that hold blanks', () => {
    for (const words of Object.values(lexicon.glossary ?? {})) expect(words.includes(' ') && !words.includes('|'), words).toBe(false);
  });

  it('has no empty word in its lists', () => {
    for (const words of Object.values(lexicon.glossary ?? {})) for (const word of listed(words)) expect(word, words).toMatch(/^[^*\s]+\*?(?: [^*\s]+\*?)*$/);
    expect(lexicon.stop).not.toContain('');
  });

  it('names units and numbers by what they are worth', () => {
    for (const [word, seconds] of Object.entries({ ...lexicon.units, ...lexicon.numbers })) expect(seconds, word).toBeGreaterThan(0);
  });
});

describe.each(Object.entries(PHRASES))('phrases of %s', (language, phrases) => {
  const lexicon = LEXICONS[language] ?? en;

  it.each(phrases.groups)('%s: %j is read as %j', (slot, text, groups) => {
    const patterns = slot in lexicon.conditions ? lexicon.conditions[slot as keyof ConditionPatterns] : lexicon[slot as (typeof SLOTS)[number]];
    // What may be a name is one where a program of that name is known.
    const isName = ([name = '']: readonly string[]): boolean => lexicon.knownNames.includes(name);
    expect(groupsOf(patterns, text, lexicon, slot === 'maybeComm' ? isName : undefined)).toEqual(groups);
  });

  it.each(phrases.silent)('%s does not hear %j', (slot, text) => {
    const patterns = slot in lexicon.conditions ? lexicon.conditions[slot as keyof ConditionPatterns] : lexicon[slot as (typeof SLOTS)[number]];
    expect(groupsOf(patterns, text, lexicon)).toBeUndefined();
  });

  it.each(phrases.measures)('measure of %j: %s', (text, measure) => expect(firstOf(lexicon.measures, text, lexicon)).toBe(measure));
  it.each(phrases.keys)('key of %j: %s', (text, key) => expect(firstOf(lexicon.keys, text, lexicon)).toBe(key));

  const refused = Object.entries(phrases.refusals).flatMap(([refusal, texts]) => texts.map((text) => [text, refusal as Refusal] as const));
  it.each(refused)('%j is refused: %s', (text, refusal) => expect(firstOf(lexicon.refusals, text, lexicon)).toBe(refusal));
  it.each(phrases.questions)('%j is a question', (text) => expect(firstOf(lexicon.refusals, text, lexicon)).toBeUndefined());
  it('has at least 25 refusals', () => expect(refused.length).toBeGreaterThanOrEqual(25));
});
