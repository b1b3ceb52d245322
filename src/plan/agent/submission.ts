/** What a model hands in, and what goes back to it where that does not pass. */
import type { Diagnostic } from '../../core/diagnostic.ts';
import { quoted, visibleText } from '../../models/quote.ts';
import { promptText } from '../prompts.ts';
import type { Craft, Examination } from './craft.ts';
import type { Draft } from './events.ts';
import { mendsText } from './examination.ts';
import { faultsText } from './faults.ts';
import type { Arguments } from './fields.ts';
import { oneLine } from './prompt.ts';
import type { Room } from './room.ts';

const MOST_TITLE = 100;
const MOST_TELLS = 200;
const MOST_COLUMN = 40;
const MOST_SAID = 600;

/** Where one writes no title, the question is one. */
export function draftOf(given: Extract<Arguments, { ok: true }>, question: string): Draft {
  const lines = (name: string, most: number): string[] =>
    given
      .texts(name)
      .map((text) => oneLine(text, most))
      .filter((text) => text !== '');
  const title = oneLine(given.text('title'), MOST_TITLE) || oneLine(question, MOST_TITLE);
  return {
    // What nobody sees in a program does nothing in it, but for who reads it.
    source: visibleText(given.text('source')),
    title,
    tells: oneLine(given.text('tells'), MOST_TELLS) || title,
    columns: lines('columns', MOST_COLUMN),
    cannotShow: lines('cannot_show', MOST_SAID),
    mends: [],
    faults: [],
  };
}

/** What it says to the person who asked. */
export function saidOf(given: Extract<Arguments, { ok: true }>): string {
  return oneLine(given.text('said'), MOST_SAID);
}

/** Why it goes back: the stage that it did not pass. */
export type Refusal = 'syntax' | 'check' | 'policy' | 'load' | 'contract' | 'advice';

const HEADLINES: Readonly<Record<Exclude<Refusal, Examination['stage']>, string>> = {
  policy: 'The program does what is not allowed here.',
  contract: 'The program would run, but does not answer what was asked.',
  advice: 'The program passes. Mind this before it is run:',
};

interface Returned {
  readonly why: Refusal;
  readonly examination: Examination;
  readonly faults: readonly Diagnostic[];
  readonly attemptsLeft: number;
  /** What the question is about, in its own words. */
  readonly asked: string;
}

/** All that is wrong at once, and what the machine has instead. */
export function sentBackText({ why, examination, faults, attemptsLeft, asked }: Returned, { headlines }: Craft, room: Room): string {
  const { source, mends } = examination;
  const left = `${attemptsLeft} ${attemptsLeft === 1 ? 'attempt' : 'attempts'} left.`;
  const orders = {
    policy: `Leave it out and submit again, or call decline with why = harm where the question asks for just that. ${left}`,
    advice: `Mend what is wrong of this; where the program is right as it is, submit it again unchanged. ${left}`,
    other: `Mend this and submit again. ${left}`,
  };
  return promptText('sent-back', {
    headline: { ...headlines, ...HEADLINES }[why],
    mends: mends.length === 0 ? '' : `It was mended so far:\n${mendsText(mends)}`,
    // Lines are counted in what it is now.
    program: mends.length === 0 ? '' : quoted('the program as it is now', source, room.result),
    faults: faultsText(faults, source),
    facts: examination.facts(faults, asked, room).join('\n'),
    order: why === 'policy' || why === 'advice' ? orders[why] : orders.other,
  });
}
