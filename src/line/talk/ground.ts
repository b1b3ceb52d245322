/** What a talk needs of the machine it is about: what was meant, what could be asked next and what that would cost, and what a word could go on as. */
import type { Machine } from '../../check/machine.ts';
import type { Intent } from '../../core/intent.ts';
import { MAX_QUESTION, messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Program } from '../../core/program.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { languageOf } from '../../intent/languages.ts';
import { lexiconOf, loadLexicon } from '../../intent/lexicons.ts';
import { noCache } from '../../kernel/cache.ts';
import { gatherFacts } from '../../kernel/facts.ts';
import { processNames } from '../../kernel/processes.ts';
import { loadKnowledge } from '../../knowledge/knowledge.ts';
import type { Plan, Planned } from '../../plan/plan.ts';
import { type Follow, follow } from '../../talk/follow.ts';
import { nextAfter } from '../../talk/next.ts';
import { isSameSubject } from '../../talk/subject.ts';
import type { Surroundings } from '../events.ts';
import { hear } from '../hear.ts';
import { missingProcess, planQuestion } from '../plans.ts';
import { machineOf } from '../prepare.ts';
import { searchProbes } from '../probes.ts';

export type { Follow } from '../../talk/follow.ts';
export { Talk } from '../../talk/talk.ts';
export { toldChange } from '../../talk/told.ts';
export { nthIn } from '../../talk/wish.ts';

/** A question that could be asked next, and the plan that would answer it. */
export interface Suggestion {
  readonly question: string;
  readonly plan: Plan;
}

const MOST_SUGGESTED = 3;
const MOST_COMPLETED = 100;

export class TalkGround {
  readonly #around: Pick<Surroundings, 'host' | 'cache' | 'lists'>;
  #machine: Machine | undefined;

  constructor(around: Pick<Surroundings, 'host' | 'cache' | 'lists'>) {
    this.#around = around;
  }

  /** What somebody means who says something after an answer. What is too long to be read is a question, which says so. */
  async meant(text: string, last: Intent | undefined): Promise<Follow> {
    if (text.length > MAX_QUESTION) return { kind: 'question' };
    const { index } = loadKnowledge();
    return follow(text, last, {
      language: languageOf,
      hear: async (question, language) => {
        await loadLexicon(language);
        return hear({ question }, await this.#open(), this.#around.host, language);
      },
      process: (name) => {
        const names = [...processNames(this.#around.host)];
        return names.find((one) => one === name) ?? names.find((one) => one.toLowerCase() === name.toLowerCase());
      },
      isTopicWord: (word, language) => index.isTopicWord(word, language),
      stop: (language) => new Set(lexiconOf(language).stop),
    });
  }

  /**
   * The program that answered before, for a question that was changed, where its words would now find one that looks at something else. What it cannot do of
   * the change its notes tell. Undefined where the change finds its own way.
   */
  async stay({ program: { origin, attachPoints } }: Plan, intent: Intent): Promise<Plan | undefined> {
    if (origin.kind !== 'library' && origin.kind !== 'composed') return undefined;
    const machine = await this.#open();
    const request = { question: intent.question, intent };
    const planned = await planQuestion(request, machine, this.#around.host);
    if (planned.kind === 'plan' ? isSameSubject(attachPoints, planned.plan.program.attachPoints) : !isLost(planned)) return undefined;
    const kept = await this.chosen(origin.name, intent);
    return kept !== undefined && isSameSubject(attachPoints, kept.program.attachPoints) ? kept : undefined;
  }

  /** A program of the library by its name, as it would answer what was asked; undefined where it cannot. */
  async chosen(name: string, intent: Intent): Promise<Plan | undefined> {
    const planned = await planQuestion({ question: intent.question, intent }, await this.#open(), this.#around.host, { chosen: name });
    return planned.kind === 'plan' ? planned.plan : undefined;
  }

  /** The program in C that gives the answer of one in bpftrace: the library's own, else that one said in C. Throws a Problem where it cannot be. */
  async inC(plan: Plan): Promise<Plan> {
    const { origin, title } = plan.program;
    const [{ twinInC }, { translatedPlan }] = await Promise.all([import('../means/in-c.ts'), import('../../translate/plan.ts')]);
    const twin = origin.kind === 'library' ? twinInC(plan, this.#around.host) : undefined;
    const written = twin ?? translatedPlan(plan, await this.#open());
    if ('why' in written) throw new Problem(messages.notInC(title, written.why));
    return written;
  }

  /** What could be asked after an answer, and this machine can answer: each by another program than the last. `intent`: what was asked; `first`: what comes first. */
  async suggest(record: RunRecord, intent: Intent | undefined, why: boolean, first: readonly string[] = []): Promise<readonly Suggestion[]> {
    const suggestions: Suggestion[] = [];
    const seen = new Set<string>([textOf(record.program), subjectOf(record.program, intent)]);
    for (const question of [...first, ...nextAfter(record, why)]) {
      if (suggestions.length === MOST_SUGGESTED) break;
      const found = await this.#planOf(question, intent);
      if (found === undefined) continue;
      const { plan, isChange } = found;
      // The same looked at otherwise is of the same subject.
      const known = isChange ? textOf(plan.program) : subjectOf(plan.program, plan.intent);
      if (seen.has(known)) continue;
      seen.add(known);
      suggestions.push({ question, plan });
    }
    return suggestions;
  }

  /** What begins so: processes by their names. */
  processes(start: string): readonly string[] {
    return [...processNames(this.#around.host)].filter((name) => name.startsWith(start)).slice(0, MOST_COMPLETED);
  }

  /** Attach points that begin so. */
  async probes(start: string): Promise<readonly string[]> {
    if (!/^[a-z]\w*:/.test(start)) return [];
    const { probes } = await searchProbes({ words: `${start}*`, most: MOST_COMPLETED, details: false });
    return probes.map(({ probe }) => probe).filter((probe) => probe.startsWith(start));
  }

  /** Questions of the library that begin so. */
  questions(start: string): readonly string[] {
    const small = start.toLowerCase();
    return loadKnowledge()
      .library.flatMap(({ questions }) => [...(questions.en ?? []), ...(questions.zh ?? [])])
      .filter((question) => question.toLowerCase().startsWith(small))
      .slice(0, MOST_COMPLETED);
  }

  async #planOf(question: string, last: Intent | undefined): Promise<{ readonly plan: Plan; readonly isChange: boolean } | undefined> {
    const meant = await this.meant(question, last);
    if (meant.kind === 'saying' || meant.kind === 'unclear') return undefined;
    const machine = await this.#open();
    const planned = await planQuestion(meant.kind === 'change' ? { question, intent: meant.intent } : { question }, machine, this.#around.host);
    if (planned.kind !== 'plan') return undefined;
    const { plan } = planned;
    // What is not as it was asked is no suggestion. Whoever was just seen may have ended, and come again.
    const gone = missingProcess(plan.intent, this.#around.host);
    const isAsAsked = plan.notes.every((note) => note === gone) && (plan.narrowed || plan.intent.filter === undefined);
    return isAsAsked ? { plan, isChange: meant.kind === 'change' } : undefined;
  }

  /** Facts of a machine change while one talks about it: a program is installed, tracefs is mounted. */
  async #open(): Promise<Machine> {
    if (this.#machine !== undefined) return this.#machine;
    const { host, cache } = this.#around;
    const { facts } = await gatherFacts(host, cache ?? noCache);
    const machine = await machineOf(facts, this.#around);
    if (facts.tracefs.state === 'mounted' && facts.bpftrace !== undefined) this.#machine = machine;
    return machine;
  }
}

/** Whether a question that was changed is not understood any more. */
function isLost(planned: Planned): boolean {
  return planned.kind === 'unsure' || (planned.kind === 'nothing' && (planned.why === 'unknown' || planned.why === 'off-topic'));
}

/** Two programs that are one to whoever runs them. */
function textOf({ source, seconds }: Program): string {
  return `${seconds}\n${source}`;
}

/** What a program tells of whom, for however long and in whatever form. */
function subjectOf({ origin, source }: Program, intent: Intent | undefined): string {
  return `${'name' in origin ? origin.name : source}\n${intent?.filter?.value.comm ?? ''}`;
}
