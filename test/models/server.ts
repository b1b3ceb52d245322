/** A model server on loopback: it speaks the vendors' interfaces, says what a test wants said, and misbehaves where it is told to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Misbehaves, ModelServer, Says, SeenRequest } from './server-types.ts';
import { anthropic } from './wires/anthropic.ts';
import { googleEmbeddings, openaiEmbeddings } from './wires/embeddings.ts';
import { google } from './wires/google.ts';
import { openaiChat } from './wires/openai-chat.ts';
import { openaiResponses } from './wires/openai-responses.ts';
import { parsed, record, type ServedWire, type Spoken } from './wires/wire.ts';

const WIRES: readonly ServedWire[] = [openaiChat, openaiResponses, anthropic, google, openaiEmbeddings, googleEmbeddings];

/** Starts it; `answer` is asked for every request, with its number from 1. */
export async function startModelServer(answer: Answer): Promise<ModelServer> {
  const requests: SeenRequest[] = [];
  let answering = 0;
  const server = createServer((request, response) => {
    answering++;
    response.on('close', () => answering--);
    // A client that goes away in the middle is what half of the tests are about.
    response.on('error', () => {});
    void serve(request, response, requests, answer).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else json(response, 500, { error: { message: `the model server of the tests: ${String(error)}`, type: 'test', code: 'test', status: 'INTERNAL' } });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answering: () => answering,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, requests: SeenRequest[], answer: Answer): Promise<void> {
  const body = await bodyOf(request);
  const path = (request.url ?? '/').replace(/\?.*/s, '');
  const wire = WIRES.find((one) => one.speaks(path));
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const read = wire?.read(record(parsed(body)), path) ?? { model: '', system: '', turns: [], tools: [], stream: false };
  const seen: SeenRequest = { api: wire?.api ?? 'other', path, headers, ...read, body };
  requests.push(seen);
  const number = requests.length;
  const said = await answer(seen, number);
  if (!('misbehave' in said)) {
    if (wire === undefined) json(response, 404, { error: { message: `no such path: ${path}`, type: 'not_found', code: null } });
    else await reply(response, wire, seen, spoken(said, seen, number));
    return;
  }
  await misbehave(response, wire ?? openaiChat, seen, number, said);
}

async function misbehave(response: ServerResponse, wire: ServedWire, seen: SeenRequest, number: number, how: Misbehaves): Promise<void> {
  switch (how.misbehave) {
    case 'status': {
      const after = how.retryAfter === undefined ? {} : { 'retry-after': String(how.retryAfter) };
      json(response, how.status, wire.error(how.status, how.kind, how.message ?? `failed with ${how.status}`), after);
      return;
    }
    case 'slow':
      await reply(response, wire, seen, spoken(how.says, seen, number), how.milliseconds);
      return;
    case 'hang':
      return;
    case 'reset':
      response.socket?.destroy();
      return;
    case 'cut': {
      const frames = wire.frames(spoken(how.says, seen, number));
      start(response);
      await send(response, frames.slice(0, Math.ceil(frames.length / 2)));
      // What was written is on its way before the connection is closed.
      await sleep(20);
      response.socket?.destroy();
      return;
    }
    case 'error-in-stream': {
      const frames = wire.frames(spoken(how.says, seen, number));
      start(response);
      await send(response, [...frames.slice(0, Math.ceil(frames.length / 2)), wire.errorFrame(how.kind, how.message)]);
      response.end();
      return;
    }
    case 'malformed-call': {
      const says = spoken({ calls: [{ name: how.name, input: {} }] }, seen, number);
      await reply(response, wire, seen, { ...says, calls: says.calls.map((one) => ({ ...one, arguments: how.text })) });
      return;
    }
    case 'malformed-stream':
      start(response);
      await send(response, ['data: {"choices": [{"delta": {"content": "Hel\n\n', 'data: <html>502 Bad Gateway</html>\n\n']);
      response.end();
      return;
    case 'empty':
      await reply(response, wire, seen, spoken({}, seen, number));
      return;
    case 'huge':
      await reply(response, wire, seen, spoken({ text: 'All work and no play. '.repeat(Math.ceil(how.characters / 22)) }, seen, number));
      return;
    case 'raw':
      response.writeHead(200, { 'content-type': how.type });
      response.end(how.body);
  }
}

/** What it says, with what it left out made up. */
function spoken(says: Says, seen: SeenRequest, number: number): Spoken {
  const calls = (says.calls ?? []).map(({ name, input }, index) => ({ id: `call_${number}_${index + 1}`, name, arguments: JSON.stringify(input) }));
  const written = (says.text?.length ?? 0) + calls.reduce((sum, one) => sum + one.arguments.length, 0);
  return {
    ...says,
    model: seen.model,
    text: says.text ?? '',
    calls,
    usage: says.usage ?? { input: Math.ceil(seen.body.length / 4), output: Math.ceil(written / 4) },
    texts: seen.turns.map(({ text }) => text),
  };
}

async function reply(response: ServerResponse, wire: ServedWire, seen: SeenRequest, says: Spoken, milliseconds = 0): Promise<void> {
  if (!seen.stream) {
    if (milliseconds > 0) await sleep(milliseconds);
    json(response, 200, wire.whole(says));
    return;
  }
  start(response);
  await send(response, wire.frames(says), milliseconds);
  response.end();
}

function start(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
}

async function send(response: ServerResponse, frames: readonly string[], milliseconds = 0): Promise<void> {
  for (const [at, frame] of frames.entries()) {
    if (at > 0 && milliseconds > 0) await sleep(milliseconds);
    if (response.destroyed) return;
    if (!response.write(frame)) await gone(response);
  }
}

/** What was written is away, or whoever reads it. */
function gone(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
}

function json(response: ServerResponse, status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
