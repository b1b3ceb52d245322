/** A model behind an endpoint. What is needed to talk to it is loaded with the first exchange. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoint } from './endpoint.ts';
import { failure, failureIn, INTERRUPTED, withoutUse } from './failed.ts';
import type { ChatModel, ModelEvent, ModelFailure, ModelReply, ModelRequest } from './model.ts';
import { type Patience, patienceWith, waitOf } from './patience.ts';
import { estimated, type Step, step } from './step.ts';
import { type Seen, tap } from './tap.ts';
import { ADAPTERS } from './wire/adapters.ts';
import type { Concession } from './wire/wire.ts';

/** The model of an endpoint. Connects to nothing until it is asked something. */
export function connect(endpoint: Endpoint, patience: Patience = patienceWith(endpoint)): ChatModel {
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
  const failed = (wrong: ModelFailure): ModelReply => ({ text: '', calls: [], usage: { input: 0, output: 0 }, seconds: seconds(), failure: wrong });
  const wire = ADAPTERS[endpoint.wire];
  if (signal.aborted) return failed(INTERRUPTED);
  const useless = withoutUse(endpoint);
  if (useless !== undefined) return failed(useless);
  const concessions = new Set<Concession>();
  for (let tries = 0; ; tries++) {
    const line = tap(endpoint, { milliseconds: patience.idle * 1000, bytes: 4_000_000 + request.most * 2000 }, wire.mend);
    const done = yield* step(endpoint, wire, request, line, concessions, signal);
    const wrong = failureOf(done, line.seen, signal, endpoint);
    const nothing = done.text === '' && done.calls.length === 0;
    if (wrong !== undefined && nothing && !signal.aborted) {
      const concession = conceded(wrong, request, concessions);
      if (concession !== undefined) {
        concessions.add(concession);
        tries--;
        continue;
      }
      const wait = waitOf(wrong, line.seen, tries, patience);
      if (wait !== undefined) {
        yield { type: 'waiting', seconds: wait, why: wrong.said };
        await sleep(wait * 1000, undefined, { signal }).catch(() => {});
        if (signal.aborted) return failed(INTERRUPTED);
        continue;
      }
    }
    const unheard = nothing && wrong !== undefined && line.seen.began === undefined;
    return {
      text: done.text,
      calls: done.calls,
      usage: done.usage ?? (unheard ? { input: 0, output: 0 } : estimated(request, done)),
      seconds: seconds(),
      ...(done.overlong || done.finish === 'length' ? { truncated: true } : {}),
      ...(done.kept === undefined ? {} : { kept: done.kept }),
      ...(wrong === undefined ? {} : { failure: wrong }),
    };
  }
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

/** What went wrong; undefined where nothing did. */
function failureOf(done: Step, seen: Seen, signal: AbortSignal, { key }: Endpoint): ModelFailure | undefined {
  const { thrown, finish, text, calls, overlong } = done;
  if (overlong && !signal.aborted) return undefined;
  const broken = failureIn(thrown, seen, signal, key);
  if (broken !== undefined) return broken;
  if (finish === 'content-filter') return failure('filtered', text || 'it refused to answer', key);
  if (finish === undefined) return failure('cut', 'it ended without saying that it was done', key);
  if (finish === 'error') return failure('malformed', 'it said that what it wrote was no proper call', key);
  if (text === '' && calls.length === 0 && finish !== 'length') return failure('empty', 'it said nothing', key);
  return undefined;
}
