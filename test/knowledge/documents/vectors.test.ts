/** Vectors of passages: made over a real server on loopback, kept, and used together with words. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { addSource, listSources, type ManageOptions, updateSource } from '../../../src/knowledge/documents/manage.ts';
import { Documents } from '../../../src/knowledge/documents/search.ts';
import { type Embedder, fused, nearest } from '../../../src/knowledge/documents/vectors.ts';
import { type EmbedTexts, embedderAt } from '../../../src/line/model/embedder.ts';

const never = new AbortController().signal;
const scratch: string[] = [];
const servers: { close(): void }[] = [];
afterAll(() => {
  for (const folder of scratch) rmSync(folder, { recursive: true, force: true });
  for (const server of servers) server.close();
});

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'gt-vectors-'));
  scratch.push(made);
  return made;
};

function put(path: string, text: string): void {
  writeFileSync(path, text);
  const when = Date.now() / 1000 - 1000;
  utimesSync(path, when, when);
}

/** What the words of a text are about: sea, fire, or neither. */
function meaning(text: string): number[] {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  return [count(/ocean|waves|tide|sea/gi), count(/flame|heat|burn|fire/gi), 0.01];
}

/** A server that makes vectors, and writes down what it was sent; `fails` says with which request it stops to. */
async function serve(fails: (request: number) => boolean = () => false): Promise<{ readonly embed: EmbedTexts; readonly sent: string[] }> {
  const sent: string[] = [];
  let requests = 0;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request.setEncoding('utf8')) body += piece;
    const { input } = JSON.parse(body) as { readonly input: readonly string[] };
    requests++;
    if (fails(requests)) {
      response.writeHead(500).end('no');
      return;
    }
    sent.push(...input);
    response.end(JSON.stringify({ data: input.map((text) => ({ embedding: meaning(text) })) }));
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  servers.push(server);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/embeddings`;
  const embed: EmbedTexts = async ({ model }, input, signal) => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify({ model, input }), signal });
    if (!response.ok) return { vectors: [], failure: { said: `status ${response.status}` } };
    const { data } = (await response.json()) as { readonly data: readonly { readonly embedding: number[] }[] };
    return { vectors: data.map(({ embedding }) => embedding) };
  };
  return { embed, sent };
}

const endpoint = { name: 'far/embed-1', wire: 'openai-compatible', model: 'embed-1', tools: false, context: 8000, local: false } as const;

function embedder(embed: EmbedTexts, name: string = endpoint.name): Embedder {
  const made = embedderAt({ ...endpoint, name }, false, embed);
  if (made === undefined) throw new Error('no embedder');
  return made;
}

function notes(): string {
  const place = join(folder(), 'notes');
  mkdirSync(place);
  put(join(place, 'a.md'), 'The tide rolls, and waves break.\n');
  put(join(place, 'b.md'), 'Flame and heat in the hearth.\n');
  put(join(place, 'c.md'), 'A list of chairs, and the word shore.\n');
  return place;
}

async function search(root: string, words: string, by?: Embedder): Promise<string[]> {
  return (await new Documents(root, by).search(words, 3, never)).map(({ title }) => title);
}

describe('vectors', () => {
  it('find what is meant, and words what is said; both are put together', async () => {
    const root = folder();
    const { embed } = await serve();
    const asked: [number, string][] = [];
    const agree = async (passages: number, { name }: Embedder): Promise<boolean> => asked.push([passages, name]) > 0;
    const { source } = await addSource(root, notes(), undefined, { signal: never, embedder: embedder(embed), agree });
    expect(asked).toEqual([[3, 'far/embed-1']]);
    expect(source.vectors).toEqual({ model: 'far/embed-1', length: 3, count: 3 });
    expect(await search(root, 'ocean')).toEqual([]);
    expect((await search(root, 'ocean', embedder(embed)))[0]).toBe('a.md');
    expect((await search(root, 'shore', embedder(embed)))[0]).toBe('c.md');
    expect((await search(root, 'ocean shore', embedder(embed))).slice(0, 2).sort()).toEqual(['a.md', 'c.md']);
  });

  it('nothing is sent that was not agreed to, and words are enough', async () => {
    const root = folder();
    const { embed, sent } = await serve();
    for (const agree of [undefined, async () => false]) {
      const options: ManageOptions = { signal: never, embedder: embedder(embed), ...(agree === undefined ? {} : { agree }) };
      expect(await addSource(root, notes(), undefined, options)).toMatchObject({ withoutVectors: 'nobody agreed to send passages away' });
    }
    expect(sent).toEqual([]);
    expect(await search(root, 'hearth')).toEqual(['b.md']);
    // A question is not sent either, where there is nothing to compare it with.
    expect(await search(root, 'hearth', embedder(embed))).toEqual(['b.md']);
    expect(sent).toEqual([]);
  });

  it('only what has changed is sent again, and another model begins anew', async () => {
    const root = folder();
    const place = notes();
    const { embed, sent } = await serve();
    const options: ManageOptions = { signal: never, embedder: embedder(embed), agree: async () => true };
    await addSource(root, place, undefined, options);
    expect(sent.splice(0)).toHaveLength(3);
    await updateSource(root, 'notes', options);
    expect(sent).toEqual([]);
    put(join(place, 'b.md'), 'Only chairs now.\n');
    rmSync(join(place, 'c.md'));
    await updateSource(root, 'notes', options);
    expect(sent.splice(0)).toEqual(['Only chairs now.']);
    // Without what makes them, those that are there are kept.
    put(join(place, 'd.md'), 'The sea, the sea.\n');
    expect((await updateSource(root, 'notes', { signal: never })).source.vectors).toEqual({ model: 'far/embed-1', length: 3, count: 2 });
    await updateSource(root, 'notes', options);
    expect(sent.splice(0)).toEqual(['The sea, the sea.']);
    await updateSource(root, 'notes', { ...options, embedder: embedder(embed, 'other/model') });
    expect(sent.splice(0)).toHaveLength(3);
    expect(listSources(root)[0]?.source?.vectors?.model).toBe('other/model (embed-1)');
    expect((await search(root, 'ocean', embedder(embed, 'other/model'))).sort()).toEqual(['a.md', 'd.md', 'b.md'].sort());
  });

  it('a model that makes vectors of another length begins anew', async () => {
    const root = folder();
    const place = notes();
    let length = 2;
    const by = embedder(async (_, texts) => ({ vectors: texts.map(() => Array.from({ length }, () => 1)) }));
    const options: ManageOptions = { signal: never, embedder: by, agree: async () => true };
    await addSource(root, place, undefined, options);
    length = 4;
    put(join(place, 'd.md'), 'new\n');
    expect((await updateSource(root, 'notes', options)).source.vectors).toEqual({ model: 'far/embed-1', length: 4, count: 4 });
  });

  it('what fails in the middle keeps what came, says why, and goes on the next time', async () => {
    const root = folder();
    const place = join(folder(), 'many');
    mkdirSync(place);
    for (let i = 0; i < 150; i++) put(join(place, `${i}.md`), `note ${i} of the sea\n`);
    const broken = await serve((request) => request === 2);
    const options: ManageOptions = { signal: never, embedder: embedder(broken.embed), agree: async () => true };
    expect(await addSource(root, place, undefined, options)).toMatchObject({ withoutVectors: 'status 500', source: { passages: 150, vectors: { count: 64 } } });
    expect(await updateSource(root, 'many', options)).toMatchObject({ source: { vectors: { count: 150 } } });
    expect(broken.sent).toHaveLength(150);
    expect(new Set(broken.sent).size).toBe(150);
  });

  it.each<[string, EmbedTexts]>([
    ['too few', async () => ({ vectors: [] })],
    ['of other lengths', async (_, texts) => ({ vectors: texts.map((_text, index) => Array.from({ length: index + 1 }, () => 1)) })],
    ['of zeros', async (_, texts) => ({ vectors: texts.map(() => [0, 0]) })],
    ['of no numbers', async (_, texts) => ({ vectors: texts.map(() => [Number.NaN, 1]) })],
  ])('vectors %s are none, and said to be', async (_, embed) => {
    const root = folder();
    const told = await addSource(root, notes(), undefined, { signal: never, embedder: embedder(embed), agree: async () => true });
    expect(told.withoutVectors).toBe('far/embed-1 did not answer with a vector for each passage');
    expect(await search(root, 'hearth', embedder(embed))).toContain('b.md');
  });

  it('a question whose vector cannot be had is answered by words; a damaged file of vectors too', async () => {
    const root = folder();
    const { embed } = await serve((request) => request > 1);
    await addSource(root, notes(), undefined, { signal: never, embedder: embedder(embed), agree: async () => true });
    expect(await search(root, 'hearth', embedder(embed))).toEqual(['b.md']);
    const generation = readdirSync(join(root, 'notes')).find((name) => name.startsWith('g-')) ?? '';
    const file = join(root, 'notes', generation, 'vectors');
    expect(statSync(file).size).toBe(3 * 3 * 4);
    truncateSync(file, 10);
    const good = await serve();
    expect(await search(root, 'hearth', embedder(good.embed))).toEqual(['b.md']);
  });

  it('nothing goes to another machine where nothing may leave this one', () => {
    const never: EmbedTexts = async () => ({ vectors: [] });
    expect(embedderAt(endpoint, true, never)).toBeUndefined();
    expect(embedderAt({ ...endpoint, local: true }, true, never)?.local).toBe(true);
  });
});

it('orders are put together by ranks', () => {
  expect(
    fused([
      ['a', 'b'],
      ['b', 'c'],
    ]).map(({ item }) => item),
  ).toEqual(['b', 'a', 'c']);
  expect(fused([])).toEqual([]);
});

it('the nearest of vectors', () => {
  const vectors = { values: Float32Array.from([1, 0, 0, 1, 0.6, 0.8, 0, 0]), length: 2 };
  expect(nearest(vectors, [0, 5], 2)).toEqual([1, 2]);
  expect(nearest(vectors, [1, 2, 3], 2)).toEqual([]);
  expect(nearest(vectors, [0, 0], 2)).toEqual([]);
});
