/** What stands out in a run, and its program in words: computed, no model is asked. */

import type { RunRecord } from '../../core/run-record.ts';
import { findings } from '../../explain/findings/findings.ts';
import { type ExplainedLine, explainLines, type NamedThing, type ProgramExplanation } from '../../explain/lines/lines.ts';
import { explainObject } from '../../explain/object/object.ts';
import { readObject } from '../../object/read.ts';
import { bounded, html, type Markup, type Part } from './markup.ts';
import type { Page } from './page-of.ts';

/** Rows that a claim rests on, shown below it. */
const MOST_ROWS = 3;
/** Parts of a program that are explained; one with more is generated, and nobody reads on. */
const MOST_LINES = 300;

/** Undefined where nothing stands out. */
export function findingsMarkup({ record, names, language, words }: Page): Markup | undefined {
  const found = findings(record, names, language);
  if (found.length === 0) return undefined;
  const items = found.map(({ kind, text, from }) => {
    const rows = from.flatMap(({ dataset, shown }) => (dataset === undefined ? [] : shown)).slice(0, MOST_ROWS);
    return html`<li>${kind === 'caution' && html`<span class="chip care">${words.caution}</span> `}${bounded(text)}${rows.length > 0 && html`<ul class="dim">${rows.map((row) => html`<li>${bounded(row)}</li>`)}</ul>`}</li>
`;
  });
  return html`<ul class="findings">
${items}</ul>
`;
}

/** Undefined of a program of which no more than its text is known. */
export function explanationMarkup({ record, language, words }: Page): Markup | undefined {
  const explained = explainedProgram(record, language);
  if (explained === undefined) return undefined;
  const { lines, maps, limits, facts = [] } = explained;
  const part = ({ code, text, depth, names, from, kind }: ExplainedLine): Markup =>
    html`<li class="d${Math.min(depth, 4)} ${kind}"><code>${bounded(code)}</code> <span class="dim">${words.line(from)}</span><p>${bounded(text)}</p>${names.length > 0 && html`<ul>${names.map((named) => html`<li>${nameMarkup(named, language)}</li>`)}</ul>`}</li>
`;
  return html`<ul class="explained">
${lines.slice(0, MOST_LINES).map(part)}</ul>
${lines.length > MOST_LINES && html`<p class="note">${words.shown(String(MOST_LINES), String(lines.length))}</p>`}${section(
  words.mapsHold,
  maps.map(({ name, holds }) => html`<code>${bounded(name)}</code>${language === 'zh' ? ':' : ': '}${bounded(holds)}`),
)}${section(words.known, facts.map(bounded))}${section(words.cannotShow, limits.map(bounded))}`;
}

/** bpftrace by its lines, C and objects by what the object holds. */
function explainedProgram({ program, safety, facts }: RunRecord, language: string): ProgramExplanation | undefined {
  if (program.language === 'wasm' || program.language === 'tool') return undefined;
  if (program.language !== 'c' && program.language !== 'object') return explainLines(program, language, { version: facts.bpftrace?.version });
  const read = readObject(Buffer.from(program.binary ?? '', 'base64'));
  return read.ok ? explainObject(read.object.description, safety, program.source, language) : undefined;
}

function nameMarkup({ name, means, type, unit }: NamedThing, language: string): Part {
  const facts = [type, unit].filter((fact) => fact !== undefined).join(', ');
  const told = facts === '' ? '' : language === 'zh' ? `(${facts})` : ` (${facts})`;
  return html`<code>${bounded(name)}</code>${told}${language === 'zh' ? ':' : ': '}${bounded(means)}`;
}

function section(heading: string, items: readonly Part[]): Part {
  if (items.length === 0) return undefined;
  return html`<h3>${heading}</h3>
<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>
`;
}
