/** The first of two steps: which tool answers a question. The words are the index's: English ones of the trade, whatever the question's language. */
import type { Intent, Measure } from '../core/intent.ts';
import { lookup } from '../core/lookup.ts';
import { lexiconOf } from '../intent/lexicons.ts';
import { Tokenizer } from '../knowledge/tokens.ts';
import { CATALOGUE, COMMANDS, OF_RUNTIMES, type Shape } from './catalogue.ts';
import { preferred } from './find.ts';
import type { Tool } from './tool.ts';

export interface Ranked {
  readonly tool: Tool;
  /** 0 to 1, and a little more where the tool was called by its name. */
  readonly score: number;
}

const RUNTIMES: readonly string[] = ['java', 'node', 'perl', 'php', 'python', 'ruby', 'tcl'];
/** Below this nothing was found. */
const LEAST = 0.45;
const NAMED = 2;
const AGREES = 0.15;
const DISAGREES = 0.1;
/** bcc's compile against headers that are not there. */
const UNUSABLE = 0.3;

const SHAPES: Readonly<Record<Measure, readonly Shape[]>> = {
  each: ['each', 'slower', 'snapshot'],
  count: ['counts', 'top'],
  sum: ['top', 'counts'],
  average: ['histogram', 'counts'],
  min: ['histogram'],
  max: ['histogram', 'slower'],
  distribution: ['histogram'],
  latency: ['histogram', 'slower'],
  rate: ['counts', 'top'],
  top: ['top', 'counts'],
  stacks: ['stacks'],
};

export interface Choosing {
  /** Whether what bcc compiles against is on the machine. */
  readonly headers: boolean;
}

/** The tools for a question, best first, of each base the one that asks least of the machine. */
export function chooseTools(intent: Intent, tools: readonly Tool[], { headers }: Choosing): Ranked[] {
  const tokenizer = new Tokenizer(lexiconOf(intent.language));
  const english = new Tokenizer(lexiconOf('en'));
  const bases = byBase(tools);
  const { bags, weight } = weighed(tools, english);
  const asked = [...new Set([...tokenizer.tokens(intent.topic), ...(intent.event === undefined ? [] : english.tokens(intent.event.value.kind))])];
  const wider = new Set([...asked, ...tokenizer.tokens(intent.question)]);
  const total = asked.reduce((sum, word) => sum + weight(word), 0);
  const written = new Set(intent.question.toLowerCase().match(/[a-z][\w.-]*/g) ?? []);
  return [...bases]
    .flatMap(([base, own]): Ranked[] => {
      const usable = headers ? own : own.filter(({ kind }) => kind !== 'bcc');
      const tool = preferred(usable.length > 0 ? usable : own);
      const bag = bags.get(base);
      if (tool === undefined || bag === undefined) return [];
      // strace looks at processes, never at the machine.
      if (tool.kind === 'strace' && intent.filter?.value.pid === undefined && !written.has('strace')) return [];
      // What is asked of one runtime no tool of another can tell.
      const runtime = RUNTIMES.find((one) => base.startsWith(one) && OF_RUNTIMES.test(base));
      if (runtime !== undefined && !written.has(runtime) && RUNTIMES.some((one) => written.has(one))) return [];
      const covered = asked.filter((word) => bag.all.has(word)).reduce((sum, word) => sum + weight(word), 0);
      const phrase = Math.max(0, ...bag.phrases.map((words) => shareOf(words, wider, weight)));
      const text = total === 0 ? 0 : (0.5 * covered) / total + 0.5 * phrase * Math.min(1, (2 * covered) / total);
      const exact = own.find(({ name }) => written.has(name));
      const named = exact !== undefined || (base.length > 5 && written.has(base)) ? NAMED : 0;
      const score = text + (text > 0 ? agreement(intent, shapeOf(tool)) : 0) + named - (usable.length === 0 ? UNUSABLE : 0);
      return score >= LEAST ? [{ tool: exact ?? tool, score }] : [];
    })
    .sort((a, b) => b.score - a.score || (a.tool.name < b.tool.name ? -1 : 1));
}

/** How much of what a question is about a tool tells: 0 to 1, rare words counting for more; 1 where it only says whom, how long and the like. */
export function aboutOf(intent: Intent, tool: Tool, tools: readonly Tool[]): number {
  const english = new Tokenizer(lexiconOf('en'));
  const asked = [...new Set(new Tokenizer(lexiconOf(intent.language)).tokens(intent.topic))];
  if (asked.length === 0 || new Set<string>(intent.question.toLowerCase().match(/[a-z][\w.-]*/g)).has(tool.base)) return 1;
  const { bags, weight } = weighed(tools, english);
  const told = new Set([...(bags.get(tool.base)?.all ?? []), ...english.tokens(`${tool.base} ${tool.summary}`)]);
  const all = asked.reduce((sum, word) => sum + weight(word), 0);
  return asked.filter((word) => told.has(word)).reduce((sum, word) => sum + weight(word), 0) / all;
}

/** What the tools of each name are about, and what a word of it is worth. */
function weighed(tools: readonly Tool[], english: Tokenizer): { readonly bags: ReadonlyMap<string, Bag>; readonly weight: (word: string) => number } {
  const bags = new Map([...byBase(tools)].map(([base, own]) => [base, wordsOf(base, own, english)]));
  const frequency = new Map<string, number>();
  for (const { all } of bags.values()) for (const word of all) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  return { bags, weight: (word) => Math.log(1 + bags.size / (frequency.get(word) ?? 3)) };
}

function byBase(tools: readonly Tool[]): Map<string, Tool[]> {
  const bases = new Map<string, Tool[]>();
  for (const tool of tools) bases.set(tool.base, [...(bases.get(tool.base) ?? []), tool]);
  return bases;
}

interface Bag {
  readonly all: ReadonlySet<string>;
  readonly phrases: readonly (readonly string[])[];
}

function wordsOf(base: string, tools: readonly Tool[], english: Tokenizer): Bag {
  const about = lookup(CATALOGUE, base)?.about ?? commandOf(tools[0])?.about ?? '';
  const phrases = about.split(',').map((phrase) => english.tokens(phrase));
  const summary = english.tokens(tools[0]?.summary.replace(/Uses .*$/, '') ?? '');
  return { all: new Set([...phrases.flat(), ...(about === '' ? summary : [])]), phrases };
}

function commandOf(tool: Tool | undefined): { readonly about: string; readonly shape: Shape; readonly atOnce?: boolean } | undefined {
  if (tool === undefined || !Object.hasOwn(COMMANDS, tool.kind)) return undefined;
  return COMMANDS[tool.kind as keyof typeof COMMANDS].find(({ words }) => words.join(' ') === tool.words.join(' '));
}

/** How the tool shows what it finds. */
export function shapeOf(tool: Tool): Shape {
  return lookup(CATALOGUE, tool.base)?.shape ?? commandOf(tool)?.shape ?? 'each';
}

/** Whether it answers at once, and does not watch. */
export function answersAtOnce(tool: Tool): boolean {
  return commandOf(tool)?.atOnce === true || shapeOf(tool) === 'snapshot';
}

function shareOf(words: readonly string[], asked: ReadonlySet<string>, weight: (word: string) => number): number {
  const all = words.reduce((sum, word) => sum + weight(word), 0);
  const shared = words.filter((word) => asked.has(word)).reduce((sum, word) => sum + weight(word), 0);
  return all === 0 ? 0 : shared / all;
}

function agreement({ measure, output, conditions }: Intent, shape: Shape): number {
  if (output?.value === 'histogram' && shape === 'histogram') return AGREES;
  if (conditions.some(({ value }) => value.what === 'time') && shape === 'slower') return AGREES;
  if (measure === undefined) return 0;
  const fits = lookup(SHAPES, measure.value) ?? [];
  return fits[0] === shape ? AGREES : fits.includes(shape) ? AGREES / 2 : -DISAGREES;
}
