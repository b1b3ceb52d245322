/** Questions to ask: to begin with, and while one is typed. */
import { understand } from '../intent/understand.ts';
import { type Knowledge, loadKnowledge } from '../knowledge/knowledge.ts';
import type { LibraryProgram } from '../knowledge/library.ts';

const MOST = 8;
/** Letters of what is typed that are read. */
const MOST_READ = 300;

/** What most people want to know first, by the programs that tell it. */
const FIRST = ['file-opens', 'disk-io', 'syscalls-by-process', 'process-execs', 'read-latency', 'page-faults', 'tcp-connects', 'run-queue-latency'];

/** Questions to begin with, in a language that the library has questions in; others get English ones. */
export function firstQuestions(language: string, { library }: Knowledge = loadKnowledge()): string[] {
  return FIRST.flatMap((name) => library.find((program) => program.name === name) ?? []).flatMap((program) => questionsOf(program, language).slice(0, 1));
}

/** How a question that begins so may go on: those with its words in them first, then those that mean the like. None is there twice. */
export function suggestQuestions(text: string, language: string, { library, index }: Knowledge = loadKnowledge()): string[] {
  const typed = text.trim().slice(0, MOST_READ).toLowerCase();
  if (typed === '') return firstQuestions(language, { library, index });
  const tongue = /\p{Script=Han}/u.test(typed) ? 'zh' : language;
  const words = typed.split(/[^\p{L}\p{N}_.-]+/u).filter((word) => word !== '');
  const own = library.filter(({ variantOf }) => variantOf === undefined);
  const literal = own
    .flatMap((program) => {
      const [best] = questionsOf(program, tongue)
        .map((question) => ({ question, rank: rankOf(question.toLowerCase(), typed, words) }))
        .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
        .sort((a, b) => a.rank - b.rank);
      return best === undefined ? [] : [best];
    })
    .sort((a, b) => a.rank - b.rank || a.question.length - b.question.length)
    .map(({ question }) => question);
  const intent = understand(
    { question: text.slice(0, MOST_READ) },
    { processes: () => new Set(), isTopicWord: (word, language) => index.isTopicWord(word, language) },
  );
  const alike = index.match(intent).flatMap(({ program }) => questionsOf(program, tongue).slice(0, 1));
  return [...new Set([...literal, ...alike])].slice(0, MOST);
}

/** Lower is better: it begins so, has it, has words that begin as those that were typed; infinite where it has not all of them. */
function rankOf(question: string, typed: string, words: readonly string[]): number {
  if (question.startsWith(typed)) return 0;
  if (question.includes(typed)) return 1;
  const own = question.split(/[^\p{L}\p{N}_.-]+/u);
  return words.length > 0 && words.every((word) => own.some((one) => one.startsWith(word))) ? 2 : Number.POSITIVE_INFINITY;
}

function questionsOf({ questions }: LibraryProgram, language: string): readonly string[] {
  const own = questions[language] ?? [];
  return own.length > 0 ? own : (questions.en ?? []);
}
