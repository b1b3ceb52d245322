/** POST /messages of Anthropic. */
import type { SeenTurn } from '../server-types.ts';
import { call, list, parsed, pieces, type ServedWire, type Spoken, sse, text, turn } from './wire.ts';

function stop({ ends, calls }: Spoken): string {
  if (ends === 'length') return 'max_tokens';
  if (ends === 'filter') return 'refusal';
  return calls.length > 0 ? 'tool_use' : 'end_turn';
}

/** What was read from the cache is not among the input tokens here. */
function usage({ usage: { input, cached = 0 } }: Spoken): { input_tokens: number; cache_read_input_tokens: number; cache_creation_input_tokens: number } {
  return { input_tokens: input - cached, cache_read_input_tokens: cached, cache_creation_input_tokens: 0 };
}

export const anthropic: ServedWire = {
  api: 'anthropic',
  speaks: (path) => path.endsWith('/messages'),

  read(body) {
    const turns: SeenTurn[] = [];
    for (const message of list(body.messages)) {
      const parts = typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : list(message.content);
      const said = parts.filter(({ type }) => type === 'text').map((part) => text((part as { text?: unknown }).text));
      if (message.role === 'assistant') {
        const calls = parts.flatMap((part) => ('input' in part ? [call(part.id, part.name, part.input)] : []));
        const sealed = parts.flatMap((part) => ('signature' in part ? [text(part.signature)] : 'data' in part ? [text(part.data)] : []));
        turns.push(turn('model', { text: said.join(''), calls, sealed }));
        continue;
      }
      const results = parts.flatMap((part) => ('tool_use_id' in part ? [{ id: text(part.tool_use_id), text: text(part.content) }] : []));
      if (results.length > 0) turns.push(turn('tools', { results }));
      if (said.length > 0) turns.push(turn('user', { text: said.join('') }));
    }
    return { model: text(body.model), system: text(body.system), turns, tools: list(body.tools).map(({ name }) => text(name)), stream: body.stream === true };
  },

  frames(says) {
    const event = (type: string, rest: object = {}): string => sse({ type, ...rest }, type);
    const frames = [
      event('message_start', {
        message: {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model: says.model,
          content: [],
          stop_reason: null,
          usage: { ...usage(says), output_tokens: 1 },
        },
      }),
      event('ping'),
    ];
    let index = 0;
    const block = (content_block: object, deltas: readonly object[]): void => {
      frames.push(
        event('content_block_start', { index, content_block }),
        ...deltas.map((delta) => event('content_block_delta', { index, delta })),
        event('content_block_stop', { index }),
      );
      index++;
    };
    if (says.thinks !== undefined) {
      const thoughts = pieces(says.thinks.text).map((thinking) => ({ type: 'thinking_delta', thinking }));
      block({ type: 'thinking', thinking: '', signature: '' }, [...thoughts, { type: 'signature_delta', signature: says.thinks.sealed }]);
    }
    if (says.text !== '') {
      block(
        { type: 'text', text: '' },
        pieces(says.text).map((piece) => ({ type: 'text_delta', text: piece })),
      );
    }
    for (const { id, name, arguments: input } of says.calls) {
      block(
        { type: 'tool_use', id, name, input: {} },
        pieces(input).map((partial_json) => ({ type: 'input_json_delta', partial_json })),
      );
    }
    return [
      ...frames,
      event('message_delta', { delta: { stop_reason: stop(says), stop_sequence: null }, usage: { output_tokens: says.usage.output } }),
      event('message_stop'),
    ];
  },

  whole(says) {
    return {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: says.model,
      content: [
        ...(says.text === '' ? [] : [{ type: 'text', text: says.text }]),
        ...says.calls.map(({ id, name, arguments: input }) => ({ type: 'tool_use', id, name, input: parsed(input) })),
      ],
      stop_reason: stop(says),
      stop_sequence: null,
      usage: { ...usage(says), output_tokens: says.usage.output },
    };
  },

  error: (_status, kind, message) => ({ type: 'error', error: { type: kind ?? 'invalid_request_error', message } }),
  errorFrame: (kind, message) => sse({ type: 'error', error: { type: kind, message } }, 'error'),
};
