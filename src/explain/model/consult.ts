/** A model asked once for an explanation, and once more where the first answer was of no use. Never throws. */
import { type Budget, DEFAULT_BUDGET, type Spent } from '../../core/budget.ts';
import { type ChatModel, costOf, estimateTokens, type JsonSchema, type ModelFailure, type ModelReply, type Turn } from '../../models/model.ts';
import { answerIn, TOOL } from './reply.ts';

/** What both kinds of explanation are asked with. */
export interface Consulting {
  readonly model: ChatModel;
  readonly signal: AbortSignal;
  /** What it may cost; two calls at most in any case. */
  readonly budget?: Pick<Budget, 'tokens' | 'seconds' | 'dollars'>;
}

export interface Failure {
  readonly kind: ModelFailure['kind'] | 'unusable';
  readonly said: string;
}

/** What came of a question to a model. */
export interface Explanation {
  readonly lines: readonly string[];
  readonly next: readonly string[];
  readonly leftOut: number;
  readonly leftOutWhy?: string;
  readonly spent: Spent;
  readonly failure?: Failure;
}

export interface Brief<T> {
  readonly system: string;
  readonly text: string;
  readonly description: string;
  readonly schema: JsonSchema;
  readonly question: string;
  /** What becomes of an answer; `complaint` where nothing of it can be used: what the model is told of that. */
  readonly take: (answer: Readonly<Record<string, unknown>>) => { readonly taken: T; readonly complaint?: string };
}

export interface Consulted<T> {
  readonly taken?: T;
  readonly spent: Spent;
  readonly failure?: Failure;
}

export const NOTHING_SPENT: Spent = { attempts: 0, calls: 0, inputTokens: 0, outputTokens: 0, seconds: 0 };

const MOST_CALLS = 2;
const MOST_REPLY = 2000;
/** Failures after which the same question can have an answer. */
const AGAIN: ReadonlySet<string> = new Set(['empty', 'malformed', 'cut', 'no-tools']);

/** Tokens that a reply may have, and those that are left for what it is told. */
export function roomIn({ context }: ChatModel): { readonly reply: number; readonly prompt: number } {
  const reply = Math.max(200, Math.min(MOST_REPLY, Math.floor(context / 4)));
  return { reply, prompt: context - reply };
}

export async function consult<T>({ model, signal, budget = DEFAULT_BUDGET }: Consulting, brief: Brief<T>): Promise<Consulted<T>> {
  let spent = NOTHING_SPENT;
  let { tools } = model;
  let useless: T | undefined;
  let failure: Failure = { kind: 'unusable', said: 'the answer had no claims in it' };
  const { reply: most, prompt } = roomIn(model);
  const turns: Turn[] = [{ role: 'user', text: brief.text }];
  const limit = AbortSignal.any([signal, AbortSignal.timeout(budget.seconds * 1000)]);
  for (let call = 0; call < MOST_CALLS; call++) {
    const system = tools ? brief.system : `${brief.system}\n\n${inText(brief.schema)}`;
    const needs = estimateTokens(system + JSON.stringify(turns) + (tools ? JSON.stringify(brief.schema) : ''));
    if (needs > prompt) return { spent, failure: call > 0 ? failure : { kind: 'context-too-long', said: `the model takes ${model.context} tokens only` } };
    if (call > 0 && (spent.inputTokens + spent.outputTokens + needs > budget.tokens || (spent.dollars ?? 0) >= budget.dollars)) break;
    const reply = await one(
      model,
      {
        system,
        turns,
        tools: tools ? [{ name: TOOL, description: brief.description, schema: brief.schema }] : [],
        ...(tools ? { mustCall: true } : {}),
        most,
        about: { purpose: 'explain', question: brief.question },
      },
      limit,
    );
    spent = added(spent, reply, model);
    if (reply.failure !== undefined) {
      const { kind, said } = reply.failure;
      // Our own limit is no wish of the user's.
      failure = kind === 'interrupted' && !signal.aborted ? { kind: 'too-slow', said: `no answer in ${budget.seconds} s` } : { kind, said };
      if (!AGAIN.has(failure.kind) || signal.aborted) break;
      if (kind === 'no-tools') tools = false;
      continue;
    }
    const answer = answerIn(reply);
    const taken = answer === undefined ? undefined : brief.take(answer);
    if (taken !== undefined && taken.complaint === undefined) return { taken: taken.taken, spent };
    useless = taken?.taken ?? useless;
    const complaint =
      taken?.complaint ??
      (reply.truncated
        ? 'Your answer was cut off: say less.'
        : `That was not in the form asked for. ${tools ? `Call ${TOOL}.` : 'Answer with the JSON only.'}`);
    failure = {
      kind: 'unusable',
      said: reply.truncated
        ? 'the answer was cut off'
        : taken === undefined
          ? 'the answer was not in the form asked for'
          : 'nothing of the answer held against the data',
    };
    turns.push({ role: 'model', text: reply.text, calls: reply.calls, ...(reply.kept === undefined ? {} : { kept: reply.kept }) });
    if (reply.calls.length > 0) turns.push({ role: 'tools', results: reply.calls.map(({ id, name }) => ({ id, name, text: complaint })) });
    else turns.push({ role: 'user', text: complaint });
  }
  return { spent, failure, ...(useless === undefined ? {} : { taken: useless }) };
}

async function one(model: ChatModel, request: Parameters<ChatModel['exchange']>[0], signal: AbortSignal): Promise<ModelReply> {
  const events = model.exchange(request, signal);
  for (;;) {
    const next = await events.next();
    if (next.done === true) return next.value;
  }
}

function added(spent: Spent, { usage, seconds }: ModelReply, model: ChatModel): Spent {
  const dollars = costOf(usage, model.price);
  const known = dollars === undefined && spent.dollars === undefined ? {} : { dollars: (spent.dollars ?? 0) + (dollars ?? 0) };
  return {
    attempts: 0,
    calls: spent.calls + 1,
    inputTokens: spent.inputTokens + usage.input,
    outputTokens: spent.outputTokens + usage.output,
    seconds: spent.seconds + seconds,
    ...known,
  };
}

/** For a model that takes no tools. */
function inText(schema: JsonSchema): string {
  return `Answer with one JSON object in a \`\`\`json fence and nothing else. Its JSON Schema:\n${JSON.stringify(schema)}`;
}
