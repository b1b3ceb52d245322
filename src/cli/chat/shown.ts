/** What a talk shows of itself, as lines. */
import type { Plan } from '../../ask.ts';
import type { Suggestion } from '../../line/talk/ground.ts';
import { padEnd, paint, type Style, width, wrap, wrapHanging } from '../../views/layout.ts';
import { secondsText, visible } from '../../views/values.ts';
import type { ChatWords } from './words.ts';

/** Each question with its number and what it would cost: on one line where all fit, else on two. */
export function suggestionLines(suggestions: readonly Suggestion[], words: ChatWords, style: Style): string[] {
  const rows = suggestions.map(({ question, plan }) => ({ question: visible(question), cost: costText(plan, words, style) }));
  const column = Math.max(...rows.map(({ question }) => width(question)));
  const isShort = rows.every(({ cost }) => 5 + column + 3 + width(cost) <= style.columns);
  return [
    paint(`${words.next}`, 'bold', style) + paint(` (${words.numbers})`, 'dim', style),
    ...rows.flatMap(({ question, cost }, at) => {
      const dim = paint(cost, 'dim', style);
      if (isShort) return [`  ${at + 1}  ${padEnd(question, column)}   ${dim}`];
      return [...wrapHanging(`  ${at + 1}  ${question}`, style.columns), `     ${dim}`];
    }),
  ];
}

/** Questions with their numbers. */
export function exampleLines(heading: string, examples: readonly string[], style: Style): string[] {
  return [...wrapHanging(heading, style.columns), ...examples.map((example, at) => `  ${at + 1}  ${paint(example, 'bold', style)}`)];
}

/** How long it takes, and what it does to the machine meanwhile. */
export function costText({ program, safety }: Plan, words: ChatWords, style: Style): string {
  const rates = safety.reasons.flatMap(({ rate }) => (rate === undefined ? [] : [rate]));
  const cost = safety.classes.includes('costly') ? words.costly(rates.length === 0 ? undefined : Math.max(...rates)) : words.free;
  const parts = [...(program.seconds === undefined ? [] : [secondsText(program.seconds, style.language ?? 'en')]), cost];
  return [...parts, ...(safety.classes.includes('reads-user-data') ? [words.shows] : [])].join(style.language === 'zh' ? ',' : ', ');
}

export function helpLines(rows: ChatWords['help'], style: Style): string[] {
  const column = Math.max(...rows.map(([what]) => width(what)));
  const room = Math.max(20, style.columns - column - 5);
  return rows.flatMap(([what, does]) => {
    const [first = '', ...more] = wrap(does, room);
    return [`  ${paint(padEnd(what, column), 'bold', style)}   ${first}`.trimEnd(), ...more.map((line) => ' '.repeat(column + 5) + line)];
  });
}
