/** What a model said of a program or of an answer, for a terminal. */
import type { Spent } from '../core/budget.ts';
import type { ExplainEvent } from '../line/model/explain.ts';
import { paint, type Style, wrap } from '../views/layout.ts';
import { group, visible } from '../views/values.ts';
import { costText } from './cost.ts';
import { spoken } from './tongue.ts';

interface Words {
  readonly says: (model: string) => string;
  readonly next: string;
  readonly none: string;
  readonly spent: (input: string, output: string, seconds: string) => string;
}

const en: Words = {
  says: (model) => `${model} says, held against what is known here:`,
  next: 'To ask next:',
  none: 'no explanation by a model: ',
  spent: (input, output, seconds) => `${input} tokens in, ${output} out, ${seconds} s`,
};

const zh: Words = {
  says: (model) => `${model} 的说法，已与本机数据核对：`,
  next: '接下来可以问：',
  none: '没有模型的解释：',
  spent: (input, output, seconds) => `输入 ${input} 个词元，输出 ${output} 个，用时 ${seconds} 秒`,
};

/** What is shown while a model is asked. */
export function explainingText({ model, local }: Extract<ExplainEvent, { type: 'explaining' }>): string {
  return spoken(`asking ${visible(model)}${local ? '' : ' (not on this machine)'} …`);
}

export function explanationLines(event: Extract<ExplainEvent, { type: 'explanation' }>, style: Style): string[] {
  const words = event.language === 'zh' ? zh : en;
  const lines: string[] = [];
  if (event.lines.length > 0) {
    lines.push(words.says(visible(event.model)));
    for (const said of event.lines) lines.push(...item(said, style));
  }
  if (event.failure !== undefined && event.lines.length === 0) lines.push(`${words.none}${visible(event.failure)}`);
  if (event.next.length > 0) lines.push(words.next, ...event.next.map((question) => `  gpttrace "${visible(question)}"`));
  const notes = [
    ...(event.leftOutWhy === undefined ? [] : [visible(event.leftOutWhy)]),
    ...(event.spent.calls === 0 ? [] : [spentText(event.model, event.spent, words)]),
  ];
  return [...lines, ...notes.map((note) => paint(`(${note})`, 'dim', style))];
}

function item(text: string, style: Style): string[] {
  return wrap(visible(text), style.columns - 4).map((line, at) => `${at === 0 ? '  - ' : '    '}${line}`);
}

function spentText(model: string, { inputTokens, outputTokens, seconds, dollars }: Spent, words: Words): string {
  return `${visible(model)}: ${words.spent(group(inputTokens), group(outputTokens), seconds.toFixed(1))}, ${costText(dollars)}`;
}
