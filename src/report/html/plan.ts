/** What was measured and how: what a person would want to know before they believe an answer. */
import type { Output } from '../../core/program.ts';
import { group, secondsText } from '../../views/values.ts';
import { heading } from '../../views/words.ts';
import { bounded, html, type Markup, type Part } from './markup.ts';
import type { Page } from './page-of.ts';

/** Reasons and probes that are told; a program can have thousands. */
const MOST = 50;

export function planMarkup({ record, words, language }: Page): Markup {
  const { program, tells, safety, notes, model, command, probes } = record;
  const items: [string, Part][] = [];
  if (tells !== '') items.push([words.tells, bounded(tells)]);
  items.push([words.from, model === undefined ? words.origin(program.origin) : words.writtenBy(model)]);
  if (command !== undefined) items.push([words.command, html`<code>${bounded(command)}</code>`]);
  items.push([
    words.probes,
    [listOf(program.attachPoints.map((point) => html`<code>${bounded(point)}</code>`)), probes > 0 && html`<p>${words.attached(probes)}</p>`],
  ]);
  if (program.outputs.length > 0)
    items.push([words.shows, listOf(program.outputs.map((output) => shows(output, language, { by: words.by, rowsOf: words.rowsOf, shapes: words.shapes })))]);
  items.push([words.limit, program.seconds === undefined ? words.untilStopped : secondsText(program.seconds, language)]);
  const reasons = safety.reasons.map(({ kind, why, span, rate }) => {
    const part = program.source.slice(span.start, span.end).replace(/\s+/g, ' ');
    // What a compiled program may do is told by its object, which has no lines.
    if (part === '') return { kind, said: why, line: undefined };
    const said = language === 'zh' ? (rate === undefined ? part : `${part}(${group(Math.round(rate))}/s)`) : why;
    return { kind, said, line: program.source.slice(0, span.start).split('\n').length };
  });
  for (const kind of safety.classes) {
    const own = [...new Map(reasons.filter((reason) => reason.kind === kind).map((reason) => [`${reason.said}${reason.line}`, reason])).values()];
    items.push([
      words.safety,
      [
        html`<span class="chip ${kind === 'observe' ? 'good' : kind === 'unsafe' ? 'bad' : 'care'}">${kind}</span> ${words.classes[kind]}`,
        own.length > 0 &&
          html`<ul>${own.slice(0, MOST).map(({ said, line }) => html`<li>${bounded(said)}${line === undefined ? '' : html` <span class="dim">(${words.line(line)})</span>`}</li>`)}</ul>`,
      ],
    ]);
  }
  if (notes.length > 0) items.push([words.notes, listOf(notes.map(bounded))]);
  return html`<dl>
${items.map(
  ([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>
`,
)}</dl>
`;
}

/** A list, of one thing that thing. */
export function listOf(parts: readonly Part[]): Part {
  if (parts.length === 1) return parts;
  const more = parts.length > MOST ? html`<li>… (${group(parts.length)})</li>` : '';
  return html`<ul>${parts.slice(0, MOST).map((part) => html`<li>${part}</li>`)}${more}</ul>`;
}

function shows(output: Output, language: string, words: Pick<Page['words'], 'by' | 'rowsOf' | 'shapes'>): Part {
  const name = ({ name, unit }: { readonly name: string; readonly unit?: string }): string =>
    `${heading(name, language)}${unit === undefined ? '' : ` (${unit})`}`;
  if (output.shape === 'rows') return bounded(words.rowsOf(output.columns.map(name).join(', ')));
  const said = words.by(`${words.shapes[output.shape]}${name(output.value)}`, output.keys.map(name).join(', '));
  return html`<code>${bounded(output.map)}</code> ${bounded(said)}`;
}
