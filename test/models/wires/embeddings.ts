/** POST /embeddings of OpenAI, and :embedContent and :batchEmbedContents of Google. */
import { type Json, list, record, type ServedWire, type Spoken, sse, text, turn } from './wire.ts';

const SIZE = 64;

/** Near where the words are the same: each word has its place. */
function vectorOf(words: string): number[] {
  const vector = new Array<number>(SIZE).fill(0);
  for (const word of words.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []) {
    let place = 7;
    for (const sign of word) place = (place * 31 + (sign.codePointAt(0) ?? 0)) % 65_521;
    vector[place % SIZE] = (vector[place % SIZE] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

function vectors({ texts, vectors: given }: Spoken): (readonly number[])[] {
  return texts.map((words, index) => given?.[index] ?? vectorOf(words));
}

function contentOf(request: Json): string {
  return text(record(request.content).parts);
}

const never = (): never => {
  throw new Error('embeddings are not streamed');
};

export const openaiEmbeddings: ServedWire = {
  api: 'embeddings',
  speaks: (path) => path.endsWith('/embeddings'),
  read(body) {
    const texts = Array.isArray(body.input) ? body.input.map(text) : [text(body.input)];
    return { model: text(body.model), system: '', turns: texts.map((words) => turn('user', { text: words })), tools: [], stream: false };
  },
  whole: (says) => ({
    object: 'list',
    data: vectors(says).map((embedding, index) => ({ object: 'embedding', index, embedding })),
    model: says.model,
    usage: { prompt_tokens: says.usage.input, total_tokens: says.usage.input },
  }),
  frames: never,
  error: (_status, kind, message) => ({ error: { message, type: kind ?? 'invalid_request_error', param: null, code: kind ?? null } }),
  errorFrame: (kind, message) => sse({ error: { message, type: kind } }),
};

export const googleEmbeddings: ServedWire = {
  api: 'embeddings',
  speaks: (path) => /:(?:embedContent|batchEmbedContents)$/.test(path),
  read(body, path) {
    const texts = path.endsWith(':embedContent') ? [contentOf(body)] : list(body.requests).map(contentOf);
    const model = /\/models\/([^/]+):/.exec(path)?.[1] ?? '';
    return { model, system: '', turns: texts.map((words) => turn('user', { text: words })), tools: [], stream: false };
  },
  // One text is asked for in another way than several: either field is read.
  whole: (says) => ({ embedding: { values: vectors(says)[0] ?? [] }, embeddings: vectors(says).map((values) => ({ values })) }),
  frames: never,
  error: (status, kind, message) => ({ error: { code: status, message, status: kind ?? 'INVALID_ARGUMENT' } }),
  errorFrame: (kind, message) => sse({ error: { message, status: kind } }),
};
