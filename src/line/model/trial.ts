/** One cheap exchange with a model, to see whether it answers, and whether it calls a tool. */
import { type ChatModel, costOf, type ModelFailure, type ModelReply, type ModelRequest, type Usage } from '../../models/model.ts';

const PATIENCE_MS = 60_000;
/** The answer is one word; what a model thinks before it is counted too. */
const MOST_TOKENS = 512;

export interface ModelTrial {
  readonly model: string;
  /** `calls`: it called the tool it was given; `ignores`: it takes tools, and answered in words; `text`: it was spoken to in text only; `refuses`: it took no tools, and answered without. */
  readonly tools: 'calls' | 'ignores' | 'text' | 'refuses';
  readonly seconds: number;
  readonly usage: Usage;
  /** Undefined where nobody knows. */
  readonly dollars?: number;
  readonly failure?: ModelFailure;
}

/** Tries a model; a second time in text only where it takes no tools. Never throws. */
export async function tryModel(model: ChatModel, signal: AbortSignal, milliseconds: number = PATIENCE_MS): Promise<ModelTrial> {
  const first = await ask(model, model.tools, signal, milliseconds);
  const refuses = model.tools && (first.failure?.kind === 'no-tools' || first.failure?.kind === 'bad-request');
  const last = refuses ? await ask(model, false, signal, milliseconds) : first;
  const usage = refuses ? sum(first.usage, last.usage) : first.usage;
  const dollars = costOf(usage, model.price);
  return {
    model: model.name,
    tools: !model.tools ? 'text' : refuses ? 'refuses' : last.calls.length > 0 ? 'calls' : 'ignores',
    seconds: refuses ? first.seconds + last.seconds : first.seconds,
    usage,
    ...(dollars === undefined ? {} : { dollars }),
    ...(last.failure && { failure: last.failure }),
  };
}

async function ask(model: ChatModel, tools: boolean, signal: AbortSignal, milliseconds: number): Promise<ModelReply> {
  const patience = AbortSignal.timeout(milliseconds);
  const request: ModelRequest = {
    system: 'This tests a connection. Do what you are told, and nothing else.',
    turns: [{ role: 'user', text: tools ? 'Call the tool "ready".' : 'Reply with the one word: ready' }],
    tools: tools ? [{ name: 'ready', description: 'Says that you are ready.', schema: { type: 'object', properties: {}, additionalProperties: false } }] : [],
    most: MOST_TOKENS,
    about: { purpose: 'test', question: tools ? 'tools' : 'text' },
  };
  const exchange = model.exchange(request, AbortSignal.any([signal, patience]));
  for (;;) {
    const { done, value } = await exchange.next();
    if (done !== true) continue;
    const isSlow = value.failure?.kind === 'interrupted' && patience.aborted && !signal.aborted;
    return isSlow ? { ...value, failure: { kind: 'too-slow', said: `nothing came in ${milliseconds / 1000} s` } } : value;
  }
}

function sum(a: Usage, b: Usage): Usage {
  const dollars = a.dollars === undefined && b.dollars === undefined ? undefined : (a.dollars ?? 0) + (b.dollars ?? 0);
  return {
    input: a.input + b.input,
    output: a.output + b.output,
    ...(a.estimated === true || b.estimated === true ? { estimated: true as const } : {}),
    ...(dollars === undefined ? {} : { dollars }),
  };
}
