/** What was said so far, as the next exchange has to say it again: whole while there is room, the oldest results of tools left out first. */
import { estimateTokens, type ToolCall, type Turn } from '../../models/model.ts';

/** An answer to a call; without an id, to one that was written as text. */
export interface Answer {
  readonly id?: string;
  readonly name: string;
  readonly text: string;
}

type Entry =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'model'; readonly text: string; readonly calls: readonly ToolCall[]; readonly kept?: unknown }
  | { readonly role: 'answers'; readonly answers: readonly Answer[] };

const LEFT_OUT = '[left out to make room; call the tool again if you need it]';
const REPLACED = '[left out to make room; a later one is in its place]';
/** What is shorter gains nothing by being left out. */
const WORTH_IT = 200;

export class Conversation {
  #entries: Entry[] = [];

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** What the user side says; two such in a row are one turn. */
  tell(text: string): void {
    const last = this.#entries.at(-1);
    if (last?.role === 'user') this.#entries[this.#entries.length - 1] = { role: 'user', text: `${last.text}\n\n${text}` };
    else this.#entries.push({ role: 'user', text });
  }

  /** Puts another text in the place of the first one. */
  retellFirst(text: string): void {
    if (this.#entries[0]?.role === 'user') this.#entries[0] = { role: 'user', text };
  }

  /** What the model said, and what came of each of its calls: together, since no provider takes one without the other. */
  add(text: string, calls: readonly ToolCall[], kept: unknown, answers: readonly Answer[]): void {
    this.#entries.push({ role: 'model', text, calls, ...(kept === undefined ? {} : { kept }) });
    if (answers.length > 0) this.#entries.push({ role: 'answers', answers });
  }

  /** As turns; `asText`: for a model that is spoken to in text only. */
  turns(asText: boolean): Turn[] {
    const turns: Turn[] = [];
    for (const entry of this.#entries) {
      if (entry.role === 'answers') pushAnswers(turns, entry.answers, asText);
      else if (entry.role === 'user') pushUser(turns, entry.text);
      else turns.push(asText ? { role: 'model', text: [entry.text, ...entry.calls.map(callText)].filter((part) => part !== '').join('\n'), calls: [] } : entry);
    }
    return turns;
  }

  tokens(): number {
    return estimateTokens(JSON.stringify(this.#entries));
  }

  /** Leaves out what is oldest and can be had again until so many tokens are enough; where they never are, what is newest is cut. */
  fit(tokens: number): void {
    this.#leaveOut(tokens, this.#entries.length - 1, (entry) => (entry.role === 'answers' ? withoutTexts(entry) : entry));
    // Then the programs that did not pass: what was wrong with the last one is still there.
    const newest = this.#entries.findLastIndex(({ role }) => role === 'model');
    this.#leaveOut(tokens, newest, (entry) => (entry.role === 'model' ? withoutProgram(entry) : entry));
    // Then whole exchanges, the oldest first: what was asked stays, and the newest.
    while (this.tokens() > tokens && this.#forgetOldest());
    for (const most of [2000, 1000, 500, 250]) {
      if (this.tokens() <= tokens) return;
      this.#leaveOut(tokens, this.#entries.length, (entry) =>
        entry.role === 'model' && entry.kept === undefined ? { ...entry, text: cut(entry.text, most) } : entry,
      );
      this.cutAnswers(most);
    }
  }

  /** What the model said first of all that is left, with what came of it. False where that is the newest. */
  #forgetOldest(): boolean {
    const first = this.#entries.findIndex(({ role }) => role === 'model');
    const next = this.#entries.findIndex(({ role }, i) => i > first && role === 'model');
    if (first === -1 || next === -1) return false;
    this.#entries.splice(first, next - first);
    return true;
  }

  /** Makes less of the entries before `end`, one by one, while they are too many tokens. */
  #leaveOut(tokens: number, end: number, lessen: (entry: Entry) => Entry): void {
    for (let i = 0; i < end && this.tokens() > tokens; i++) {
      const entry = this.#entries[i];
      if (entry !== undefined) this.#entries[i] = lessen(entry);
    }
  }

  /** Cuts every answer to so many characters, the newest too. */
  cutAnswers(most: number): void {
    this.#entries = this.#entries.map((entry) =>
      entry.role === 'answers' ? { ...entry, answers: entry.answers.map((answer) => ({ ...answer, text: cut(answer.text, most) })) } : entry,
    );
  }
}

function pushAnswers(turns: Turn[], answers: readonly Answer[], asText: boolean): void {
  const called = asText ? [] : answers.filter((answer): answer is Answer & { readonly id: string } => answer.id !== undefined);
  const written = answers.filter(({ id }) => asText || id === undefined);
  if (called.length > 0) turns.push({ role: 'tools', results: called });
  if (written.length > 0) pushUser(turns, written.map(({ name, text }) => `${name} answered:\n${text}`).join('\n\n'));
}

function pushUser(turns: Turn[], text: string): void {
  const last = turns.at(-1);
  if (last?.role === 'user') turns[turns.length - 1] = { role: 'user', text: `${last.text}\n\n${text}` };
  else turns.push({ role: 'user', text });
}

/** What is cut within data is closed again: else all that follows would be data too. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most);
  return `${start}\n[cut to make room]${start.lastIndexOf('<data ') > start.lastIndexOf('</data>') ? '\n</data>' : ''}`;
}

function callText({ name, input, malformed }: ToolCall): string {
  return JSON.stringify({ tool: name, arguments: input ?? malformed ?? {} });
}

type Spoken = Extract<Entry, { role: 'model' }>;
type Answered = Extract<Entry, { role: 'answers' }>;

function withoutTexts(entry: Answered): Answered {
  return {
    ...entry,
    answers: entry.answers.map((answer) =>
      answer.text.length < WORTH_IT ? answer : { ...answer, text: answer.name === 'submit_program' ? REPLACED : LEFT_OUT },
    ),
  };
}

/** What providers keep belongs to the turn as it was. */
function withoutProgram(entry: Spoken): Spoken {
  if (entry.kept !== undefined) return entry;
  return { ...entry, text: entry.text.length < WORTH_IT ? entry.text : LEFT_OUT, calls: entry.calls.map(withoutSource) };
}

function withoutSource(call: ToolCall): ToolCall {
  const { input } = call;
  if (input === null || typeof input !== 'object' || !('source' in input) || typeof input.source !== 'string' || input.source.length < WORTH_IT) return call;
  return { ...call, input: { ...input, source: LEFT_OUT } };
}
