/** What the agent's tests share: a workshop whose checker, mender, policy and contract are the real ones on a recorded kernel, and an agent run to its end. */
import { check } from '../../../src/check/check.ts';
import type { Machine } from '../../../src/check/machine.ts';
import { assessUnsafe } from '../../../src/check/policy/assess.ts';
import { repair } from '../../../src/check/repair.ts';
import { type Budget, DEFAULT_BUDGET } from '../../../src/core/budget.ts';
import type { Intent } from '../../../src/core/intent.ts';
import type { ChatModel, ModelRequest } from '../../../src/models/model.ts';
import type { AgentEvent, Outcome } from '../../../src/plan/agent/events.ts';
import type { Workshop } from '../../../src/plan/agent/workshop.ts';
import { Agent, type AgentSetting } from '../../../src/plan/agent.ts';
import { holdAgainst } from '../../../src/plan/contract/contract.ts';
import { machine as withoutFunctions } from '../../check/linux-6.18.ts';
import { classesOf, hear, knowledge } from '../contract/hold.ts';

export interface BenchOptions extends Partial<Pick<Workshop, 'sample' | 'documents' | 'lookUp' | 'load' | 'contract'>> {
  readonly machine?: Machine;
  /** What the question asks is not held against the program: for tests of all else. */
  readonly anything?: boolean;
}

/** Looks into the recorded kernel; `load` is content unless it is told otherwise. */
export function workshopOn(
  intent: Intent,
  { machine = withoutFunctions, anything = false, load = async () => undefined, ...rest }: BenchOptions = {},
): Workshop {
  const { tracepoints } = machine;
  const classes = classesOf(intent);
  return {
    findProbes: (words, most) =>
      near(words, tracepoints.list() ?? [])
        .slice(0, most)
        .join('\n'),
    describeProbe: (point) => {
      const [, category = '', name = ''] = point.split(':');
      const fields = tracepoints.fields(category, name);
      return fields === undefined ? `there is no ${point} here` : [point, ...fields.map((field) => `  ${field.declaration}`)].join('\n');
    },
    describeType: (name) => `${name} is not known here`,
    findExamples: (_, most) =>
      knowledge.programs
        .slice(0, most)
        .map(({ source }) => source)
        .join('\n\n'),
    listTools: () => '',
    check: (source) => check(source, machine),
    repair: (source) => {
      const { source: mended, changes, diagnostics } = repair(source, machine);
      return { source: mended, mends: changes, diagnostics };
    },
    contract: ({ script }, source) => (anything ? [] : holdAgainst(script, source, intent, classes)),
    forbidden: (source) => assessUnsafe(check(source, machine).parsed.script, source).map(({ why }) => why)[0],
    load,
    ...rest,
  };
}

/** Attach points that share the most words with what was asked. */
function near(words: string, all: readonly string[]): string[] {
  const wanted = words.toLowerCase().split(/[^a-z0-9]+/);
  const scored = all.map((name) => ({ name, score: wanted.filter((word) => word !== '' && name.includes(word)).length }));
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ name }) => `tracepoint:${name}`);
}

export const QUESTION = 'count new programs by process name';
export const ANSWER = 'tracepoint:sched:sched_process_exec { @[comm] = count(); }';

export interface Scene extends BenchOptions, Partial<Pick<AgentSetting, 'examples' | 'nearest' | 'before' | 'options' | 'now'>> {
  readonly question?: string;
  readonly budget?: Partial<Budget>;
  readonly signal?: AbortSignal;
}

export async function agentOf(model: ChatModel, scene: Scene = {}): Promise<Agent> {
  const { question = QUESTION, budget, examples = [], nearest, before, options, now, machine = withoutFunctions } = scene;
  const intent = await hear(question);
  return new Agent({
    model,
    workshop: workshopOn(intent, scene),
    budget: { ...DEFAULT_BUDGET, ...budget },
    intent,
    question,
    facts: machine.facts,
    examples,
    ...(nearest === undefined ? {} : { nearest }),
    ...(before === undefined ? {} : { before }),
    ...(options === undefined ? {} : { options }),
    ...(now === undefined ? {} : { now }),
  });
}

export interface Ended {
  readonly outcome: Outcome;
  readonly events: readonly AgentEvent[];
  /** The stages of the events, and who sent back: `drafted`, `sent-back check`. */
  readonly stages: readonly string[];
}

export async function ended(work: AsyncGenerator<AgentEvent, Outcome>, onEvent: (event: AgentEvent) => void = () => undefined): Promise<Ended> {
  const events: AgentEvent[] = [];
  for (;;) {
    const step = await work.next();
    if (step.done === true)
      return { outcome: step.value, events, stages: events.map((event) => (event.stage === 'sent-back' ? `sent-back ${event.by}` : event.stage)) };
    events.push(step.value);
    onEvent(step.value);
  }
}

/** A question planned, from its first exchange to its end. */
export async function plan(model: ChatModel, scene: Scene = {}): Promise<Ended> {
  const agent = await agentOf(model, scene);
  return ended(agent.plan(scene.signal ?? new AbortController().signal));
}

/** What came back to the model in the last turn of a request. */
export function lastToldIn(request: ModelRequest | undefined): string {
  const turn = request?.turns.at(-1);
  return turn === undefined || turn.role === 'tools' ? resultsIn(request).join('\n') : turn.text;
}

/** The same where it is what tools answered, call by call. */
export function resultsIn(request: ModelRequest | undefined): readonly string[] {
  const turn = request?.turns.at(-1);
  return turn?.role === 'tools' ? turn.results.map(({ text }) => text) : [];
}

/** A submission, as what a tool takes. */
export function program(source: string, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return { source, title: 'New programs', tells: 'which programs were started', columns: ['process', 'count'], cannot_show: [], ...more };
}
