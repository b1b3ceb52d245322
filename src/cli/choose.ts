import type { Near } from '../ask.ts';
import { wrap } from '../views/layout.ts';
import { visible } from '../views/values.ts';
import { labels } from './card.ts';
import { question } from './question.ts';
import { stderrStyle } from './terminal.ts';

/** Asks which of some programs was meant. Undefined where the person means none of them. */
export async function choose(choices: readonly Near[], language: string, stop: AbortSignal): Promise<Near | undefined> {
  const text = labels(language);
  const { columns } = stderrStyle();
  const lines = choices.flatMap(({ title, tells }, index) => [
    `  ${index + 1}  ${visible(title)}`,
    ...wrap(text.tellsNear(visible(tells)), columns - 5).map((line) => `     ${line}`),
  ]);
  process.stderr.write(`${[text.whichMeant, ...lines].join('\n')}\n`);
  for (;;) {
    const answer = (await question(text.whichNumber(choices.length), stop))?.trim().toLowerCase();
    if (answer === undefined || answer === '' || /^(n|no|q|quit|否|不|0)$/.test(answer)) return undefined;
    const chosen = choices[Number(answer) - 1];
    if (chosen !== undefined) return chosen;
  }
}
