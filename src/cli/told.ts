import type { AskEvent } from '../ask.ts';
import { paint, type Style, wrap } from '../views/layout.ts';
import { visible, visibleLine } from '../views/values.ts';

type Told = Extract<AskEvent, { type: 'told' }>;

const INDENT = '    ';

/** Passages about tracing itself, each with where it stands; what a model made of them before those it cites. */
export function renderTold({ passages, said, language }: Told, style: Style): string[] {
  if (said !== undefined) return [...synthesis(said, language, style), ...passages.flatMap((passage, at) => sourceLines(passage, at, language, style))];
  return passages.flatMap((passage, at) => {
    const [head = '', ...rest] = sourceLines(passage, at, language, style);
    const text = passage.text.split('\n').flatMap((line) => wrap(visibleLine(line), style.columns - INDENT.length).map((part) => `${INDENT}${part}`.trimEnd()));
    return [...(at === 0 ? [] : ['']), head, ...text, ...rest];
  });
}

function synthesis({ model, sentences }: NonNullable<Told['said']>, language: string, style: Style): string[] {
  const text = sentences.map(({ text: sentence, cites }) => `${visibleLine(sentence)} ${cites.map((cite) => `[${cite}]`).join('')}`).join(' ');
  const from = language === 'zh' ? `由 ${visible(model)} 根据以下资料写成：` : `Written by ${visible(model)} from:`;
  return [...wrap(text, style.columns), '', paint(from, 'dim', style)];
}

/** The number of a passage, what it is called, where it stands, and the question that gets its program. */
function sourceLines({ source, title, ask }: Told['passages'][number], at: number, language: string, style: Style): string[] {
  const name = paint(visible(title ?? source), 'bold', style);
  const place = title === undefined ? '' : paint(`  ${visible(source)}`, 'dim', style);
  return [
    `${paint(`[${at + 1}]`, 'dim', style)} ${name}${place}`,
    ...(ask === undefined ? [] : [`${INDENT}${language === 'zh' ? '可以问' : 'ask'}: ${paint(`gpttrace "${visible(ask)}"`, 'bold', style)}`]),
  ];
}
