/** Talking to a model of the tests: an endpoint on loopback, a request, and all that comes of it. */
import { connect } from '../../src/models/connect.ts';
import type { Endpoint, Wire } from '../../src/models/endpoint.ts';
import type { ModelEvent, ModelReply, ModelRequest } from '../../src/models/model.ts';
import type { Patience } from '../../src/models/patience.ts';

export const WIRES: readonly Wire[] = ['openai', 'anthropic', 'google', 'openai-compatible'];
/** To be found wherever it gets to. */
export const KEY = 'sk-proj-Zq81xkLmWv0RtEaP93hYcJ7uBnGd5sFo2iTX9f3K';
/** Shorter than a user waits, but for what takes a busy machine its time. */
export const SHORT: Patience = { idle: 20, pause: 0.02, longest: 0.5, again: 2 };

export function endpointAt(url: string, wire: Wire, over: Partial<Endpoint> = {}): Endpoint {
  // One of the models that OpenAI's package knows to be reasoning ones.
  const model = wire === 'openai' ? 'gpt-5' : 'test-1';
  return { name: `test/${wire}`, wire, model, url: `${url}/v1`, key: KEY, tools: true, context: 100_000, local: true, ...over };
}

export const SUBMIT = {
  name: 'submit',
  description: 'Submits a program.',
  schema: { type: 'object', properties: { source: { type: 'string' } }, required: ['source'] },
};
export const FIND = { name: 'find', description: 'Finds probes.', schema: { type: 'object', properties: {} } };

export function asking(over: Partial<ModelRequest> = {}): ModelRequest {
  return {
    system: 'You write programs.',
    turns: [{ role: 'user', text: 'Which files are opened?' }],
    tools: [SUBMIT, FIND],
    most: 1000,
    about: { purpose: 'test', question: 'Which files are opened?' },
    ...over,
  };
}

export interface Talk {
  readonly events: readonly ModelEvent[];
  readonly reply: ModelReply;
}

/** One exchange; `seen` hears every event when it comes. */
export async function talk(
  endpoint: Endpoint,
  request: ModelRequest = asking(),
  {
    patience = SHORT,
    signal = new AbortController().signal,
    seen = () => {},
  }: { patience?: Patience; signal?: AbortSignal; seen?: (event: ModelEvent) => void } = {},
): Promise<Talk> {
  const events: ModelEvent[] = [];
  const exchange = connect(endpoint, patience).exchange(request, signal);
  for (;;) {
    const next = await exchange.next();
    if (next.done) return { events, reply: next.value };
    events.push(next.value);
    seen(next.value);
  }
}
