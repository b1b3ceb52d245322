/** Answers to questions about tracing itself: passages with their sources, out of what is here. No model is asked, nothing is run. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Request } from '../core/request.ts';
import { languageOf } from '../intent/languages.ts';
import { LIMITS } from '../knowledge/documents/limits.ts';
import { readDocument } from '../knowledge/documents/read.ts';
import { termsOf, type Wanted, wantedIn } from '../knowledge/documents/words.ts';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import { localised } from '../knowledge/library.ts';
import { termsIn } from '../knowledge/terms/find.ts';
import { meaningAsked } from '../knowledge/terms/meaning.ts';
import { excerpt, rank, type SourcedCut } from '../knowledge/terms/rank.ts';
import type { Term } from '../knowledge/terms/terms.ts';
import type { Near, Plan, Planned } from '../plan/plan.ts';
import type { Host } from '../system/host.ts';
import type { Surroundings, ToldPassage } from './events.ts';

type Around = Pick<Surroundings, 'host' | 'agreed' | 'willRun'>;

const DOCS: URL = new URL('../../docs/', import.meta.url);
const MANUALS = '/usr/share/man';
/** A page of the tools of BCC may carry its package's name. */
const NAMES = ['', '-bpfcc'];
const SECTIONS = ['8', '2', '1'];
const MOST_TERMS = 3;
const MOST_PROGRAMS = 3;

/** How much is told. */
export interface Amount {
  /** Passages of what is shipped and installed, and as many of the user's own documents. */
  readonly passages: number;
  /** Characters of each. */
  readonly longest: number;
  /** Whether what only touches it is told, and of what a program answers what is written about it. */
  readonly beside: boolean;
}

/** For a person to read. */
const BEST: Amount = { passages: 2, longest: 700, beside: false };
/** For a model to put together. */
export const MORE: Amount = { passages: 5, longest: 1500, beside: true };

/** What asks how to see something, which a program shows. */
const HOW_TO_SEE =
  /^(?:how (?:do|can|could|should|would) (?:i|we|you|one)|how to) (?:see|find|tell|know|trace|watch|measure|monitor|check|observe|look at|detect)\b|^(?:怎么|怎样|如何|怎么样)(?:才能)?(?:看|查|知道|观察|跟踪|测量|监控|监视)/;
/** Of these, those whose answer is a way to watch it: who wants to find out wants it found out. */
const HOW_TO_WATCH =
  /^(?:how (?:do|should|would) (?:i|we|you|one)|how to) (?:see|trace|watch|measure|monitor|observe)\b|^(?:怎么|怎样|如何)(?:看|查看|观察|跟踪|测量|监控|监视)/;
const WHAT_IS = /^(?:what(?:'s|’s| is| are| does| do)\b|explain\b|define\b)|什么是|是什么/;
/** What is said around what is asked about. */
const ASKING =
  /\b(?:what|which|how|why|does|do|did|is|are|was|the|an?|mean|means|meaning|difference|between|work|works|explain|define|describe|please|exactly|i|in|write|use|make|of|to|for|and|or|see|find|tell|know|bpftrace's)\b|什么是|是什么(?:意思)?|什么|怎么|如何|解释|一下|的|区别|有|和|与|用|意思|请|是|吗|写/g;

/** What is told instead of a refusal, of a question back, or of a program that somebody only asked the way to; undefined where something else is to be done. */
export async function tell(
  planned: Planned,
  request: Request,
  { host, agreed, willRun }: Around,
  amount: Amount = BEST,
): Promise<readonly ToldPassage[] | undefined> {
  const question = (request.question ?? '').normalize('NFKC').trim();
  const lower = question.toLowerCase();
  const language = languageOf(question);
  const meant = request.command === undefined ? meaningAsked(question).slice(0, MOST_TERMS) : [];
  const subject = lower.replace(ASKING, ' ');
  const around = async (): Promise<readonly ToldPassage[]> => passagesFor(subject, host, amount);
  if (meant.length > 0) return [...meant.map((term) => ofTerm(term, language)), ...(await around())];
  // A model that is wanted writes a program for whatever is no question about a word.
  if (request.planner === 'model' && !(planned.kind === 'nothing' && planned.why === 'definition')) return undefined;
  const beside = async (): Promise<readonly ToldPassage[]> =>
    amount.beside
      ? [
          ...termsIn(question)
            .slice(0, MOST_TERMS)
            .map((term) => ofTerm(term, language)),
          ...(await around()),
        ]
      : [];
  if (planned.kind === 'unsure') {
    if (!HOW_TO_SEE.test(lower)) return undefined;
    return [...planned.choices.slice(0, MOST_PROGRAMS).map((near) => ofProgram(near, language)), ...(await beside())];
  }
  if (planned.kind === 'plan') {
    const isRun = agreed === true || willRun === false || request.command !== undefined;
    const program = isRun || !HOW_TO_WATCH.test(lower) ? undefined : ofPlan(planned.plan, language);
    return program === undefined ? undefined : [...program, ...(await beside())];
  }
  if (planned.kind !== 'nothing' || !(planned.why === 'definition' || planned.why === 'off-topic' || planned.why === 'unknown')) return undefined;
  const terms = termsIn(question).slice(0, MOST_TERMS);
  // What is not said to be a definition is one where it asks what something is, and that is known.
  if (planned.why !== 'definition' && !(terms.length > 0 && WHAT_IS.test(lower))) return undefined;
  const passages = await around();
  // Where most of what is asked about is nowhere, a word of it that is known is no answer.
  if (passages.length === 0 && mostlyUnknown(subject, terms)) return undefined;
  const told = [...terms.map((term) => ofTerm(term, language)), ...passages];
  return told.length === 0 ? undefined : told;
}

function ofPlan({ program: { origin } }: Plan, language: string): readonly ToldPassage[] | undefined {
  const { library } = loadKnowledge();
  const own = origin.kind === 'library' ? library.find(({ name }) => name === origin.name) : undefined;
  const program = own?.variantOf === undefined ? own : library.find(({ name }) => name === own.variantOf);
  if (program === undefined) return undefined;
  const ask = program.questions[language]?.[0] ?? program.questions.en?.[0] ?? '';
  return [ofProgram({ name: program.name, title: localised(program.title, language), tells: localised(program.tells, language), ask, score: 1 }, language)];
}

function ofTerm({ names, en, zh }: Term, language: string): ToldPassage {
  return { source: 'glossary', title: names[0] ?? '', text: language === 'zh' ? zh : en };
}

function mostlyUnknown(subject: string, terms: readonly Term[]): boolean {
  const named = new Set(terms.flatMap(({ names }) => names.flatMap(termsOf)));
  const asked = [...new Set(termsOf(subject))];
  const unknown = asked.filter((term) => !named.has(term)).length;
  return unknown * 2 >= asked.length && unknown > 0;
}

function ofProgram({ name, title, tells, ask }: Near, language: string): ToldPassage {
  const says = language === 'zh' ? `给出${tells}` : `Tells ${tells}`;
  return { source: `library/${name}.bt`, title, text: says, ask };
}

async function passagesFor(subject: string, host: Host, amount: Amount): Promise<ToldPassage[]> {
  const wanted = await wantedIn(subject);
  if (wanted.every(({ weight }) => weight !== 1)) return [];
  const all = [...ownDocuments(), ...manuals(subject, host)];
  // What only holds the words in a table says nothing of them.
  const documents = amount.beside ? all.filter(({ text }) => !isTable(text)) : all;
  const own = rank(documents, wanted, amount.passages, amount.beside).map((one) => passageOf(one, wanted, amount.longest));
  return [...own, ...(await usersDocuments(subject, wanted, amount))];
}

function isTable(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.filter((line) => line.startsWith('|')).length * 2 > lines.length;
}

function ownDocuments(): SourcedCut[] {
  return readdirSync(DOCS)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .flatMap((name) => cutsOf(`docs/${name}`, name, readFileSync(new URL(name, DOCS))));
}

/** The manual of bpftrace, and of the tools and calls that are named. */
function manuals(subject: string, host: Host): SourcedCut[] {
  const named = new Set(['bpftrace', ...(subject.match(/[a-z][a-z0-9_-]{2,30}/g) ?? [])]);
  return [...named].flatMap((name) => {
    for (const section of SECTIONS) {
      for (const ending of NAMES) {
        const file = `${name}${ending}.${section}.gz`;
        const bytes = host.bytes(`${MANUALS}/man${section}/${file}`, 0, LIMITS.file);
        if (bytes !== undefined) return cutsOf(`${name}${ending}(${section})`, file, bytes);
      }
    }
    return [];
  });
}

function cutsOf(source: string, path: string, bytes: Uint8Array): SourcedCut[] {
  const read = readDocument(path, bytes);
  return 'cuts' in read ? read.cuts.map((one) => ({ ...one, source })) : [];
}

/** What the person has indexed, where it holds all that is asked about. */
async function usersDocuments(subject: string, wanted: readonly Wanted[], { passages, longest }: Amount): Promise<ToldPassage[]> {
  const { openDocuments } = await import('./documents.ts');
  const documents = await openDocuments();
  const found = (await documents?.search(subject, passages, AbortSignal.timeout(2000)).catch(() => [])) ?? [];
  const holdsAll = (text: string): boolean => {
    const words = new Set(termsOf(text));
    return wanted.every(({ term, weight }) => weight !== 1 || words.has(term));
  };
  return found
    .filter(({ title, text }) => holdsAll(`${title}\n${text}`))
    .map(({ source, title, text, index }) => passageOf({ source: `${index}: ${source}`, title, text }, wanted, longest));
}

function passageOf({ source, title, text }: Pick<SourcedCut, 'source' | 'title' | 'text'>, wanted: readonly Wanted[], longest: number): ToldPassage {
  // A manual names itself in each of its headings.
  const bare = title.replaceAll(`${source} `, '');
  return { source, ...(bare === '' ? {} : { title: bare }), text: excerpt(text, wanted, longest) };
}
