/** A run as one page that asks nothing of anybody: what was asked, what was seen, by which program, on which machine, at what cost. */
import type { RunRecord } from '../core/run-record.ts';
import { group, secondsText } from '../views/values.ts';
import { againMarkup, costMarkup, machineMarkup } from './html/around.ts';
import { hashOf, pageDocument } from './html/document.ts';
import { explanationMarkup, findingsMarkup } from './html/explanation.ts';
import { flameMarkup } from './html/flame.ts';
import { histogramMarkup } from './html/histogram.ts';
import { bounded, html, type Markup, type Part, raw } from './html/markup.ts';
import { type Page, pageOf } from './html/page-of.ts';
import { planMarkup } from './html/plan.ts';
import { programMarkup } from './html/program.ts';
import { SCRIPT } from './html/script.ts';
import { STYLE } from './html/style.ts';
import { tableMarkup } from './html/table.ts';
import { timeMarkup } from './html/time.ts';

/** Lines the program printed that stand in a report, the last ones. */
const MOST_TEXTS = 200;

export function htmlReport(record: RunRecord): string {
  const page = pageOf(record);
  const { words, language } = page;
  const title = bounded(record.question ?? record.program.title);
  page.allow('style', STYLE);
  page.allow('script', SCRIPT);
  const sections = sectionsOf(page);
  // No script and no style but ours, nothing fetched from anywhere: whatever a trace saw, it stays text.
  const allows = `style-src ${hashes(page, 'style')}; script-src ${hashes(page, 'script')}`;
  const body = html`<body data-filter="${words.filter}">
${headMarkup(page, title)}
<nav aria-label="${words.contents}"><ul>${sections.map(({ name, heading }) => html`<li><a href="#${name}">${heading}</a></li>`)}</ul></nav>
<main>
${sections.map(
  ({ name, heading, body }) => html`<section id="${name}" aria-labelledby="${name}-heading">
<h2 id="${name}-heading">${heading}</h2>
${body}</section>
`,
)}</main>
<footer><p>${words.made}${record.id === undefined ? '' : html` ${words.session}: <code>${bounded(record.id)}</code>`}</p></footer>
<script>${raw(SCRIPT)}</script>
</body>`;
  return pageDocument({ language, title, style: STYLE, allows, body });
}

function hashes({ allowed }: Page, kind: 'style' | 'script'): string {
  return [...allowed[kind]].map(hashOf).join(' ');
}

function headMarkup({ record, words, language }: Page, title: string): Markup {
  const { program, question, sentence, facts, state, reason, failure, reasons, lost, warnings } = record;
  const began = new Date(record.startedAt).toISOString();
  const numbers: readonly (readonly [string, string])[] = [
    [words.lasted, secondsText(record.seconds, language)],
    [words.records, group(record.records)],
    [words.lost, group(lost)],
  ];
  return html`<header>
<p class="eyebrow">gpttrace · <time datetime="${began}">${began.slice(0, 16).replace('T', ' ')} UTC</time> · Linux ${bounded(facts.release)} ${bounded(facts.arch)}</p>
<h1>${title}</h1>
${
  sentence === ''
    ? ''
    : html`<p class="sentence">${bounded(sentence)}</p>
`
}${
  question === undefined
    ? ''
    : html`<p class="sub">${bounded(program.title)}</p>
`
}${
  state === 'broken-off'
    ? html`<p class="box">${words.brokenOff}</p>
`
    : ''
}${
  state === 'running'
    ? html`<p class="box">${words.running}</p>
`
    : ''
}${failure === undefined ? '' : box(words.failed, [failure], 'bad')}${reasons.length > 0 ? box(words.why, reasons, '') : ''}${warnings.length > 0 ? box(words.warnings, warnings, '') : ''}<ul class="numbers">${numbers.map(([name, value]) => html`<li><b${name === words.lost && lost > 0 ? html` class="bad"` : ''}>${value}</b><span>${name}</span></li>`)}${reason === undefined ? '' : html`<li><b>${words.endings[reason]}</b><span>${words.ended}</span></li>`}</ul>
</header>`;
}

function box(heading: string, texts: readonly string[], kind: '' | 'bad'): Markup {
  return html`<div class="box ${kind}"><h3>${heading}</h3><ul>${texts.map((text) => html`<li>${bounded(text)}</li>`)}</ul></div>
`;
}

interface Section {
  readonly name: string;
  readonly heading: string;
  readonly body: Part;
}

function sectionsOf(page: Page): Section[] {
  const { record, words } = page;
  const { datasets, texts, program, overhead, facts } = record;
  const time = timeMarkup(page);
  const found = findingsMarkup(page);
  const explained = explanationMarkup(page);
  const all: (Section | undefined)[] = [
    {
      name: 'answer',
      heading: words.answer,
      body: datasets.length === 0 && texts.length === 0 ? html`<p>${words.nothing}</p>` : datasets.map((one) => answerMarkup(one, page)),
    },
    found === undefined ? undefined : { name: 'findings', heading: words.findings, body: found },
    time === undefined ? undefined : { name: 'time', heading: words.overTime, body: time },
    texts.length === 0 ? undefined : { name: 'said', heading: words.said, body: textsMarkup(page) },
    { name: 'program', heading: words.program, body: programMarkup(program.source, program.language) },
    { name: 'plan', heading: words.plan, body: planMarkup(page) },
    explained === undefined ? undefined : { name: 'explanation', heading: words.explanation, body: explained },
    overhead === undefined ? undefined : { name: 'cost', heading: words.cost, body: costMarkup(overhead, page) },
    { name: 'machine', heading: words.machine, body: machineMarkup(facts, page) },
    { name: 'again', heading: words.again, body: againMarkup(page) },
  ];
  return all.filter((section) => section !== undefined).filter(({ name }) => name !== 'answer' || datasets.length > 0 || texts.length === 0);
}

function answerMarkup(dataset: RunRecord['datasets'][number], page: Page): Markup {
  if (dataset.shape === 'histogram') return histogramMarkup(dataset, page);
  return html`${flameMarkup(dataset, page)}${tableMarkup(dataset, page)}`;
}

function textsMarkup({ record, words }: Page): Markup {
  const { texts } = record;
  const shown = texts.slice(-MOST_TEXTS);
  return html`<pre class="said" tabindex="0"><code>${shown.map((text) => html`${bounded(text)}${raw('\n')}`)}</code></pre>
${texts.length > shown.length ? html`<p class="note">${words.lines(String(shown.length), group(texts.length))}</p>` : ''}`;
}
