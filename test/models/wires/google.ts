/** POST /models/MODEL:generateContent and :streamGenerateContent of Google. */
import type { SeenTurn } from '../server-types.ts';
import { call, list, parsed, pieces, record, type ServedWire, type Spoken, sse, text, turn } from './wire.ts';

function finish({ ends }: Spoken): string {
  if (ends === 'length') return 'MAX_TOKENS';
  return ends === 'filter' ? 'SAFETY' : 'STOP';
}

function chunk(says: Spoken, parts: readonly unknown[], last: boolean): unknown {
  const { input, output, cached } = says.usage;
  const usageMetadata = {
    promptTokenCount: input,
    candidatesTokenCount: output,
    totalTokenCount: input + output,
    ...(cached === undefined ? {} : { cachedContentTokenCount: cached }),
  };
  return {
    candidates: [{ index: 0, content: { role: 'model', parts }, ...(last ? { finishReason: finish(says) } : {}) }],
    ...(last && !says.uncounted ? { usageMetadata } : {}),
    modelVersion: says.model,
    responseId: 'response-1',
  };
}

/** Calls come whole here; the first of them carries the signature of what was thought before. */
function callParts(says: Spoken): unknown[] {
  return says.calls.map(({ name, arguments: input }, index) => ({
    functionCall: { name, args: parsed(input) },
    ...(index === 0 && says.thinks !== undefined ? { thoughtSignature: says.thinks.sealed } : {}),
  }));
}

export const google: ServedWire = {
  api: 'google',
  speaks: (path) => /:(?:streamGenerateContent|generateContent)$/.test(path),

  read(body, path) {
    const turns: SeenTurn[] = [];
    for (const content of list(body.contents)) {
      const parts = list(content.parts);
      const said = parts.map((part) => (part.thought === true ? '' : text(part.text))).join('');
      const results = parts.flatMap(({ functionResponse }) => {
        if (functionResponse === undefined) return [];
        const { id, name, response } = record(functionResponse);
        return [{ id: text(id ?? name), text: text(record(response).content) }];
      });
      if (content.role === 'model') {
        const calls = parts.flatMap(({ functionCall }) => {
          if (functionCall === undefined) return [];
          const { id, name, args } = record(functionCall);
          return [call(id, name, args)];
        });
        const sealed = parts.flatMap(({ thoughtSignature }) => (thoughtSignature === undefined ? [] : [text(thoughtSignature)]));
        turns.push(turn('model', { text: said, calls, sealed }));
      } else if (results.length > 0) turns.push(turn('tools', { results }));
      else turns.push(turn('user', { text: said }));
    }
    const tools = list(body.tools).flatMap(({ functionDeclarations }) => list(functionDeclarations).map(({ name }) => text(name)));
    const [, model = '', method = ''] = /\/models\/([^/]+):(\w+)$/.exec(path) ?? [];
    return { model, system: text(record(body.systemInstruction).parts), turns, tools, stream: method === 'streamGenerateContent' };
  },

  frames(says) {
    const parts: unknown[] = [
      ...pieces(says.thinks?.text ?? '').map((piece) => ({ text: piece, thought: true })),
      ...pieces(says.text).map((piece) => ({ text: piece })),
      ...callParts(says),
    ];
    return [...parts.map((part) => sse(chunk(says, [part], false))), sse(chunk(says, [{ text: '' }], true))];
  },

  whole(says) {
    return chunk(says, [...(says.text === '' ? [] : [{ text: says.text }]), ...callParts(says)], true);
  },

  error: (status, kind, message) => ({ error: { code: status, message, status: kind ?? 'INVALID_ARGUMENT' } }),
  errorFrame: (kind, message) => sse({ error: { code: null, message, status: kind } }),
};
