/**
 * Gets a program out of a language model. What it submits is mended, checked, held against the policy, compiled and held against the question; only what is left
 * goes back to it, within what a question may cost. The machine is seen through the workshop alone.
 */
import type { ModelReply, ModelRequest, ToolSpec } from '../models/model.ts';
import { estimateTokens } from '../models/model.ts';
import { isInterrupted, unlessAborted, withDeadline } from './agent/abort.ts';
import { type Called, readCall, toolName } from './agent/call.ts';
import { type Answer, Conversation } from './agent/conversation.ts';
import { type Craft, craftOf } from './agent/craft.ts';
import { type End, gaveUp, type Handled, type Working } from './agent/end.ts';
import type { GaveUp, Outcome, RunFailure } from './agent/events.ts';
import { extractCalls } from './agent/extract.ts';
import { Meter } from './agent/meter.ts';
import { oneLine, systemText, userText } from './agent/prompt.ts';
import { replyTo } from './agent/reply.ts';
import { type Room, roomOf, tokensOfTools } from './agent/room.ts';
import type { AgentSetting, Prompt } from './agent/setting.ts';
import { draftOf, saidOf } from './agent/submission.ts';
import { Submissions } from './agent/submissions.ts';
import { toldOf } from './agent/told.ts';
import { answerOf, specsOf, toolsThere } from './agent/tools.ts';
import { promptText } from './prompts.ts';

export type { AgentSetting, Prompt } from './agent/setting.ts';

/** Of more calls in one reply, none is looked at: no answer to the first was waited for. */
const MOST_CALLS = 8;
/** So often the same is answered; what comes after that is a loop. */
const MOST_REPEATS = 2;
/** A model that has been told so often how tools are called will not learn it. */
const MOST_UNDONE = 4;

export class Agent {
  readonly #setting: AgentSetting;
  readonly #craft: Craft;
  readonly #meter: Meter;
  readonly #conversation = new Conversation();
  readonly #submissions: Submissions;
  #room: Room;
  /** The model is spoken to in text only. */
  #asText: boolean;
  #afterSilence = false;
  #remindersInARow = 0;
  /** Replies of which nothing could be done. */
  #undoneInARow = 0;
  #shrunk = false;
  #retried = false;
  readonly #asked = new Map<string, number>();

  constructor(setting: AgentSetting) {
    const { model, budget, now } = setting;
    this.#setting = setting;
    this.#craft = craftOf(setting.workshop);
    this.#meter = new Meter(budget, model.price, now ?? (() => performance.now()));
    this.#submissions = new Submissions(setting, this.#craft, this.#meter);
    this.#room = roomOf(model.context);
    this.#asText = !model.tools;
  }

  /** Exactly what the first exchange sends. */
  prompt(): Prompt {
    const tools = specsOf(toolsThere(this.#setting.workshop, this.#room, false));
    const system = this.#system(tools);
    return { system, user: this.#user(system, tools), tools: this.#asText ? [] : tools };
  }

  /** Works until there is a program that passed everything, or there will be none. `spent` counts from the question on, the last event tells it. */
  async *plan(signal: AbortSignal): Working<Outcome> {
    if (this.#conversation.isEmpty) this.#conversation.tell(this.prompt().user);
    return yield* this.#work(signal);
  }

  /** Goes on after the program that passed was run, and did not answer. */
  async *again(failure: RunFailure, signal: AbortSignal): Working<Outcome> {
    const ran = this.#submissions.takePassed();
    if (ran === undefined) throw new Error('no program has passed that could have been run');
    this.#afterSilence = failure.kind === 'silent';
    const { text, fault: wrong } = toldOf(failure, ran, this.#craft, this.#room);
    this.#submissions.consider({ ...ran, faults: [wrong] }, failure.kind === 'rejected' ? 'run' : 'silent');
    this.#conversation.tell(text);
    yield { type: 'model', stage: 'sent-back', by: failure.kind === 'rejected' ? 'run' : 'silent', faults: [wrong.message] };
    return yield* this.#work(signal);
  }

  async *#work(outer: AbortSignal): Working<Outcome> {
    this.#meter.start();
    const deadline = withDeadline(outer, this.#meter.secondsLeft);
    try {
      const end = this.#orStandby(yield* this.#converse(deadline.signal), outer);
      this.#meter.stop();
      const spent = this.#meter.spent();
      yield { type: 'model', stage: 'spent', spent };
      return { ...(end.kind === 'gave-up' && end.why === 'interrupted' && deadline.late() ? { ...end, why: 'seconds' } : end), spent };
    } finally {
      deadline.done();
      this.#meter.stop();
    }
  }

  /** A program that passed is better than none, whatever came after it; but for who interrupts. */
  #orStandby(end: End, { aborted }: AbortSignal): End {
    const draft = end.kind === 'gave-up' && !aborted ? this.#submissions.takeStandby() : undefined;
    return draft === undefined ? end : { kind: 'drafted', draft };
  }

  async *#converse(signal: AbortSignal): Working<End> {
    const { model, budget } = this.#setting;
    for (;;) {
      if (signal.aborted) return this.#gaveUp('interrupted');
      const request = this.#request();
      const bound = this.#meter.forbids(tokensOf(request));
      if (bound !== undefined) return this.#gaveUp(bound);
      yield { type: 'model', stage: 'asking', model: model.name, call: this.#meter.call(), of: budget.calls };
      const reply = yield* replyTo(request, model, tokensOf(request), !this.#asText, signal);
      this.#meter.add(reply);
      if (reply.failure !== undefined) {
        if (reply.failure.kind === 'interrupted') return this.#gaveUp('interrupted');
        if (this.#canGoOn(reply, request)) continue;
        return { ...this.#gaveUp('failure'), failure: reply.failure };
      }
      let calls = this.#callsOf(reply);
      if (calls.length === 0 && this.#remindersInARow > 0 && !this.#asText) {
        // It takes tools, and uses none: what it can do is write.
        this.#asText = true;
        this.#remindersInARow = 0;
        calls = this.#callsOf(reply);
      }
      const { end, answers } = calls.length === 0 ? this.#remind(reply) : yield* this.#answer(calls, reply, signal);
      this.#conversation.add(reply.text, reply.calls, reply.kept, answers);
      if (end !== undefined) return end;
      if (calls.length === 0) this.#conversation.tell(this.#reminder(reply));
    }
  }

  #request(): ModelRequest {
    const { workshop, question } = this.#setting;
    const specs = specsOf(toolsThere(workshop, this.#room, this.#afterSilence));
    const tools = this.#asText ? [] : specs;
    const system = this.#system(specs);
    this.#conversation.fit(this.#room.prompt - estimateTokens(system) - tokensOfTools(tools));
    return {
      system,
      turns: this.#conversation.turns(this.#asText),
      tools,
      ...(this.#remindersInARow > 0 && !this.#asText ? { mustCall: true } : {}),
      most: this.#room.reply,
      about: { purpose: 'plan', question },
    };
  }

  /** Whether a failure is one that another way of asking mends, each tried once. */
  #canGoOn({ failure }: ModelReply, request: ModelRequest): boolean {
    switch (failure?.kind) {
      case 'no-tools': {
        const canSwitch = !this.#asText;
        this.#asText = true;
        return canSwitch;
      }
      case 'context-too-long': {
        const canShrink = !this.#shrunk;
        this.#shrunk = true;
        if (canShrink) this.#shrink(tokensOf(request));
        return canShrink;
      }
      case 'cut':
      case 'empty':
      case 'malformed': {
        const canRetry = !this.#retried;
        this.#retried = true;
        return canRetry;
      }
      default:
        return false;
    }
  }

  /** Nobody knows how much it takes: less than was tried. */
  #shrink(tried: number): void {
    const { prompt, reply, result } = this.#room;
    this.#room = { prompt: Math.floor(Math.min(prompt, tried) * 0.6), reply: Math.ceil(reply / 2), result: Math.ceil(result / 2), brief: true };
    this.#conversation.cutAnswers(this.#room.result);
    const tools = specsOf(toolsThere(this.#setting.workshop, this.#room, this.#afterSilence));
    this.#conversation.retellFirst(this.#user(this.#system(tools), tools));
  }

  #callsOf(reply: ModelReply): readonly Called[] {
    if (reply.calls.length > 0) return reply.calls;
    const tools = new Set(toolsThere(this.#setting.workshop, this.#room, true).map(({ name }) => name));
    return extractCalls(reply.text, { tools, programs: this.#asText, program: this.#craft.text });
  }

  #remind(reply: ModelReply): { readonly answers: readonly Answer[]; readonly end?: End } {
    this.#remindersInARow++;
    const isLost = this.#remindersInARow > 1 && reply.truncated !== true;
    return isLost || this.#remindersInARow > 2 ? { answers: [], end: this.#gaveUp('no-submission') } : { answers: [] };
  }

  #reminder({ truncated }: ModelReply): string {
    const why = truncated === true ? `That reply broke off: a reply has at most ${this.#room.reply} tokens. Be brief. ` : '';
    return `${why}${promptText(this.#asText ? 'remind-text' : 'remind-tools')}`;
  }

  /** All calls of a reply, one after the other; what comes behind one that ends the work is not looked at. */
  async *#answer(calls: readonly Called[], reply: ModelReply, signal: AbortSignal): Working<{ readonly answers: readonly Answer[]; readonly end?: End }> {
    this.#remindersInARow = 0;
    const answers: Answer[] = [];
    let end: End | undefined;
    let submitted = false;
    let done = false;
    for (const [i, call] of calls.entries()) {
      const name = toolName(call.name);
      let handled: Handled;
      if (end !== undefined) handled = { text: 'This was not looked at.' };
      else if (i >= MOST_CALLS) handled = { text: `This was not looked at: at most ${MOST_CALLS} calls a reply.` };
      else if (submitted && name === 'submit_program') handled = { text: 'This was not looked at: one submission a reply. Wait for what comes of it.' };
      else handled = yield* this.#handle({ ...call, name }, reply, signal);
      submitted ||= name === 'submit_program';
      done ||= handled.undone !== true;
      end ??= handled.end;
      answers.push({ ...(call.id === undefined ? {} : { id: call.id }), name: call.name, text: handled.text });
    }
    this.#undoneInARow = done ? 0 : this.#undoneInARow + 1;
    if (this.#undoneInARow >= MOST_UNDONE) end ??= this.#gaveUp('no-submission');
    const left = this.#meter.callsLeft;
    const last = answers.at(-1);
    if (last !== undefined && end === undefined && left <= 2) {
      answers[answers.length - 1] = {
        ...last,
        text: `${last.text}\n\n${left === 1 ? 'One reply is left' : `${left} replies are left`}: submit the program now, or decline.`,
      };
    }
    return { answers, ...(end === undefined ? {} : { end }) };
  }

  async *#handle(call: Called, { truncated }: ModelReply, signal: AbortSignal): Working<Handled> {
    const read = readCall(call, toolsThere(this.#setting.workshop, this.#room, this.#afterSilence), truncated === true, this.#room);
    if ('undone' in read) return read.undone;
    const { tool, given } = read;
    switch (tool.name) {
      case 'submit_program':
        return yield* this.#submissions.take(draftOf(given, this.#setting.question), { room: this.#room, afterSilence: this.#afterSilence, signal });
      case 'decline':
        return {
          text: 'The question is declined.',
          end: { kind: 'declined', why: given.text('why') as 'off-topic' | 'harm' | 'impossible', said: saidOf(given) },
        };
      case 'keep_program':
        return { text: 'The program is kept.', end: { kind: 'kept', said: saidOf(given) } };
      default: {
        yield { type: 'model', stage: 'tool', tool: tool.name, what: oneLine(tool.what?.(given) ?? '', 100) };
        const key = JSON.stringify([tool.name, call.input]);
        const before = this.#asked.get(key) ?? 0;
        this.#asked.set(key, before + 1);
        if (before >= MOST_REPEATS)
          return { text: `You have asked just this ${before} times, and the answer is the same. Submit the program, or ask something else.` };
        const text = await unlessAborted(answerOf(tool, given, { workshop: this.#setting.workshop, craft: this.#craft, room: this.#room, signal }), signal);
        return isInterrupted(text) ? this.#interrupted() : { text };
      }
    }
  }

  #system(tools: readonly ToolSpec[]): string {
    return systemText(this.#setting, this.#craft, tools, this.#asText, this.#room);
  }

  #user(system: string, tools: readonly ToolSpec[]): string {
    return userText(this.#setting, this.#craft, this.#room, estimateTokens(system) + (this.#asText ? 0 : tokensOfTools(tools)));
  }

  #interrupted(): Handled {
    return { text: 'This was interrupted.', end: this.#gaveUp('interrupted') };
  }

  #gaveUp(why: GaveUp): Extract<End, { kind: 'gave-up' }> {
    return gaveUp(why, this.#submissions.best);
  }
}

function tokensOf({ system, turns, tools }: ModelRequest): number {
  return estimateTokens(system) + estimateTokens(JSON.stringify(turns)) + tokensOfTools(tools);
}
