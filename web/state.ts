/** What the page knows, as signals; and what can be done with it. */
import { computed, effect, signal } from '@preact/signals';
import type { Hello, RunState, StartBody } from '../src/web/api.ts';
import { call, Refused } from './client.ts';
import { LiveRun } from './run.ts';
import { language, words } from './words.ts';

/** Where the page is: `#/ROOM/ID/ID`. */
export interface Place {
  readonly room: string;
  readonly ids: readonly string[];
}

export interface Trouble {
  /** Over as soon as the server is there again. */
  readonly passes?: true;
  readonly message: string;
  readonly hints: readonly string[];
}

const ASKED_AGAIN_MS = 2000;

export const hello = signal<Hello | undefined>(undefined);
export const place = signal<Place>(placeOf(location.hash));
export const question = signal('');
export const run = signal<LiveRun | undefined>(undefined);
/** Of what was last tried. */
export const trouble = signal<Trouble | undefined>(undefined);
/** Something was sent, and is not answered yet. */
export const busy = signal(false);
/** The program in the editor, where it is not the plan's. */
export const edited = signal<string | undefined>(undefined);
export const helpShown = signal(false);

/** What the question could mean, while the run waits for somebody to say which. */
export const choices = computed(() => (run.value?.state.value.phase === 'planning' ? (run.value.state.value.choices ?? []) : []));
export const phase = computed(() => run.value?.state.value.phase);
/** It is known, and so that nothing is run. */
export const onlyShows = computed(() => hello.value?.readOnly === true);
export const mayRun = computed(() => hello.value?.readOnly === false);

function placeOf(hash: string): Place {
  const [room = '', ...ids] = hash.replace(/^#\/?/, '').split('/').map(decoded);
  return { room, ids: ids.filter((id) => id !== '') };
}

/** The address of a place, whatever it is called: half a letter, which no address can have, stands for itself as what is not known. */
export function addressOf(room: string, id: string): string {
  return `#/${room}/${encodeURIComponent(id.replace(/\p{Surrogate}/gu, '\ufffd'))}`;
}

/** What is typed into the address bar may be anything. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

addEventListener('hashchange', () => {
  trouble.value = undefined;
  place.value = placeOf(location.hash);
});

/** The run of the address is the one that is shown: a reload, or another page, sees the same. */
effect(() => {
  const { room, ids } = place.value;
  const [id] = ids;
  if (room !== 'run' || id === undefined || run.peek()?.id === id) return;
  void attempt(async () => {
    show(await call('GET /api/runs/:id', { params: { id } }));
  });
});

function show(state: RunState): void {
  if (run.peek()?.id === state.id) return;
  run.peek()?.leave();
  edited.value = undefined;
  run.value = new LiveRun(state);
  question.value = state.question ?? '';
  location.hash = `#/run/${encodeURIComponent(state.id)}`;
}

effect(() => {
  // Something came.
  void run.value?.version.value;
  if (run.value?.connection.value === 'open' && trouble.peek()?.passes === true) trouble.value = undefined;
});

/** An edit is of a plan that waits: once that was decided on, on whichever page, there is none. */
effect(() => {
  if (phase.value !== undefined && phase.value !== 'deciding') edited.value = undefined;
});

/** What passes is over once the server answers again: that is asked for until it does. */
effect(() => {
  if (trouble.value?.passes !== true) return;
  const timer = setInterval(async () => {
    try {
      hello.value = await call('GET /api/hello', { query: { lang: language.peek() } });
    } catch (error) {
      if (error instanceof TypeError) return;
      trouble.value = troubleOf(error);
      return;
    }
    if (trouble.peek()?.passes === true) trouble.value = undefined;
  }, ASKED_AGAIN_MS);
  return () => clearInterval(timer);
});

/** Asked anew when the language changes: the examples are in it. */
export function begin(): void {
  effect(() => {
    const lang = language.value;
    void attempt(async () => {
      hello.value = await call('GET /api/hello', { query: { lang } });
    });
  });
}

export async function start(body: StartBody): Promise<void> {
  await act(async () => show(await call('POST /api/runs', { body })));
}

/** A run once more: its program, with all that it was begun with, whatever is chosen now. It waits to be agreed to. */
export async function again({ id, state, connection }: LiveRun): Promise<void> {
  const { session } = state.peek();
  // What a server that was started again knows nothing of may be kept.
  await start({ again: connection.peek() === 'lost' && session !== undefined ? session : id });
}

/** A kept run once more, with the pauses it had. */
export async function replay(id: string): Promise<void> {
  await act(async () => show(await call('POST /api/sessions/:id/replay', { params: { id }, body: {} })));
}

/** How it stands then is told with its events: the answer to this may come after them. */
export async function decide(say: 'run' | 'no'): Promise<void> {
  const current = run.peek();
  if (current === undefined || busy.peek()) return;
  const source = edited.peek();
  const params = { id: current.id };
  await act(async () => {
    if (say === 'run' && source !== undefined) {
      await call('POST /api/runs/:id/decide', { params, body: { say: 'edit', source } });
      edited.value = undefined;
    } else await call('POST /api/runs/:id/decide', { params, body: { say } });
  });
}

/** Which of its choices the question meant; none of them without a name. */
export async function choose(name?: string): Promise<void> {
  const current = run.peek();
  if (current === undefined || busy.peek()) return;
  const body = { say: 'chosen', ...(name === undefined ? {} : { name }) } as const;
  await act(() => call('POST /api/runs/:id/decide', { params: { id: current.id }, body }));
}

export async function stop(): Promise<void> {
  const current = run.peek();
  if (current === undefined) return;
  await act(() => call('POST /api/runs/:id/stop', { params: { id: current.id } }));
}

/** What somebody did: until it is answered nothing else is begun, and what went wrong before is forgotten. */
async function act(what: () => Promise<unknown>): Promise<void> {
  busy.value = true;
  trouble.value = undefined;
  await attempt(what);
  busy.value = false;
}

/** What goes wrong is shown. */
export async function attempt(what: () => Promise<unknown>): Promise<void> {
  try {
    await what();
  } catch (error) {
    trouble.value = troubleOf(error);
  }
}

export function troubleOf(error: unknown): Trouble {
  if (error instanceof Refused && error.status === 401) return { message: words.peek().refused, hints: [error.message] };
  if (error instanceof Refused) return { message: error.message, hints: error.hints };
  if (error instanceof TypeError) return { passes: true, message: words.peek().retrying, hints: [] };
  return { message: String(error), hints: [] };
}
