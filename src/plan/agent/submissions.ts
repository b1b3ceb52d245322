/** The programs that a model hands in: each is mended, checked, held against the policy, compiled and held against the question; what is left goes back. */
import type { Diagnostic } from '../../core/diagnostic.ts';
import { isInterrupted, unlessAborted } from './abort.ts';
import { Candidates, type Stage } from './candidates.ts';
import type { Craft, Examination } from './craft.ts';
import { gaveUp, type Handled, type Working } from './end.ts';
import type { Draft } from './events.ts';
import { fault } from './examination.ts';
import { faultLine } from './faults.ts';
import type { Meter } from './meter.ts';
import type { Room } from './room.ts';
import type { AgentSetting } from './setting.ts';
import { type Refusal, sentBackText } from './submission.ts';
import { tellingLines } from './telling.ts';

interface Scene {
  readonly room: Room;
  readonly afterSilence: boolean;
  readonly signal: AbortSignal;
}

export class Submissions {
  readonly #setting: AgentSetting;
  readonly #meter: Meter;
  readonly #craft: Craft;
  readonly #candidates: Candidates;
  /** The program that passed, and is run. */
  #passed: Draft | undefined;
  /** What would stop nobody has gone back once. */
  #advised: string | undefined;
  /** It passed, with advice; nothing better has come yet. */
  #standby: Draft | undefined;
  #sameInARow = 0;

  constructor(setting: AgentSetting, craft: Craft, meter: Meter) {
    this.#setting = setting;
    this.#craft = craft;
    this.#candidates = new Candidates(craft.identityOf);
    this.#meter = meter;
  }

  get best(): Draft | undefined {
    return this.#candidates.best;
  }

  /** The program that passed, once: whoever asks has run it. */
  takePassed(): Draft | undefined {
    const passed = this.#passed;
    this.#passed = undefined;
    return passed;
  }

  /** The program that passed with advice, where nothing better came: it is run then. */
  takeStandby(): Draft | undefined {
    const standby = this.#standby;
    this.#standby = undefined;
    if (standby !== undefined) {
      this.#candidates.see(standby.source);
      this.#passed = standby;
    }
    return standby;
  }

  consider(draft: Draft, stage: Stage): void {
    this.#candidates.consider(draft, stage);
  }

  /** A program that was handed in: proven, or sent back. */
  async *take(submitted: Draft, scene: Scene): Working<Handled> {
    const { budget } = this.#setting;
    const craft = this.#craft;
    const { signal } = scene;
    yield { type: 'model', stage: 'drafted', attempt: this.#meter.attempt(), of: budget.attempts, title: submitted.title, source: submitted.source };
    // What is the same as before needs no looking at, and neither does what becomes the same by mending.
    if (this.#candidates.wasSeen(submitted.source)) return yield* this.#refuseSame(scene);
    const examination = await unlessAborted(Promise.resolve(craft.examine(submitted.source, signal)), signal);
    if (isInterrupted(examination)) return { text: 'This was interrupted.', end: gaveUp('interrupted', this.best) };
    const { source, mends, faults, forbidden, stage: failing } = examination;
    if (source !== submitted.source && this.#candidates.wasSeen(source)) return yield* this.#refuseSame(scene);
    this.#sameInARow = 0;
    if (mends.length > 0) yield { type: 'model', stage: 'mended', mends };
    const draft: Draft = { ...submitted, source, mends };
    const back = (why: Refusal, wrong: readonly Diagnostic[], stage?: Stage): Working<Handled> =>
      this.#sendBack(submitted.source, { ...draft, faults: wrong }, why, examination, scene, stage);

    const errors = faults.filter(({ severity }) => severity === 'error');
    if (forbidden !== undefined) return yield* back('policy', [forbidden, ...errors.filter(({ code }) => code !== 'unsafe-call')]);
    // What cannot be read gives rise to warnings that mean nothing.
    if (errors.length > 0) return yield* back(failing, failing === 'syntax' ? errors : faults, craft.mayBeOffered(source, errors) ? failing : undefined);

    const said = await unlessAborted(craft.load(source, signal), signal);
    if (isInterrupted(said) || signal.aborted) {
      this.#candidates.consider({ ...draft, faults: [fault('not-tried', `whether ${craft.judge} takes it is not known: that was interrupted`)] }, 'load');
      return { text: 'This was interrupted.', end: gaveUp('interrupted', this.best) };
    }
    const asked = examination.unmet();
    const unmet = asked.filter(({ severity }) => severity === 'error');
    if (said !== undefined) return yield* back('load', [fault('not-loaded', tellingLines(said)), ...unmet], 'load');
    if (unmet.length > 0) return yield* back('contract', unmet, 'contract');

    // Notes are for whoever runs it: how long it runs, say.
    const advice = [...faults, ...asked].filter(({ severity }) => severity === 'warning');
    // Who is shown the program hears what it may not do of what was asked.
    const passing: Draft = { ...draft, faults: asked.filter(({ severity }) => severity === 'warning') };
    if (advice.length > 0 && this.#advised === undefined && this.#meter.attemptsLeft > 0 && this.#meter.callsLeft > 0) {
      this.#advised = craft.identityOf(source);
      this.#standby = passing;
      return yield* back('advice', advice, 'silent');
    }
    this.#candidates.see(source);
    this.#standby = undefined;
    this.#passed = passing;
    return { text: 'The program passed everything, and is run now.', end: { kind: 'drafted', draft: passing } };
  }

  /** Back to the model; without a stage it is nothing that may be offered to anybody. */
  async *#sendBack(submitted: string, draft: Draft, why: Refusal, examination: Examination, { room }: Scene, stage: Stage | undefined): Working<Handled> {
    const { intent, question } = this.#setting;
    const { source, faults } = draft;
    if (stage !== undefined) this.#candidates.consider(draft, stage);
    // What was only advised may come again as it is: that is an answer to the advice.
    if (why !== 'advice') for (const text of [submitted, source]) this.#candidates.see(text);
    const by = why === 'advice' ? 'contract' : why;
    yield { type: 'model', stage: 'sent-back', by, faults: faults.map((one) => faultLine(one, source)) };
    const attemptsLeft = this.#meter.attemptsLeft;
    const text = sentBackText({ why, examination, faults, attemptsLeft, asked: intent.topic.trim() || question }, this.#craft, room);
    return attemptsLeft > 0 ? { text } : { text, end: gaveUp('attempts', this.best) };
  }

  async *#refuseSame({ afterSilence }: Scene): Working<Handled> {
    this.#sameInARow++;
    yield { type: 'model', stage: 'sent-back', by: 'same', faults: ['this program was submitted before'] };
    const ends = this.#sameInARow > 1 || this.#meter.attemptsLeft <= 0;
    const kept = afterSilence ? ' Where it is right all the same, call keep_program.' : '';
    const text = `This is the same program as before: it was not looked at again. Change what was wrong with it, try another event, or decline.${kept}`;
    return ends ? { text, end: gaveUp('attempts', this.best) } : { text };
  }
}
