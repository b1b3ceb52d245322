/** Explanations by a model, where the user asked for one: of a program before it runs, of its answer. What a trace saw goes to a model here and nowhere else. */
import type { Dataset } from '../../core/dataset.ts';
import { Exit } from '../../core/exit.ts';
import { Problem } from '../../core/problem.ts';
import type { Explanation, Failure } from '../../explain/model/consult.ts';
import type { ExplainEvent } from '../../explain/model/events.ts';
import { unusable } from '../../explain/model/words.ts';
import type { Known } from '../../explain/redact.ts';
import type { ModelFailure } from '../../models/model.ts';
import type { Plan } from '../../plan/plan.ts';
import { type Host, textOf } from '../../system/host.ts';
import type { AskEvent } from '../events.ts';
import type { OpenModel } from './open.ts';

export type { ExplainEvent };

/** `--explain`, for the line: how its model is opened. */
export interface ExplainWish {
  /** Called when there is something to explain, and not before; undefined where no model is configured. */
  readonly open: () => Promise<OpenModel | undefined>;
  /** A failure of the model's in a sentence; as its side said it where this is absent. */
  readonly say?: (failure: ModelFailure, model: string, language: string) => string;
}

interface Around {
  readonly host: Host;
  readonly stop: AbortSignal;
}

/** What was seen, as the answer tells it. */
export interface Answered {
  readonly datasets: readonly Dataset[];
  readonly seconds: number;
  readonly lost: number;
}

/** The events of the line, each program and each answer followed by what a model says of it. */
export async function* withExplanations(
  events: AsyncGenerator<AskEvent, Exit>,
  wish: ExplainWish,
  around: Around,
): AsyncGenerator<AskEvent | ExplainEvent, Exit> {
  let plan: Plan | undefined;
  let opened: ReturnType<ExplainWish['open']> | undefined;
  const once: ExplainWish = {
    ...wish,
    open: () => {
      opened ??= wish.open();
      return opened;
    },
  };
  try {
    for (;;) {
      const next = await events.next();
      if (next.done === true) return next.value;
      const event = next.value;
      yield event;
      if (event.type === 'plan' || event.type === 'running') plan = event.plan;
      // A program with mistakes goes back to the editor, or ends the line.
      if (event.type === 'plan' && event.diagnostics.every(({ severity }) => severity !== 'error')) yield* explainProgram(event.plan, once, around);
      if (event.type === 'answer' && plan !== undefined) yield* explainResult(plan, event, once, around);
    }
  } finally {
    await events.return(Exit.interrupted);
  }
}

/** Nothing where no model is configured; never ends the line. */
export function explainProgram(plan: Plan, wish: ExplainWish, around: Around): AsyncGenerator<ExplainEvent> {
  return explain('program', plan, wish, around, async ({ model, budget }) => {
    const [{ explainProgramWith }, { redaction }] = await Promise.all([import('../../explain/model/program.ts'), import('../../explain/redact.ts')]);
    const { program, intent } = plan;
    return explainProgramWith({ model, budget, signal: around.stop }, { ...intent, program, redaction: redaction(knownOf(around.host)) });
  });
}

/** The same of an answer. Where nothing was seen nobody is asked. */
export async function* explainResult(plan: Plan, answered: Answered, wish: ExplainWish, around: Around): AsyncGenerator<ExplainEvent> {
  if (answered.datasets.length === 0) return;
  yield* explain('result', plan, wish, around, async ({ model, budget }) => {
    const [{ explainResultWith }, { redaction }, { valueNames }] = await Promise.all([
      import('../../explain/model/result.ts'),
      import('../../explain/redact.ts'),
      import('../../kernel/names.ts'),
    ]);
    const { program, intent } = plan;
    const { host, stop } = around;
    return explainResultWith(
      { model, budget, signal: stop },
      { ...answered, question: intent.question, language: intent.language, program, names: valueNames(host), redaction: redaction(knownOf(host)) },
    );
  });
}

async function* explain(
  of: 'program' | 'result',
  { intent: { language } }: Plan,
  wish: ExplainWish,
  { stop }: Around,
  ask: (open: OpenModel) => Promise<Explanation>,
): AsyncGenerator<ExplainEvent> {
  if (stop.aborted) return;
  let open: OpenModel | undefined;
  try {
    open = await wish.open();
  } catch (error) {
    // The program and its answer are there without a model.
    if (!(error instanceof Problem)) throw error;
    const spent = { attempts: 0, calls: 0, inputTokens: 0, outputTokens: 0, seconds: 0 };
    yield { type: 'explanation', of, model: '', lines: [], next: [], leftOut: 0, spent, failure: error.message, language };
    return;
  }
  if (open === undefined) return;
  const { name, local } = open.model;
  yield { type: 'explaining', of, model: name, local };
  const { failure, ...explanation } = await ask(open);
  if (failure?.kind === 'interrupted') return;
  const why = failure === undefined ? {} : { failure: sentenceOf(failure, name, language, wish) };
  yield { type: 'explanation', of, model: name, ...explanation, ...why, language };
}

function sentenceOf({ kind, said }: Failure, model: string, language: string, { say }: ExplainWish): string {
  if (kind === 'unusable') return unusable(model, language);
  return say?.({ kind, said }, model, language) ?? said;
}

/** Accounts of people begin here (login.defs). */
const FIRST_USER = 1000;
const NOBODY = 65_534;

/** What tells of this machine and its people: accounts with their homes, the machine's names. */
export function knownOf(host: Host): Known {
  const { HOME, USER, LOGNAME, SUDO_USER } = host.env;
  const accounts = (textOf(host, '/etc/passwd') ?? '')
    .split('\n')
    .map((line) => line.split(':'))
    .filter(([, , uid]) => Number(uid) >= FIRST_USER && Number(uid) !== NOBODY);
  const hosts = [textOf(host, '/proc/sys/kernel/hostname'), textOf(host, '/etc/hostname'), ...hostsOf(textOf(host, '/etc/hosts') ?? '')];
  const present = (text: string | undefined): text is string => text !== undefined && text !== '';
  return {
    homes: [HOME, ...accounts.map(([, , , , , home]) => home)].filter(present).filter((home) => home !== '/'),
    users: [USER, LOGNAME, SUDO_USER, ...accounts.map(([name]) => name)].filter(present),
    hosts: hosts.map((name) => name?.trim()).filter(present),
  };
}

function hostsOf(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => line.replace(/#.*/, '').trim().split(/\s+/).slice(1))
    .filter((name) => !/^(?:localhost|ip6-|broadcasthost)/.test(name));
}
