/** Chat completions as everybody else serves them: more or less as OpenAI did. */
import type { KeptPart, PartOptions, WireAdapter } from './wire.ts';

type Json = Record<string, unknown>;

export const openaiCompatible: WireAdapter = {
  async model({ model, url, key, fetch, concessions }) {
    const [{ createOpenAICompatible }, { extractReasoningMiddleware, wrapLanguageModel }] = await Promise.all([
      import('@ai-sdk/openai-compatible'),
      import('ai'),
    ]);
    const provider = createOpenAICompatible({ name: 'compatible', baseURL: url, apiKey: key, fetch, includeUsage: !concessions.has('stream-usage') });
    // Many local servers leave in the text what the model thought.
    return wrapLanguageModel({ model: provider(model), middleware: extractReasoningMiddleware({ tagName: 'think' }) });
  },
  async embedding({ model, url, key, fetch }) {
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
    return createOpenAICompatible({ name: 'compatible', baseURL: url, apiKey: key, fetch }).embeddingModel(model);
  },

  // Signatures come under the name we gave the provider, and are read under Google's.
  sift: (parts) => parts.map((part): KeptPart => (part.options?.compatible === undefined ? part : { ...part, options: signed(part.options) })),

  async mend(response) {
    if (response.body === null) return response;
    const { status } = response;
    const headers = { 'content-type': 'text/event-stream' };
    if (response.headers.get('content-type')?.includes('application/json')) {
      const whole = parsed(await response.text());
      const frame = whole === undefined ? 'data: {\n\n' : `data: ${JSON.stringify(streamed(whole))}\n\n`;
      return new Response(frame, { status, headers });
    }
    const lines = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(byLine(mended)).pipeThrough(new TextEncoderStream());
    return new Response(lines, { status, headers });
  },
};

function signed(options: PartOptions): PartOptions {
  return { ...options, google: { ...options.compatible } };
}

/** A line of a stream, as the package can read it. */
function mended(line: string): string {
  const data = /^data: ?(\{.*)$/.exec(line)?.[1];
  const value = data === undefined ? undefined : parsed(data);
  return value === undefined ? line : `data: ${JSON.stringify(chunk(value))}`;
}

/** Arguments that are no text, an error that is a mere sentence, a role of the server's own, a chunk without choices. */
function chunk(value: Json): Json {
  if (typeof value.error === 'string') return { error: { message: value.error } };
  if (value.error) return value;
  const choices = objects(value.choices).map((choice) => {
    const delta = object(choice.delta);
    const calls = objects(delta.tool_calls).map((call) => ({ ...call, function: withText(object(call.function)) }));
    const role = delta.role === undefined ? {} : { role: 'assistant' };
    return { ...choice, delta: { ...delta, ...role, ...(calls.length > 0 ? { tool_calls: calls } : {}) } };
  });
  return { ...value, choices };
}

/** A reply that was not streamed, though that was asked for. */
function streamed(whole: Json): Json {
  if (whole.error) return chunk(whole);
  const choices = objects(whole.choices).map(({ message, ...choice }) => {
    const { tool_calls, ...said } = object(message);
    const calls = objects(tool_calls).map((call, index) => ({ ...call, index }));
    return { finish_reason: 'stop', ...choice, delta: { ...said, ...(calls.length > 0 ? { tool_calls: calls } : {}) } };
  });
  return chunk({ ...whole, choices });
}

function withText(called: Json): Json {
  const { arguments: input } = called;
  return input === undefined || input === null || typeof input === 'string' ? called : { ...called, arguments: JSON.stringify(input) };
}

function byLine(change: (line: string) => string): TransformStream<string, string> {
  let rest = '';
  return new TransformStream({
    transform(text, controller) {
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) controller.enqueue(`${change(line)}\n`);
    },
    flush(controller) {
      if (rest !== '') controller.enqueue(`${change(rest)}\n\n`);
    },
  });
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}
