/** What is wished for by a whole sentence, and in which language that was said. Pure. */
import { type Saying, TALK_LANGUAGES, type TalkWords, talkWords } from './words.ts';

export interface Wish {
  readonly saying: Saying;
  /** What it is about, as it stands in what was said. */
  readonly about?: string;
}

/** What was said, as the patterns of words see it: in small letters, without marks at its ends. */
export function plainly(text: string): string {
  return (
    text
      .normalize('NFKC')
      .replaceAll('’', "'")
      .trim()
      .replace(/^[\s¿¡]+|[\s.!。!?？!]+$/gu, '')
      .toLowerCase() || text.trim()
  );
}

/** Languages that something may be said in, the likeliest first. `spoken`: by its own words; `before`: that of what was asked before. */
export function tongues(spoken: string, before: string | undefined): readonly string[] {
  // Few words of a language written in Latin letters do not tell it; those of another script tell theirs.
  const likely = before === undefined || isOtherScript(spoken, before) ? [spoken] : before === 'en' ? [spoken] : [before, spoken];
  return [...new Set([...likely, 'en'])];
}

/** Of letters that are common to both, what was spoken before tells. */
function isOtherScript(spoken: string, before: string): boolean {
  return scriptOf(spoken) !== scriptOf(before) && !(spoken === 'zh' && before === 'ja');
}

function scriptOf(language: string): string {
  return ['zh', 'ja', 'ko', 'ru'].includes(language) ? language : 'latin';
}

/** What is wished for by the whole of it, or by what is left without courtesies; in whichever language. */
export function wishIn(said: string, likely: readonly string[]): Wish | undefined {
  for (const language of new Set([...likely, ...TALK_LANGUAGES])) {
    const { sayings, courtesy } = talkWords(language);
    for (const text of new Set([said, said.replace(courtesy, '')])) {
      for (const [saying, pattern] of sayings) {
        const match = text === '' ? null : pattern.exec(text);
        if (match === null) continue;
        const about = match.slice(1).find((group) => group !== undefined);
        return { saying, ...(about === undefined ? {} : { about }) };
      }
    }
  }
  return undefined;
}

/** Which of the questions that are offered is meant, the first is 1; undefined where none of them is said to be. */
export function nthIn(text: string, offered: number): number | undefined {
  const said = plainly(text);
  for (const language of TALK_LANGUAGES) {
    const { nth, courtesy } = talkWords(language);
    const which = nth.find(([, pattern]) => pattern.test(said) || pattern.test(said.replace(courtesy, '')))?.[0];
    if (which !== undefined) return which === 'last' ? offered : which;
  }
  return undefined;
}

/** Whether it is said in words that change what was asked before. */
export function isMarked(said: string, { narrowing, adding, instead }: TalkWords): boolean {
  return narrowing.test(said) || adding.test(said) || instead.test(said);
}
