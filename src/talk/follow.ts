/** What somebody means who says something after an answer: a change of what they asked before, a wish about the answer, or a new question. Pure. */
import type { Condition, Heard, Intent } from '../core/intent.ts';
import { changed, lengthened, together, withoutKeys } from './change.ts';
import { isDevice, isName } from './names.ts';
import { swapped } from './opposites.ts';
import { isMarked, plainly, tongues, wishIn } from './wish.ts';
import { type Saying, type TalkWords, talkWords } from './words.ts';

export type Follow =
  /** `text`: where less was meant by it than was said ("no, I meant ..."). */
  | { readonly kind: 'question'; readonly text?: string }
  /** The question before, changed; `again` where nothing of it is, `anew` where it is asked of something else. */
  | { readonly kind: 'change'; readonly intent: Intent; readonly again: boolean; readonly anew?: true }
  /** Something about the answer, or the talk itself. `about`: the file to save it to, the line to explain. */
  | { readonly kind: 'saying'; readonly saying: Exclude<Saying, 'again' | 'longer' | 'shorter' | 'everybody'>; readonly about?: string }
  /** It narrows what was asked before, by what is not understood; or nothing was asked before. */
  | { readonly kind: 'unclear' };

/** What the words of a language are, beside those of the lexicon. */
export interface Lookup {
  /** The language of a text, by its words alone. */
  readonly language: (text: string) => string;
  /** What a text in a language asks for, understood by itself. */
  readonly hear: (text: string, language: string) => Promise<Intent>;
  /** What a process is really called whose name was written in other letters; undefined where none runs that is called so. */
  readonly process: (name: string) => string | undefined;
  /** Whether a word is of the trade, and thus nobody's name. */
  readonly isTopicWord: (word: string, language: string) => boolean;
  /** Words that carry no topic. */
  readonly stop: (language: string) => ReadonlySet<string>;
}

/** Something said after a question, in one language. */
interface Said {
  readonly text: string;
  /** As patterns see it. */
  readonly said: string;
  readonly words: TalkWords;
  readonly heard: Intent;
  /** The words of its topic that say what it is about. */
  readonly rest: readonly string[];
}

/** `last`: what was asked before, if anything was. */
export async function follow(text: string, last: Intent | undefined, lookup: Lookup): Promise<Follow> {
  const said = plainly(text);
  const likely = tongues(lookup.language(text), last?.language);
  const wish = wishIn(said, likely);
  if (wish !== undefined) return wished(wish.saying, wish.about, text, last, lookup);
  const meant = likely
    .map((language) =>
      text
        .normalize('NFKC')
        .trim()
        .replace(new RegExp(talkWords(language).meant.source, 'iu'), ''),
    )
    .find((rest) => rest !== text.normalize('NFKC').trim());
  if (meant !== undefined && meant !== '') {
    const followed = await follow(meant, last, lookup);
    return followed.kind === 'question' ? { kind: 'question', text: followed.text ?? meant } : followed;
  }
  if (last === undefined) return { kind: 'question' };
  const one = await heardIn(text, said, likely, lookup);
  const { words, heard, rest } = one;
  const marked = isMarked(said, words);
  // Whoever asks in a whole sentence asks anew, even if it is of nothing but somebody.
  if (words.asking.test(said) && !marked) return { kind: 'question' };
  // No process has such a number.
  if (heard.filter === undefined && words.numbered.test(said)) return { kind: 'unclear' };
  const gone = words.removing?.exec(said)?.[1];
  if (gone !== undefined) {
    const { keys } = await lookup.hear(gone, heard.language);
    const intent = withoutKeys(last, keys, text);
    if (intent !== undefined) return { kind: 'change', intent, again: false };
  }
  const named = namedIn(one, lookup);
  if (named !== undefined) return { kind: 'change', intent: changed(last, named, { text, adds: false }), again: false };
  if (rest.length === 0) {
    if (!says(heard)) return { kind: 'question' };
    return { kind: 'change', intent: changed(last, { ...heard, topic: '' }, { text, adds: words.adding.test(said) }), again: isSameBut(heard) };
  }
  if (heard.refusal !== undefined || heard.event !== undefined) return { kind: 'question' };
  return ofTopic(one, last, lookup, marked);
}

/** What is said of the topic itself: the same of something else, or of a part of it. */
function ofTopic({ text, said, words, heard, rest }: Said, last: Intent, lookup: Lookup, marked: boolean): Follow {
  const isNarrowing = words.narrowing.test(said) && !words.asking.test(said);
  const isOther = marked && words.instead.test(said) && rest.length <= MOST_OTHER;
  if (!isOther && !(isNarrowing && isShort(rest))) return { kind: 'question' };
  // "writes" of who asked for reads: of their whole question nothing but that is another.
  const topic = swapped(last.topic, rest, words);
  if (topic !== undefined) return { kind: 'change', intent: changed(last, { ...heard, topic }, { text, adds: false }), again: false, anew: true };
  // "what about writes": the same of something else.
  if (isOther) return { kind: 'change', intent: changed(last, { ...heard, topic: rest.join(' ') }, { text, adds: false }), again: false, anew: true };
  // "only writes" of who asked for disk latency.
  if (rest.every((word) => isPart(word, words) && lookup.isTopicWord(word, heard.language)))
    return { kind: 'change', intent: changed(last, { ...heard, topic: `${last.topic} ${rest.join(' ')}` }, { text, adds: false }), again: false };
  return { kind: 'unclear' };
}

/** Whether a word divides what there is: reads from writes, the user's part from the kernel's. */
function isPart(word: string, { opposites }: TalkWords): boolean {
  return opposites.some((pair) => pair.includes(word));
}

async function wished(saying: Saying, about: string | undefined, text: string, last: Intent | undefined, lookup: Lookup): Promise<Follow> {
  if (saying === 'longer' || saying === 'shorter') {
    if (last === undefined) return { kind: 'unclear' };
    return { kind: 'change', intent: lengthened(last, saying, text), again: true };
  }
  if (saying === 'again') return last === undefined ? { kind: 'unclear' } : { kind: 'change', intent: last, again: true };
  if (saying === 'everybody') {
    if (last === undefined) return { kind: 'question' };
    const { filter: _, toward: __, ...everybody } = last;
    return { kind: 'change', intent: { ...everybody, conditions: [], unapplied: [], question: together(last.question, text) }, again: false };
  }
  // Without an answer "why is nginx slow" is a question like any other.
  if (last === undefined && OF_ANSWER.has(saying)) return { kind: 'question' };
  // Of somebody else it is a question of its own.
  if (saying === 'why' && (await isOfAnother(text, last, lookup))) return { kind: 'question' };
  return { kind: 'saying', saying, ...(about === undefined ? {} : { about: ownLetters(text, about) }) };
}

const OF_ANSWER: ReadonlySet<Saying> = new Set<Saying>(['why', 'explain', 'save', 'cost', 'compare', 'changed', 'answer', 'more', 'form', 'other']);

/** In the first of some languages in which all of it is understood; in the likeliest where there is none. */
async function heardIn(text: string, said: string, likely: readonly string[], lookup: Lookup): Promise<Said> {
  let first: Said | undefined;
  for (const language of likely) {
    const words = talkWords(language);
    // What is said of the talk is nobody's name, and no part of the question.
    const wording = words.rewritten.reduce(
      (rest, [pattern, as]) => rest.replace(pattern, as),
      text.normalize('NFKC').trim().replace(/^[¿¡]/u, '').replace(words.trailing, ''),
    );
    const heard = withRealName(await lookup.hear(wording, language), lookup);
    const one = { text, said, words, heard, rest: restOf(heard, words, lookup.stop(heard.language)) };
    if ((one.rest.length === 0 && says(heard)) || isMarked(said, words)) return one;
    first ??= one;
  }
  if (first === undefined) throw new Error('there is always English');
  return first;
}

/** A process, or a device, that it is to be of, where nothing else is said: known or not. */
function namedIn({ text, said, words, heard, rest }: Said, lookup: Lookup): Intent | undefined {
  const [only] = rest;
  if (only === undefined || rest.length > 1 || heard.filter !== undefined || !words.narrowing.test(said) || !isName(only)) return undefined;
  // No word of the trade has such signs in it.
  if (!/[-_.+@\d]/.test(only) && lookup.isTopicWord(only, heard.language)) return undefined;
  if (isDevice(only)) {
    const device: Heard<Condition> = { value: { what: 'device', device: only }, words: only };
    return { ...heard, topic: '', conditions: [...heard.conditions, device] };
  }
  return { ...heard, topic: '', filter: { value: { comm: lookup.process(only) ?? ownLetters(text, only) }, words: only } };
}

/** Names of processes are as the kernel has them, however they were typed. */
function withRealName(heard: Intent, { process }: Lookup): Intent {
  const { filter } = heard;
  const name = filter?.value.comm === undefined ? undefined : process(filter.value.comm);
  return filter === undefined || name === undefined ? heard : { ...heard, filter: { ...filter, value: { ...filter.value, comm: name } } };
}

const MOST_OTHER = 3;
const SHORT_WORDS = 2;
const SHORT_SIGNS = 6;

/** Too few words for a question of its own. */
function isShort(rest: readonly string[]): boolean {
  return rest.length <= SHORT_WORDS && rest.every((word) => !/\p{Script=Han}/u.test(word) || word.length <= SHORT_SIGNS);
}

/** Whether somebody is named whom the last question was not about. */
async function isOfAnother(text: string, last: Intent | undefined, { hear, language }: Lookup): Promise<boolean> {
  const { filter } = await hear(text, language(text));
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
