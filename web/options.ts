/** What may be said beside a question, a program or a tool: chosen once, and kept while the page is open. */
import { type Signal, signal } from '@preact/signals';
import type { Offers, StartBody } from '../src/web/api.ts';
import { call } from './client.ts';
import { attempt, question, start } from './state.ts';

export type Options = Omit<StartBody, 'question' | 'source' | 'language' | 'tool' | 'after' | 'again' | 'dry'>;
/** What they are of. */
export type Of = 'question' | 'bpftrace' | 'c' | 'tool';
export type Value = string | number | boolean | readonly string[] | undefined;

/** Who asks ten questions about one process says so once. */
export const chosen: Readonly<Record<Of, Signal<Options>>> = { question: signal({}), bpftrace: signal({}), c: signal({}), tool: signal({}) };

export const areShown = signal(false);

/** Models and guests, as they were when the options were last opened. */
export const offers = signal<Offers | undefined>(undefined);

/** The options, without those that are not given. What they are is folded away: the plan is looked at next. */
export function takeOptions(of: Of = 'question'): Options {
  areShown.value = false;
  return chosen[of].value;
}

/** Asks a question with the options as they are chosen, whoever wrote it: what is not to be kept, or told to a model elsewhere, is not because of a click on what is offered. */
export async function ask(text: string, more: Pick<StartBody, 'after'> = {}): Promise<void> {
  question.value = text;
  await start({ ...takeOptions(), ...more, question: text.trim() });
}

/** What says nothing is not sent. */
export function choose(of: Of, name: keyof Options, value: Value): void {
  const { [name]: _, ...others } = chosen[of].value;
  const says = value !== undefined && value !== '' && (value !== false || name === 'keep') && !(Array.isArray(value) && value.length === 0);
  chosen[of].value = says ? { ...others, [name]: value } : others;
}

export function showOptions(open: boolean): void {
  areShown.value = open;
  if (!open) return;
  void attempt(async () => {
    offers.value = await call('GET /api/offers');
  });
}
