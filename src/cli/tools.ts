import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { type Detailed, type Listed, listTools, toolDetails, toolsFor } from '../line/tools/listing.ts';
import { padEnd, paint, type Style, width, wrap } from '../views/layout.ts';
import { group, visible } from '../views/values.ts';
import { inColumns, NARROWEST } from './columns.ts';
import { stdoutStyle, write } from './terminal.ts';
import { spoken } from './tongue.ts';

export interface ToolsFlags {
  readonly top?: number;
  readonly json?: boolean;
}

/** For a question: as many as anybody looks at. */
const MOST_FOR_QUESTION = 5;

/** `gpttrace tools [QUESTION|NAME]` */
export async function toolsCommand(words: readonly string[], { top, json }: ToolsFlags): Promise<Exit> {
  const style = stdoutStyle();
  if (words.length === 0) {
    const all = await listTools();
    const shown = all.slice(0, top ?? all.length);
    await show(json === true ? shown.map(jsonOf) : tableOf(shown, all.length, style));
    return Exit.answered;
  }
  const details = await toolDetails(words);
  if (details !== undefined) {
    await show(json === true ? [JSON.stringify({ type: 'tool', ...details })] : detailOf(details, style));
    return Exit.answered;
  }
  const question = words.join(' ');
  const found = await toolsFor(question, top ?? MOST_FOR_QUESTION);
  if (found.length === 0) throw new Problem(messages.noToolFor());
  await show(json === true ? found.map(jsonOf) : found.flatMap((tool) => answering(tool, style)));
  return Exit.answered;
}

async function show(lines: readonly string[]): Promise<void> {
  await write(process.stdout, `${lines.join('\n')}\n`);
}

function jsonOf(tool: Listed): string {
  return JSON.stringify({ type: 'tool', ...tool });
}

const HERE = { yes: 'works', no: 'cannot', unknown: '?' } as const;

function tableOf(tools: readonly Listed[], all: number, style: Style): string[] {
  const head = ['tool', 'of', 'here', 'class', 'tells'].map(spoken);
  const rows = tools.map(({ name, kind, works, safety, summary }) => [
    visible(name),
    spoken(kind),
    spoken(HERE[works.verdict]),
    spoken(safety[0] ?? ''),
    visible(spoken(summary)),
  ]);
  const [heading = '', ...lines] = inColumns(head, rows, style);
  const able = tools.filter(({ works }) => works.verdict === 'yes').length;
  const more = tools.length < all ? spoken(` (${group(all - tools.length)} more)`) : '';
  return [
    heading,
    ...lines.map((line, at) => (tools[at]?.works.verdict === 'no' ? paint(line, 'dim', style) : line)),
    '',
    ...wrap(
      spoken(`${group(tools.length)} tools${more}, ${group(able)} of which work here. What one takes, or why it cannot work: gpttrace tools NAME`),
      style.columns,
    ),
  ];
}

/** One that answers a question: what it is for, and how it would be started. */
function answering({ name, kind, works, safety, summary, command }: Listed, style: Style): string[] {
  const lines = [`${paint(visible(name), 'bold', style)} (${spoken(kind)}; ${spoken(safety[0] ?? '')}): ${visible(spoken(summary))}`];
  if (works.verdict !== 'yes' && works.why !== '')
    lines.push(`${works.verdict === 'no' ? spoken('cannot work here') : spoken('note')}: ${visible(spoken(works.why))}`);
  if (command !== undefined) lines.push(visible(command));
  return lines.flatMap((line, at) => wrap(line, style.columns - 4).map((part, row) => (at === 0 && row === 0 ? part : `    ${part}`)));
}

const MOST_NAMES = 34;

function detailOf(tool: Detailed, style: Style): string[] {
  const { name, kind, path, works, safety, others } = tool;
  const facts: [string, string][] = [
    ['of', `${spoken(kind)} (${path})`],
    [
      'here',
      works.verdict === 'yes'
        ? `${spoken('works')}${works.why === '' ? '' : `; ${spoken(works.why)}`}`
        : `${works.verdict === 'no' ? spoken('cannot work') : spoken('it cannot be told')}${works.why === '' ? '' : `: ${spoken(works.why)}`}`,
    ],
    ...(works.mend === undefined ? [] : ([['mend', spoken(works.mend)]] as [string, string][])),
    ['class', safety.map(spoken).join(', ')],
    ...(others.length === 0 ? [] : ([['also', others.join(', ')]] as [string, string][])),
  ];
  const label = Math.max(...facts.map(([text]) => width(spoken(text))));
  const lines = [paint(visible(`${name}: ${spoken(tool.summary)}`), 'bold', style), ''];
  for (const [text, value] of facts) {
    const [first = '', ...more] = wrap(visible(value), style.columns - label - 4);
    lines.push(`  ${paint(padEnd(spoken(text), label), 'dim', style)}  ${first}`, ...more.map((line) => ' '.repeat(label + 4) + line));
  }
  const options = [
    ...tool.positionals.map(({ name: shown, type, meaning, required }) => [
      shown,
      `${meaning === '' ? type : spoken(meaning)}${required ? '' : spoken(' (may be left out)')}`,
      'observe',
    ]),
    ...tool.options.map((option) => [
      `${option.names.join(', ')}${option.argument === undefined ? '' : ` ${option.argument.values?.join('|') ?? option.argument.name}`}`,
      spoken(option.meaning),
      option.safety,
    ]),
  ];
  if (options.length > 0) lines.push('', paint(spoken('what it takes'), 'bold', style));
  const column = Math.min(MOST_NAMES, Math.max(0, ...options.map(([shown = '']) => width(visible(shown)))));
  for (const [shown = '', meaning = '', risk = ''] of options) lines.push(...optionLines(visible(shown), visible(meaning), risk, column, style));
  const examples = tool.examples.slice(0, 5);
  if (examples.length > 0) lines.push('', paint(spoken('examples'), 'bold', style));
  for (const { args, says } of examples) lines.push(`  ${visible(`${name} ${args}`.trim())}${says === '' ? '' : paint(`  # ${visible(says)}`, 'dim', style)}`);
  return lines;
}

function optionLines(shown: string, meaning: string, risk: string, column: number, style: Style): string[] {
  const marked = risk === 'observe' ? meaning : `[${spoken(risk)}] ${meaning}`;
  const room = Math.max(NARROWEST, style.columns - column - 4);
  const said = wrap(marked, room).map((line) => (risk === 'unsafe' ? paint(line, 'yellow', style) : line));
  const indent = ' '.repeat(column + 4);
  if (width(shown) > column) return [`  ${shown}`, ...said.map((line) => `${indent}${line}`)];
  return said.map((line, at) => (at === 0 ? `  ${padEnd(shown, column)}  ${line}` : `${indent}${line}`));
}
