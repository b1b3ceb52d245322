/** The program of an answer, shown and explained. */
import type { Plan } from '../../ask.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { explainPlan, planInWords } from '../../line/explain.ts';
import { paint, type Style, wrap } from '../../views/layout.ts';
import { visible, visibleLine } from '../../views/values.ts';

/** With the numbers of its lines. */
export function programLines({ program }: Plan, style: Style): string[] {
  const lines = linesOf(program.source);
  return [paint(visible(program.title), 'bold', style), ...lines.map((line, at) => numbered(at + 1, line, lines.length, style))];
}

/** What it does, all of it or what stands on one line. Throws a Problem for a line it does not have. */
export async function explainedLines(plan: Plan, line: number | undefined, language: string, style: Style): Promise<string[]> {
  if (line === undefined) return explainPlan(plan, style);
  const lines = linesOf(plan.program.source);
  const text = lines[line - 1];
  if (text === undefined) throw new Problem(messages.noSuchLine(line, lines.length, language));
  const explanation = await planInWords(plan);
  const parts = explanation.lines.filter(({ from, to }) => from <= line && line <= to);
  const tongue = plan.intent.language;
  const nothing = tongue === 'zh' ? '这一行本身不做什么。' : 'It does nothing by itself.';
  const room = Math.max(20, style.columns - 4);
  const said = parts.flatMap(({ text: words, names }) => [
    ...wrap(visible(words), room),
    ...names.flatMap(({ name, means }) => wrap(visible(`${name}: ${means}`), room - 2).map((one) => paint(`  ${one}`, 'dim', style))),
  ]);
  return [numbered(line, text, lines.length, style), ...(said.length === 0 ? [nothing] : said).map((one) => `    ${one}`)];
}

function linesOf(source: string): string[] {
  return source.trimEnd().split('\n');
}

function numbered(number: number, line: string, most: number, style: Style): string {
  return `${paint(String(number).padStart(String(most).length), 'dim', style)} | ${paint(visibleLine(line), 'cyan', style)}`;
}
