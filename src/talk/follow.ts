/** What somebody means who says something after an answer: a change of what they asked before, a wish about the answer, or a new question. Pure. */
import type { Intent } from '../core/intent.ts';
import { changed, together } from './change.ts';
import { isName } from './names.ts';
import { type Saying, type TalkWords, talkWords } from './words.ts';

export type Follow =
  | { readonly kind: 'question' }
  /** The question before, changed; `again` where nothing of it is, `anew` where it is asked of something else. */
  | { readonly kind: 'change'; readonly intent: Intent; readonly again: boolean; readonly anew?: true }
  /** Something about the answer, or the talk itself. `about`: the file to save it to, the line to explain. */
  | { readonly kind: 'saying'; readonly saying: Exclude<Saying, 'again' | 'longer' | 'shorter' | 'everybody'>; readonly about?: string }
  /** It narrows what was asked before, by what is not understood; or nothing was asked before. */
  | { readonly kind: 'unclear' };

/** What the words of a language are, beside those of the lexicon. */
export interface Lookup {
  /** What a text asks for, understood by itself. */
  readonly hear: (text: string) => Promise<Intent>;
  /** What a process is really called whose name was written in other letters; undefined where none runs that is called so. */
  readonly process: (name: string) => string | undefined;
  /** Whether a word is of the trade, and thus nobody's name. */
  readonly isTopicWord: (word: string, language: string) => boolean;
  /** Words that carry no topic. */
  readonly stop: (language: string) => ReadonlySet<string>;
}

/** `last`: what was asked before, if anything was. */
export async function follow(text: string, last: Intent | undefined, lookup: Lookup): Promise<Follow> {
  const said =
    text
      .normalize('NFKC')
      .replaceAll('’', "'")
      .trim()
      .replace(/[\s.!。!?？!]+$/u, '')
      .toLowerCase() || text.trim();
  const isChinese = /\p{Script=Han}/u.test(said);
  const words = talkWords(isChinese ? 'zh' : 'en');
  const wish = wishIn(said, words);
  if (wish !== undefined) {
    const { saying, match } = wish;
    if (saying === 'longer' || saying === 'shorter') {
      if (last === undefined) return { kind: 'unclear' };
      const value = Math.max(1, (last.seconds?.value ?? USUAL_SECONDS) * (saying === 'longer' ? LONGER : 1 / LONGER));
      return { kind: 'change', intent: { ...last, question: together(last.question, text), seconds: { value, words: text.trim() } }, again: true };
    }
    if (saying === 'again') return last === undefined ? { kind: 'unclear' } : { kind: 'change', intent: last, again: true };
    if (saying === 'everybody') {
      if (last === undefined) return { kind: 'question' };
      const { filter: _, toward: __, ...everybody } = last;
      return { kind: 'change', intent: { ...everybody, conditions: [], unapplied: [], question: together(last.question, text) }, again: false };
    }
    // Without an answer "why is nginx slow" is a question like any other.
    if (last === undefined && (saying === 'why' || saying === 'explain' || saying === 'save')) return { kind: 'question' };
    // Of somebody else it is a question of its own.
    if (saying === 'why' && (await isOfAnother(text, last, lookup))) return { kind: 'question' };
    const about = match.slice(1).find((group) => group !== undefined);
    return { kind: 'saying', saying, ...(about === undefined ? {} : { about: ownLetters(text, about) }) };
  }
  if (last === undefined) return { kind: 'question' };
  const marked = words.narrowing.test(said) || words.adding.test(said) || words.instead.test(said);
  // Whoever asks in a whole sentence asks anew, even if it is of nothing but somebody.
  if (words.asking.test(said) && !marked) return { kind: 'question' };
  // What is said of the talk is nobody's name, and no part of the question.
  const wording = words.rewritten.reduce((rest, [pattern, as]) => rest.replace(pattern, as), text.normalize('NFKC').trim().replace(words.trailing, ''));
  const heard = withRealName(await lookup.hear(wording), lookup);
  // No process has such a number.
  if (heard.filter === undefined && words.numbered.test(said)) return { kind: 'unclear' };
  const rest = restOf(heard, words, lookup.stop(heard.language));
  const [only] = rest;
  const isNewName = rest.length === 1 && only !== undefined && heard.filter === undefined && words.narrowing.test(said) && isName(only);
  // No word of the trade has such signs in it.
  if (isNewName && (/[-_.+@\d]/.test(only) || !lookup.isTopicWord(only, heard.language))) {
    const comm = lookup.process(only) ?? ownLetters(text, only);
    const named: Intent = { ...heard, topic: '', filter: { value: { comm }, words: only } };
    return { kind: 'change', intent: changed(last, named, { text, adds: false }), again: false };
  }
  if (rest.length === 0) {
    if (!says(heard)) return { kind: 'question' };
    return { kind: 'change', intent: changed(last, { ...heard, topic: '' }, { text, adds: words.adding.test(said) }), again: isSameBut(heard) };
  }
  // "what about writes": the same of something else.
  if (marked && words.instead.test(said) && heard.refusal === undefined && heard.event === undefined && rest.length <= 3)
    return { kind: 'change', intent: changed(last, { ...heard, topic: rest.join(' ') }, { text, adds: false }), again: false, anew: true };
  if (words.narrowing.test(said) && !words.asking.test(said) && heard.refusal === undefined && heard.event === undefined && isShort(rest))
    return { kind: 'unclear' };
  return { kind: 'question' };
}

/** What is wished for by the whole of it, or by what is left without courtesies. */
function wishIn(said: string, { sayings, courtesy }: TalkWords): { readonly saying: Saying; readonly match: RegExpExecArray } | undefined {
  for (const text of new Set([said, said.replace(courtesy, '')])) {
    for (const [saying, pattern] of sayings) {
      const match = text === '' ? null : pattern.exec(text);
      if (match !== null) return { saying, match };
    }
  }
  return undefined;
}

/** Names of processes are as the kernel has them, however they were typed. */
function withRealName(heard: Intent, { process }: Lookup): Intent {
  const { filter } = heard;
  const name = filter?.value.comm === undefined ? undefined : process(filter.value.comm);
  return filter === undefined || name === undefined ? heard : { ...heard, filter: { ...filter, value: { ...filter.value, comm: name } } };
}

/** Where neither the question nor a flag says how long. */
const USUAL_SECONDS = 10;
const LONGER = 3;
const SHORT_WORDS = 2;
const SHORT_SIGNS = 6;

/** Too few words for a question of its own. */
function isShort(rest: readonly string[]): boolean {
  return rest.length <= SHORT_WORDS && rest.every((word) => !/\p{Script=Han}/u.test(word) || word.length <= SHORT_SIGNS);
}

/** Whether somebody is named whom the last question was not about. */
async function isOfAnother(text: string, last: Intent | undefined, { hear }: Lookup): Promise<boolean> {
  const { filter } = await hear(text);
  return filter?.value.comm !== undefined && filter.value.comm !== last?.filter?.value.comm;
}

/** Whether anything but a topic was heard. */
function says({ filter, measure, keys, conditions, seconds, every, times, top, output, refusal, event }: Intent): boolean {
  if (refusal !== undefined || event !== undefined) return false;
  return [filter, measure, seconds, every, times, top, output].some((one) => one !== undefined) || keys.length > 0 || conditions.length > 0;
}

/** Whether it is only to be watched for another time. */
function isSameBut({ filter, measure, keys, conditions, every, times, top, output, seconds }: Intent): boolean {
  return (
    seconds !== undefined && [filter, measure, every, times, top, output].every((one) => one === undefined) && keys.length === 0 && conditions.length === 0
  );
}

/** The words of the topic that say what it is about. */
function restOf({ topic, measure, keys, output, conditions }: Intent, { markers, subjects }: TalkWords, stop: ReadonlySet<string>): string[] {
  let text = topic.toLowerCase();
  for (const words of [measure?.words, output?.words, ...keys.map((key) => key.words), ...conditions.map((one) => one.words)])
    if (words !== undefined && words !== '') text = text.replace(words.toLowerCase().trim(), ' ');
  const [subject] = subjects.exec(text) ?? [];
  const rest = text
    .replace(markers, ' ')
    .split(/[^\p{L}\p{N}_./:@+-]+/u)
    .filter((word) => word !== '' && word !== '-' && !stop.has(word));
  return subject === undefined ? rest : [...new Set([...subject.split(' '), ...rest])];
}

function ownLetters(text: string, found: string): string {
  const at = text.toLowerCase().lastIndexOf(found);
  return at === -1 ? found : text.slice(at, at + found.length);
}
