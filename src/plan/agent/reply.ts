/** One reply of a model, told while it comes, and ended by an interrupt whatever the model does. */
import { type ChatModel, estimateTokens, type ModelReply, type ModelRequest } from '../../models/model.ts';
import { isInterrupted, unlessAborted } from './abort.ts';
import type { Working } from './end.ts';

/** `sent`: tokens that the request has. `tellsText`: what it writes is a word for a person; where calls are written as text, it is none. */
export async function* replyTo(request: ModelRequest, model: ChatModel, sent: number, tellsText: boolean, signal: AbortSignal): Working<ModelReply> {
  const exchange = model.exchange(request, signal);
  let isThinking = false;
  let written = '';
  for (;;) {
    const step = await unlessAborted(exchange.next(), signal);
    if (isInterrupted(step)) {
      // It is not waited for: it may be deaf to the signal.
      exchange.return(undefined as never).catch(() => undefined);
      // What was sent is paid for.
      const usage = { input: sent, output: estimateTokens(written), estimated: true } as const;
      return { text: written, calls: [], usage, seconds: 0, failure: { kind: 'interrupted', said: 'interrupted' } };
    }
    if (step.done === true) return step.value;
    const event = step.value;
    if (event.type === 'text') written += event.text;
    if (event.type === 'thinking' && !isThinking) yield { type: 'model', stage: 'thinking' };
    if (event.type === 'text' && tellsText) yield { type: 'model', stage: 'writing', text: event.text };
    if (event.type === 'waiting') yield { type: 'model', stage: 'waiting', seconds: event.seconds, why: event.why };
    isThinking = event.type === 'thinking';
  }
}
