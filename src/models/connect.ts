/** A model behind an endpoint. What is needed to talk to it is loaded with the first exchange. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoint, Wire } from './endpoint.ts';
import { complaintOf, kindOf } from './failure.ts';
import type { ChatModel, ModelEvent, ModelFailure, ModelReply, ModelRequest } from './model.ts';
import { oneLine } from './scrub.ts';
import { estimated, type Step, step } from './step.ts';
import { type Seen, tap } from './tap.ts';
import type { Concession, WireAdapter } from './wire/wire.ts';

/** How long it waits, and for what. */
export interface Patience {
  /** Seconds in which no byte comes. */
  readonly idle: number;
  /** Seconds before the first further try, where the provider does not say; twice as many before the next. */
  readonly pause: number;
  /** Seconds it waits at most where the provider says how many. */
  readonly longest: number;
  /** How often the same is tried again. */
  readonly again: number;
}

export const PATIENCE: Patience = { idle: 60, pause: 1.5, longest: 30, again: 2 };
/** A model on this machine may read for minutes before it says a word. */
const LOCAL_IDLE = 180;

const WIRES: Readonly<Record<Wire, () => Promise<WireAdapter>>> = {
  openai: async () => (await import('./wire/openai.ts')).openai,
  anthropic: async () => (await import('./wire/anthropic.ts')).anthropic,
  google: async () => (await import('./wire/google.ts')).google,
  'openai-compatible': async () => (await import('./wire/openai-compatible.ts')).openaiCompatible,
};

export async function adapterOf({ wire }: Endpoint): Promise<WireAdapter> {
  return WIRES[wire]();
}

/** The model of an endpoint. Connects to nothing until it is asked something. */
export function connect(endpoint: Endpoint, patience: Patience = { ...PATIENCE, idle: endpoint.local ? LOCAL_IDLE : PATIENCE.idle }): ChatModel {
  const { name, tools, context, local, price } = endpoint;
  return {
    name,
    tools,
    context,
    local,
    ...(price === undefined ? {} : { price }),
    exchange: (request, signal) => exchange(endpoint, patience, request, signal),
  };
}

async function* exchange(endpoint: Endpoint, patience: Patience, request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent, ModelReply> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const failed = (failure: ModelFailure): ModelReply => ({ text: '', calls: [], usage: { input: 0, output: 0 }, seconds: seconds(), failure });
  const wire = await adapterOf(endpoint);
  if (signal.aborted) return failed(INTERRUPTED);
  if (endpoint.key === undefined && endpoint.url === undefined) return failed({ kind: 'no-key', said: `there is no key for ${endpoint.name}` });
  const concessions = new Set<Concession>();
  for (let tries = 0; ; tries++) {
    const line = tap(endpoint, { milliseconds: patience.idle * 1000, bytes: 4_000_000 + request.most * 2000 }, wire.mend);
    const done = yield* step(endpoint, wire, request, line, concessions, signal);
    const failure = failureOf(done, line.seen, signal, endpoint);
    const nothing = done.text === '' && done.calls.length === 0;
    if (failure !== undefined && nothing && !signal.aborted) {
      const concession = conceded(failure, request, concessions);
      if (concession !== undefined) {
        concessions.add(concession);
        tries--;
        continue;
      }
      const wait = waitOf(failure, line.seen, tries, patience);
      if (wait !== undefined) {
        yield { type: 'waiting', seconds: wait, why: failure.said };
        await sleep(wait * 1000, undefined, { signal }).catch(() => {});
        if (signal.aborted) return failed(INTERRUPTED);
        continue;
      }
    }
    const unheard = nothing && failure !== undefined && line.seen.began === undefined;
    return {
      text: done.text,
      calls: done.calls,
      usage: done.usage ?? (unheard ? { input: 0, output: 0 } : estimated(request, done)),
      seconds: seconds(),
      ...(done.overlong || done.finish === 'length' ? { truncated: true } : {}),
      ...(done.kept === undefined ? {} : { kept: done.kept }),
      ...(failure === undefined ? {} : { failure }),
    };
  }
}

const INTERRUPTED: ModelFailure = { kind: 'interrupted', said: 'it was interrupted' };

/** Seconds after which the same is tried again; undefined where that would be no use. */
function waitOf({ kind }: ModelFailure, { retryAfter }: Seen, tries: number, { pause, longest, again }: Patience): number | undefined {
  if ((kind !== 'rate-limited' && kind !== 'server') || tries >= again) return undefined;
  const wait = retryAfter ?? pause * 2 ** tries;
  return wait <= longest ? wait : undefined;
}

/** What servers refuse that can be done without. */
const CONCESSIONS: Readonly<Record<Concession, RegExp>> = {
  'must-call': /tool[_ ]?choice|\brequired\b.{0,40}\btool|forces? tool use/i,
  kept: /reasoning|thinking|signature|encrypted/i,
  'stream-usage': /stream_options|include_usage/i,
};

function conceded({ kind, said }: ModelFailure, { mustCall, turns }: ModelRequest, already: ReadonlySet<Concession>): Concession | undefined {
  if (kind !== 'bad-request') return undefined;
  const apt: Readonly<Record<Concession, boolean>> = {
    'must-call': mustCall === true,
    kept: turns.some((turn) => turn.role === 'model' && turn.kept !== undefined),
    'stream-usage': true,
  };
  return (Object.keys(CONCESSIONS) as Concession[]).find((one) => apt[one] && !already.has(one) && CONCESSIONS[one].test(said));
}

/** The names of the SDK's errors for what it could not read. */
const UNREADABLE = /JSONParse|TypeValidation|InvalidResponseData|EmptyResponseBody|InvalidStreamPart/;

/** What went wrong; undefined where nothing did. What the bytes showed comes before what the SDK made of it. */
function failureOf(done: Step, seen: Seen, signal: AbortSignal, { key }: Endpoint): ModelFailure | undefined {
  const told = (kind: ModelFailure['kind'], said: string): ModelFailure => ({ kind, said: oneLine(said, key) || kind });
  const { complaint, finish, text } = done;
  if (signal.aborted) return INTERRUPTED;
  if (done.overlong) return undefined;
  if (seen.idle) return told('too-slow', seen.began ? 'nothing more came' : 'it did not begin to answer');
  if (seen.tooMuch) return told('malformed', 'it sent more than any reply has');
  if (seen.page) return told('malformed', 'it answered with a web page');
  if (seen.body !== undefined) {
    const refused = complaintOf(seen.body, seen.status);
    const later = (seen.retryAfter ?? 0) > 0 ? ` (try again in ${Math.ceil(seen.retryAfter ?? 0)} s)` : '';
    return told(kindOf(refused) ?? 'bad-request', `${refused.said || `status ${seen.status}`}${later}`);
  }
  if (seen.broke !== undefined) return told(seen.began ? 'cut' : 'unreachable', seen.broke);
  if (complaint !== undefined) {
    if (UNREADABLE.test(complaint.name)) return told(/without a finish/.test(complaint.said) ? 'cut' : 'malformed', complaint.said);
    return told(kindOf(complaint) ?? 'malformed', complaint.said);
  }
  if (finish === 'content-filter') return told('filtered', text || 'it refused to answer');
  if (finish === undefined) return told(seen.began ? 'cut' : 'empty', 'it ended without saying that it was done');
  if (finish === 'error') return told('malformed', 'it said that what it wrote was no proper call');
  if (text === '' && done.calls.length === 0 && finish !== 'length') return told('empty', 'it said nothing');
  return undefined;
}
