/** How far a talk has come: what was asked in it, back to the first, and what it offers to be asked next. Pure. */

/** As many questions as one goes back. */
const MOST_TURNS = 100;

/** `Turn`: whatever is to be known of a question later. */
export class Talk<Turn> {
  #turns: readonly Turn[] = [];
  /** What was gone back from, the latest last. */
  #undone: readonly Turn[] = [];
  #offered: readonly string[] = [];

  /** What was asked last. */
  get last(): Turn | undefined {
    return this.#turns.at(-1);
  }

  /** What was asked, the latest last. */
  get turns(): readonly Turn[] {
    return this.#turns;
  }

  /** What was gone back from just now; undefined where something was asked since. */
  get undone(): Turn | undefined {
    return this.#undone.at(-1);
  }

  asked(turn: Turn): void {
    this.#turns = [...this.#turns, turn].slice(-MOST_TURNS);
    this.#undone = [];
  }

  /** Goes back to the question before; false where there is none to leave. */
  undo(): boolean {
    const { last } = this;
    if (last === undefined) return false;
    this.#turns = this.#turns.slice(0, -1);
    this.#undone = [...this.#undone, last];
    this.#offered = [];
    return true;
  }

  /** Takes going back back; false where there is nothing to take back. */
  redo(): boolean {
    const { undone } = this;
    if (undone === undefined) return false;
    this.#turns = [...this.#turns, undone];
    this.#undone = this.#undone.slice(0, -1);
    this.#offered = [];
    return true;
  }

  /** Begins anew. */
  restart(): void {
    this.#turns = [];
    this.#undone = [];
    this.#offered = [];
  }

  /** How many questions are offered. */
  get offers(): number {
    return this.#offered.length;
  }

  /** Questions that a number stands for from now on, the first for 1. */
  offer(questions: readonly string[]): void {
    this.#offered = questions;
  }

  /** The question that is offered under that number. */
  numbered(number: number): string | undefined {
    return this.#offered[number - 1];
  }

  /** Whether a text is a number, and of nothing that is offered. */
  isNoOffer(text: string): boolean {
    return /^\d{1,3}[.)。]?$/.test(text.normalize('NFKC').trim()) && this.offeredAs(text) === undefined;
  }

  /** What a number stands for; undefined for what is no number of what is offered. */
  offeredAs(text: string): string | undefined {
    const number = /^(\d{1,2})[.)。]?$/.exec(text.normalize('NFKC').trim())?.[1];
    return number === undefined ? undefined : this.numbered(Number(number));
  }
}
