/** What a talk shows of itself, as lines. */
import type { Plan } from '../../ask.ts';
import { meanShare } from '../../core/overhead.ts';
import type { Suggestion } from '../../line/talk/ground.ts';
import { padEnd, paint, type Style, width, wrap, wrapHanging } from '../../views/layout.ts';
import { secondsText, visible } from '../../views/values.ts';
import type { Asked } from './asked.ts';
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

/** What a program may do to the machine, and did where it was run. */
export function costLines({ plan, record }: Pick<Asked, 'plan' | 'record'>, words: ChatWords, style: Style): string[] {
  const { safety } = plan;
  const watches = safety.classes.includes('unsafe') ? [] : [words.onlyWatches];
  const reasons = safety.reasons.map(({ why }) => why);
  const measured = record?.overhead === undefined ? [] : [words.measured(meanShare(record.overhead))];
  return [costText(plan, words, style), ...watches, ...reasons, ...measured, ...(record?.remarks ?? [])].flatMap((line) =>
    wrapHanging(visible(line), style.columns),
  );
}

export function helpLines(rows: ChatWords['help'], style: Style): string[] {
  const column = Math.max(...rows.map(([what]) => width(what)));
  const room = Math.max(20, style.columns - column - 5);
  return rows.flatMap(([what, does]) => {
    const [first = '', ...more] = wrap(does, room);
    return [`  ${paint(padEnd(what, column), 'bold', style)}   ${first}`.trimEnd(), ...more.map((line) => ' '.repeat(column + 5) + line)];
  });
}
