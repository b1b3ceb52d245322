/** A model whose replies are written down beforehand: for tests of what talks to one. */
import { type ChatModel, estimateTokens, type ModelReply, type ModelRequest } from '../../src/models/model.ts';

/** What it says; or how that is made of what it was asked. */
export type Line = Partial<ModelReply> | ((request: ModelRequest, call: number) => Partial<ModelReply>);

export interface Scripted extends ChatModel {
  /** All that it was asked. */
  readonly asked: readonly ModelRequest[];
}

/** Says its lines one after the other, the last of them for ever. */
export function scripted(lines: readonly Line[], options: Partial<Pick<ChatModel, 'name' | 'tools' | 'context' | 'local' | 'price'>> = {}): Scripted {
  const asked: ModelRequest[] = [];
  return {
    name: 'scripted',
    tools: true,
    context: 128_000,
    local: true,
    ...options,
    asked,
    async *exchange(request, signal) {
      asked.push(request);
      const line = lines[Math.min(asked.length, lines.length) - 1] ?? {};
      const said = typeof line === 'function' ? line(request, asked.length) : line;
      const usage = { input: estimateTokens(request.system + JSON.stringify(request.turns)), output: estimateTokens(JSON.stringify(said)) };
      const reply: ModelReply = { text: '', calls: [], usage, seconds: 0.01, ...said };
      if (signal.aborted) return { ...reply, text: '', calls: [], failure: { kind: 'interrupted', said: 'interrupted' } };
      for (const call of reply.calls) yield { type: 'calling', name: call.name };
      if (reply.text !== '') yield { type: 'text', text: reply.text };
      return reply;
    },
  };
}

/** A call, for a line. */
export function call(name: string, input: unknown): { readonly id: string; readonly name: string; readonly input: unknown } {
  count++;
  return { id: `call-${count}`, name, input };
}
let count = 0;
