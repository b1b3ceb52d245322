/** What a model makes of several passages: sentences that each name the passages they rest on, as far as those have what they speak of. */
import { quoted, visibleText } from '../../models/quote.ts';
import { SYNTHESIS_SCHEMA, synthesisSystem } from './brief.ts';
import { type Consulting, consult, type Failure } from './consult.ts';
import { citedAnswer } from './reply.ts';
import { inScriptOf } from './script.ts';

export interface Passage {
  readonly source: string;
  readonly title?: string;
  readonly text: string;
}

/** A sentence, and the passages it rests on by their numbers, the first is 1. */
export interface CitedSentence {
  readonly text: string;
  readonly cites: readonly number[];
}

export interface Synthesis {
  /** Empty where nothing of it can be used. */
  readonly sentences: readonly CitedSentence[];
  readonly spent: Awaited<ReturnType<typeof consult>>['spent'];
  readonly failure?: Failure;
}

const MOST_SENTENCES = 8;
const MOST_CHARACTERS = 500;
const MOST_PASSAGE = 2000;

export async function synthesise(
  consulting: Consulting,
  { question, language, passages }: { readonly question: string; readonly language: string; readonly passages: readonly Passage[] },
): Promise<Synthesis> {
  const { taken, spent, failure } = await consult(consulting, {
    system: synthesisSystem(language),
    text: [
      quoted('question', question),
      ...passages.map(({ source, title, text }, at) => quoted(`passage ${at + 1}: ${source}`, title === undefined ? text : `${title}\n${text}`, MOST_PASSAGE)),
      'Answer the question from these passages.',
    ].join('\n\n'),
    description: 'Answers the question, each sentence with the numbers of its passages.',
    schema: SYNTHESIS_SCHEMA,
    question,
    take: (answer) => take(citedAnswer(answer), passages, question, language),
  });
  return { sentences: failure === undefined ? (taken ?? []) : [], spent, ...(failure === undefined ? {} : { failure }) };
}

interface Taken {
  readonly taken: readonly CitedSentence[];
  readonly complaint?: string;
}

function take(said: readonly CitedSentence[], passages: readonly Passage[], question: string, language: string): Taken {
  const sentences = said.slice(0, MOST_SENTENCES).map(withoutMarks);
  // Who names a passage that was not given has made it up, and who knows what else.
  const invented = sentences.flatMap(({ cites }) => cites).find((cite) => !Number.isInteger(cite) || cite < 1 || cite > passages.length);
  if (invented !== undefined)
    return {
      taken: [],
      complaint: `There is no passage ${invented}: the passages are numbered from 1 to ${passages.length}. Answer once more, from them alone.`,
    };
  const held = sentences.filter((sentence) => holds(sentence, passages, question, language));
  if (held.length > 0) return { taken: held };
  return {
    taken: [],
    complaint:
      'No sentence held against the passages: each must name its passages, with names, numbers and code only as they stand in those. If they do not answer the question, say what they do tell of it. Answer once more.',
  };
}

/** Some write their marks into the sentence, too. */
function withoutMarks({ text, cites }: CitedSentence): CitedSentence {
  const marks = [...text.matchAll(/\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g)].flatMap(([, list = '']) => list.split(',').map(Number));
  const plain = visibleText(text)
    .replace(/\s*\[\d{1,3}(?:\s*,\s*\d{1,3})*\]/g, '')
    .replace(/\*\*/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return { text: plain, cites: [...new Set([...cites, ...marks])].slice(0, 6) };
}

/** What stands in code, and what is written like a name of the trade or a number: it is in a passage that is cited, or in the question. */
const EXACT = /`[^`]+`|https?:\S+|[\w$@*/.:>-]*[A-Za-z][\w$@*/.>-]*(?:[_/:@$][\w$@*/.:>-]*)+(?:\(\))?|@\w+|[A-Za-z_]\w*\(\)|--[a-z][\w-]*|\d[\d.,]*/g;

function holds({ text, cites }: CitedSentence, passages: readonly Passage[], question: string, language: string): boolean {
  if (text === '' || text.length > MOST_CHARACTERS || cites.length === 0 || !inScriptOf(text, language)) return false;
  const ground = [
    question,
    ...cites.map((cite) => `${passages[cite - 1]?.title ?? ''}\n${passages[cite - 1]?.text ?? ''}\n${passages[cite - 1]?.source ?? ''}`),
  ]
    .join('\n')
    .toLowerCase()
    .replace(/\s+/g, ' ');
  return (text.match(EXACT) ?? []).every((written) => {
    const bare = written
      .toLowerCase()
      .replace(/^`|`$/g, '')
      .replace(/[.,:>-]+$/, '');
    return bare === '' || (/^\d+$/.test(bare) ? new RegExp(`(?<!\\d)${bare}(?!\\d)`).test(ground) : ground.includes(bare));
  });
}
