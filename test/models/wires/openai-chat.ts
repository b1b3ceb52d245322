/** POST /chat/completions of OpenAI and of everything that is compatible with it. */
import type { SeenTurn } from '../server-types.ts';
import { call, list, parsed, pieces, record, type ServedWire, type Spoken, sse, text, turn } from './wire.ts';

function reason({ ends, calls }: Spoken): string {
  if (ends === 'length') return 'length';
  if (ends === 'filter') return 'content_filter';
  return calls.length > 0 ? 'tool_calls' : 'stop';
}

function usage({ usage: { input, output, cached } }: Spoken): unknown {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    ...(cached === undefined ? {} : { prompt_tokens_details: { cached_tokens: cached } }),
  };
}

export const openaiChat: ServedWire = {
  api: 'openai-chat',
  speaks: (path) => path.endsWith('/chat/completions'),

  read(body) {
    const turns: SeenTurn[] = [];
    let system = '';
    for (const message of list(body.messages)) {
      const said = text(message.content);
      if (message.role === 'system' || message.role === 'developer') system += said;
      else if (message.role === 'user') turns.push(turn('user', { text: said }));
      else if (message.role === 'tool') {
        const result = { id: text(message.tool_call_id), text: said };
        const last = turns.at(-1);
        if (last?.role === 'tools') turns[turns.length - 1] = turn('tools', { results: [...last.results, result] });
        else turns.push(turn('tools', { results: [result] }));
      } else {
        const calls = list(message.tool_calls).map((one) => call(one.id, record(one.function).name, parsed(record(one.function).arguments)));
        const sealed = [message.reasoning_content].map(text).filter((one) => one !== '');
        turns.push(turn('model', { text: said, calls, sealed }));
      }
    }
    const tools = list(body.tools).map((tool) => text(record(tool.function).name));
    return { model: text(body.model), system, turns, tools, stream: body.stream === true };
  },

  frames(says) {
    const chunk = (choices: readonly unknown[], rest: object = {}): string =>
      sse({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: says.model, choices, ...rest });
    const delta = (part: unknown): string => chunk([{ index: 0, delta: part, finish_reason: null }]);
    return [
      delta({ role: 'assistant', content: '' }),
      ...pieces(says.thinks?.sealed ?? '').map((reasoning_content) => delta({ reasoning_content })),
      ...pieces(says.text).map((content) => delta({ content })),
      ...says.calls.flatMap(({ id, name, arguments: input }, index) => [
        delta({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
        ...pieces(input).map((piece) => delta({ tool_calls: [{ index, function: { arguments: piece } }] })),
      ]),
      chunk([{ index: 0, delta: {}, finish_reason: reason(says) }]),
      ...(says.uncounted ? [] : [chunk([], { usage: usage(says) })]),
      sse('[DONE]'),
    ];
  },

  whole(says) {
    const tool_calls = says.calls.map(({ id, name, arguments: input }) => ({ id, type: 'function', function: { name, arguments: input } }));
    const message = { role: 'assistant', content: says.text === '' ? null : says.text, ...(tool_calls.length > 0 ? { tool_calls } : {}) };
    return {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_700_000_000,
      model: says.model,
      choices: [{ index: 0, message, finish_reason: reason(says) }],
      ...(says.uncounted ? {} : { usage: usage(says) }),
    };
  },

  error: (_status, kind, message) => ({ error: { message, type: kind ?? 'invalid_request_error', param: null, code: kind ?? null } }),
  errorFrame: (kind, message) => sse({ error: { message, type: kind, param: null, code: kind } }),
};
