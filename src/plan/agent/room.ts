/** How much a model can be told at once, and how much of that each part may have. */
import { estimateTokens, type ToolSpec } from '../../models/model.ts';

export interface Room {
  /** Tokens of prompt and conversation together. */
  readonly prompt: number;
  /** The most tokens of a reply. */
  readonly reply: number;
  /** Characters of what one tool answers. */
  readonly result: number;
  /** Only what no program can do without is told. */
  readonly brief: boolean;
}

/** Estimates are off by so much, and every turn has a frame that nobody counts. */
const SAFE = 0.85;
/** Characters of code that make a token: it has more of them than prose has. */
const CHARACTERS = 3;

export function roomOf(context: number): Room {
  const reply = Math.round(context >= 32_000 ? 8192 : Math.max(256, context / 4));
  const prompt = Math.floor((context - reply) * SAFE);
  // Three results and a submission must fit behind the first prompt.
  const result = Math.round(Math.min(8000, Math.max(400, prompt * 0.1 * CHARACTERS)));
  return { prompt, reply, result, brief: context < 7000 };
}

export function tokensOfTools(tools: readonly ToolSpec[]): number {
  return tools.length === 0 ? 0 : estimateTokens(JSON.stringify(tools));
}
