/** What one question may cost, and what it did. */

/** Each of these bounds ends the work on a question. */
export interface Budget {
  /** Programs the model may submit. */
  readonly attempts: number;
  /** Replies it may give. */
  readonly calls: number;
  /** Tokens in and out, all calls together. */
  readonly tokens: number;
  readonly seconds: number;
  /** US dollars; without effect where the price is not known. */
  readonly dollars: number;
}

export const DEFAULT_BUDGET: Budget = { attempts: 5, calls: 20, tokens: 200_000, seconds: 180, dollars: 0.5 };

/** What was used up. */
export interface Spent {
  readonly attempts: number;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly seconds: number;
  /** US dollars; undefined where the price is not known. */
  readonly dollars?: number;
}
