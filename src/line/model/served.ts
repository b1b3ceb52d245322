/** The models that a server on this machine has. */
const PATIENCE_MS = 800;
const MOST_MODELS = 100;
const MOST_BYTES = 1_000_000;

/** Their names, by the list that every server gives which speaks as OpenAI does; undefined where none answers. What it says is untrusted. */
export async function servedModels(url: string, key: string | undefined): Promise<readonly string[] | undefined> {
  try {
    const response = await fetch(`${url}/models`, {
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    });
    if (!response.ok || response.body === null) return undefined;
    let text = '';
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
      text += piece;
      if (text.length > MOST_BYTES) return undefined;
    }
    const { data } = JSON.parse(text) as { readonly data?: unknown };
    if (!Array.isArray(data)) return undefined;
    return data.flatMap((one: { readonly id?: unknown } | null) => (typeof one?.id === 'string' ? [one.id] : [])).slice(0, MOST_MODELS);
  } catch {
    return undefined;
  }
}
