/** What a question has cost so far, and whether it may cost more. */
import type { Budget, Spent } from '../../core/budget.ts';
import { costOf, type ModelReply, type Price } from '../../models/model.ts';
import type { GaveUp } from './events.ts';

export type Bound = Extract<GaveUp, 'attempts' | 'calls' | 'tokens' | 'seconds' | 'dollars'>;

export class Meter {
  readonly #budget: Budget;
  readonly #price: Price | undefined;
  readonly #now: () => number;
  #attempts = 0;
  #calls = 0;
  #input = 0;
  #output = 0;
  #dollars = 0;
  /** Of a reply whose price nobody knows the whole has none either. */
  #priced = true;
  #milliseconds = 0;
  #since: number | undefined;

  constructor(budget: Budget, price: Price | undefined, now: () => number) {
    this.#budget = budget;
    this.#price = price;
    this.#now = now;
  }

  /** Only the time of the agent's own work counts, not that of the run between. */
  start(): void {
    this.#since = this.#now();
  }

  stop(): void {
    if (this.#since !== undefined) this.#milliseconds += this.#now() - this.#since;
    this.#since = undefined;
  }

  attempt(): number {
    return ++this.#attempts;
  }

  call(): number {
    return ++this.#calls;
  }

  add({ usage }: ModelReply): void {
    this.#input += usage.input;
    this.#output += usage.output;
    const cost = costOf(usage, this.#price);
    if (cost === undefined) this.#priced &&= usage.input + usage.output === 0;
    else this.#dollars += cost;
  }

  get attemptsLeft(): number {
    return this.#budget.attempts - this.#attempts;
  }

  get callsLeft(): number {
    return this.#budget.calls - this.#calls;
  }

  get secondsLeft(): number {
    return this.#budget.seconds - this.#seconds();
  }

  /** The bound that a call with so many tokens of input would certainly pass, or that is passed already. */
  forbids(input: number): Bound | undefined {
    if (this.attemptsLeft <= 0) return 'attempts';
    if (this.callsLeft <= 0) return 'calls';
    if (this.secondsLeft <= 0) return 'seconds';
    if (this.#input + this.#output + input > this.#budget.tokens) return 'tokens';
    const price = this.#price;
    const least = price === undefined ? 0 : (input * Math.min(price.input, price.cached ?? price.input)) / 1e6;
    return this.#dollars + least > this.#budget.dollars ? 'dollars' : undefined;
  }

  /** All of it, since the question was asked. */
  spent(): Spent {
    return {
      attempts: this.#attempts,
      calls: this.#calls,
      inputTokens: this.#input,
      outputTokens: this.#output,
      seconds: this.#seconds(),
      ...(this.#priced && this.#calls > 0 && (this.#dollars > 0 || this.#price !== undefined) ? { dollars: this.#dollars } : {}),
    };
  }

  #seconds(): number {
    const running = this.#since === undefined ? 0 : this.#now() - this.#since;
    return Math.round(this.#milliseconds + running) / 1000;
  }
}
