/** POST /responses of OpenAI. */
import type { SeenTurn } from '../server-types.ts';
import { call, list, parsed, pieces, type ServedWire, type Spoken, sse, text, turn } from './wire.ts';

/** A turn of the model is several items here. */
function join(turns: SeenTurn[], role: SeenTurn['role'], parts: Partial<SeenTurn>): void {
  const last = turns.at(-1);
  const next = turn(role, parts);
  if (role === 'user' || last?.role !== role) turns.push(next);
  else {
    turns[turns.length - 1] = {
      role,
      text: last.text + next.text,
      calls: [...last.calls, ...next.calls],
      results: [...last.results, ...next.results],
      sealed: [...last.sealed, ...next.sealed],
    };
  }
}

function response(says: Spoken, status: string, rest: object = {}): unknown {
  const { usage, ends } = says;
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1_700_000_000,
    status: ends === undefined ? status : 'incomplete',
    model: says.model,
    incomplete_details: ends === undefined ? null : { reason: ends === 'length' ? 'max_output_tokens' : 'content_filter' },
    usage: says.uncounted
      ? null
      : {
          input_tokens: usage.input,
          input_tokens_details: { cached_tokens: usage.cached ?? 0 },
          output_tokens: usage.output,
          output_tokens_details: { reasoning_tokens: 0 },
          total_tokens: usage.input + usage.output,
        },
    ...rest,
  };
}

export const openaiResponses: ServedWire = {
  api: 'openai-responses',
  speaks: (path) => path.endsWith('/responses'),

  read(body) {
    const turns: SeenTurn[] = [];
    let system = text(body.instructions);
    for (const item of list(body.input)) {
      if (item.role === 'system' || item.role === 'developer') system += text(item.content);
      else if (item.role === 'user') join(turns, 'user', { text: text(item.content) });
      else if (item.role === 'assistant') join(turns, 'model', { text: text(item.content) });
      else if (item.type === 'reasoning') join(turns, 'model', { sealed: [text(item.encrypted_content)] });
      else if (item.type === 'function_call') join(turns, 'model', { calls: [call(item.call_id, item.name, parsed(item.arguments))] });
      else if (item.type === 'function_call_output') join(turns, 'tools', { results: [{ id: text(item.call_id), text: text(item.output) }] });
    }
    return { model: text(body.model), system, turns, tools: list(body.tools).map((tool) => text(tool.name)), stream: body.stream === true };
  },

  frames(says) {
    let number = 0;
    const event = (type: string, rest: object): string => sse({ type, sequence_number: number++, ...rest }, type);
    const frames = [event('response.created', { response: response(says, 'in_progress', { incomplete_details: null, usage: null }) })];
    let index = 0;
    if (says.thinks !== undefined) {
      const { text: thought, sealed } = says.thinks;
      const at = { item_id: 'rs_1', output_index: index, summary_index: 0 };
      const item = { type: 'reasoning', id: 'rs_1', summary: [] };
      frames.push(
        event('response.output_item.added', { output_index: index, item }),
        event('response.reasoning_summary_part.added', { ...at, part: { type: 'summary_text', text: '' } }),
        ...pieces(thought).map((delta) => event('response.reasoning_summary_text.delta', { ...at, delta })),
        event('response.reasoning_summary_part.done', { ...at, part: { type: 'summary_text', text: thought } }),
        event('response.output_item.done', {
          output_index: index++,
          item: { ...item, encrypted_content: sealed, summary: [{ type: 'summary_text', text: thought }] },
        }),
      );
    }
    if (says.text !== '') {
      const at = { item_id: 'msg_1', output_index: index, content_index: 0 };
      const item = { type: 'message', id: 'msg_1', role: 'assistant' };
      const part = { type: 'output_text', text: says.text, annotations: [] };
      frames.push(
        event('response.output_item.added', { output_index: index, item: { ...item, status: 'in_progress', content: [] } }),
        ...pieces(says.text).map((delta) => event('response.output_text.delta', { ...at, delta })),
        event('response.output_text.done', { ...at, text: says.text }),
        event('response.output_item.done', { output_index: index++, item: { ...item, status: 'completed', content: [part] } }),
      );
    }
    for (const { id, name, arguments: input } of says.calls) {
      const item = { type: 'function_call', id: `fc_${id}`, call_id: id, name };
      const at = { item_id: item.id, output_index: index };
      frames.push(
        event('response.output_item.added', { output_index: index, item: { ...item, arguments: '', status: 'in_progress' } }),
        ...pieces(input).map((delta) => event('response.function_call_arguments.delta', { ...at, delta })),
        event('response.function_call_arguments.done', { ...at, arguments: input }),
        event('response.output_item.done', { output_index: index++, item: { ...item, arguments: input, status: 'completed' } }),
      );
    }
    const done = says.ends === undefined ? 'completed' : 'incomplete';
    return [...frames, event(`response.${done}`, { response: response(says, done) })];
  },

  whole(says) {
    const message = { type: 'message', id: 'msg_1', role: 'assistant', content: [{ type: 'output_text', text: says.text, annotations: [] }] };
    const calls = says.calls.map(({ id, name, arguments: input }) => ({ type: 'function_call', id: `fc_${id}`, call_id: id, name, arguments: input }));
    return response(says, 'completed', { output: [...(says.text === '' ? [] : [message]), ...calls] });
  },

  error: (_status, kind, message) => ({ error: { message, type: kind ?? 'invalid_request_error', param: null, code: kind ?? null } }),
  errorFrame: (kind, message) => sse({ type: 'error', sequence_number: 99, error: { type: kind, code: kind, message, param: null } }, 'error'),
};
