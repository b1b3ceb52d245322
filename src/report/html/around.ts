/** What surrounds an answer: what it cost, the machine it is of, and how to get it again. */
import type { KernelFacts } from '../../core/facts.ts';
import { meanShare, type Overhead } from '../../core/overhead.ts';
import { type Program, tracerOf } from '../../core/program.ts';
import { group, sharePercent, showAmount } from '../../views/values.ts';
import { bounded, html, type Markup, type Part } from './markup.ts';
import type { Page } from './page-of.ts';

const MOST_HITS = 100;
const LONGEST_COMMAND = 4000;

export function costMarkup(overhead: Overhead, { words, record }: Page): Markup {
  const seconds = (value: number | undefined): Part => (value === undefined ? words.notMeasured : showAmount(Math.round(value * 1e9), 'ns'));
  const bytes = (value: number): string => showAmount(value, 'bytes');
  const { bpf, tracer, own, memory, limit, processors, state, lost, hits = [] } = overhead;
  const name = tracerOf(record.program);
  return html`<p>${words.shareOfMachine(sharePercent(meanShare(overhead)), processors, sharePercent(limit))} ${words.states[state]}${lost > 0 ? ` ${words.lost}: ${group(lost)}.` : ''}</p>
${(record.remarks ?? []).map(
  (remark) => html`<p>${bounded(remark)}</p>
`,
)}<div class="scroll" tabindex="0" role="region" aria-label="${words.cost}">
<table>
<thead><tr><td></td><th scope="col" class="n">${words.cpuSeconds}</th><th scope="col" class="n">${words.memory}</th></tr></thead>
<tbody>
<tr><th scope="row">${words.bpf}</th><td class="n">${seconds(bpf)}</td><td></td></tr>
${
  name === ''
    ? ''
    : html`<tr><th scope="row">${bounded(name)}</th><td class="n">${seconds(tracer)}</td><td class="n">${bytes(memory.tracer)}</td></tr>
`
}<tr><th scope="row">${words.own}</th><td class="n">${seconds(own)}</td><td class="n">${bytes(memory.own)}</td></tr>
</tbody>
</table>
</div>
${hits.length === 0 ? '' : hitsMarkup(hits, words)}`;
}

function hitsMarkup(hits: NonNullable<Overhead['hits']>, words: Page['words']): Markup {
  const sorted = [...hits].sort((a, b) => b.runs - a.runs);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.hits}">
<table class="data">
<caption>${words.hits}</caption>
<thead><tr><th scope="col">${words.probes}</th><th scope="col" class="n">${words.runs}</th><th scope="col" class="n">${words.timeIn}</th></tr></thead>
<tbody>
${sorted.slice(0, MOST_HITS).map(
  ({ attachPoint, runs, nanoseconds }) =>
    html`<tr><td><code>${bounded(attachPoint)}</code></td><td class="n" data-v="${runs}">${group(runs)}</td><td class="n" data-v="${nanoseconds}">${showAmount(nanoseconds, 'ns')}</td></tr>
`,
)}</tbody>
</table>
</div>
${sorted.length > MOST_HITS ? html`<p class="note">${words.shown(String(MOST_HITS), group(sorted.length))}</p>` : ''}`;
}

export function machineMarkup(facts: KernelFacts, { words }: Page): Markup {
  const items: readonly (readonly [string, string])[] = [
    [words.kernel, facts.release],
    [words.architecture, facts.arch],
    ['bpftrace', facts.bpftrace === undefined ? '-' : `${facts.bpftrace.version} (${facts.bpftrace.path})`],
    [words.privilege, facts.privilege],
    [words.types, facts.btf ? words.typesKnown : words.typesUnknown],
    ['tracefs', facts.tracefs.path === undefined ? facts.tracefs.state : `${facts.tracefs.state}, ${facts.tracefs.path}`],
  ];
  const kinds = Object.entries(facts.probeKinds).map(
    ([kind, { verdict, why }]) => html`<tr><th scope="row"><code>${kind}</code></th><td>${words.verdicts[verdict]}</td><td>${bounded(why)}</td></tr>
`,
  );
  return html`<dl>
${items.map(
  ([name, value]) => html`<dt>${name}</dt><dd>${bounded(value)}</dd>
`,
)}</dl>
<details><summary>${words.probeKinds}</summary>
<table><thead><tr><th scope="col">${words.kind}</th><th scope="col">${words.works}</th><th scope="col">${words.because}</th></tr></thead>
<tbody>
${kinds}</tbody></table>
</details>
`;
}

export function againMarkup({ record, words }: Page): Markup {
  const { question, program, command } = record;
  const origin = program.origin.kind === 'file' ? program.origin.path : undefined;
  // One that is longer was never typed, and cut it would be another.
  const canAsk = question !== undefined && question.length + (command?.length ?? 0) <= LONGEST_COMMAND;
  const narrowed = command === undefined ? '' : ` --command ${shellWord(command)}`;
  return html`${
    !canAsk
      ? ''
      : html`<p>${words.askAgain}</p>
<pre class="command"><code>gpttrace ${shellWord(question)}${narrowed}</code></pre>
`
  }${
    origin === undefined
      ? ''
      : html`<p>${words.runFile}</p>
<pre class="command"><code>gpttrace run ${shellWord(origin)}</code></pre>
`
  }${
    record.id === undefined
      ? ''
      : html`<p>${words.lookAgain}</p>
<pre class="command"><code>gpttrace sessions show ${shellWord(record.id)}</code></pre>
`
  }${plainMarkup(program, words)}`;
}

/** How it is run without what is said above; of an object or a module there is nothing to say. */
function plainMarkup({ language, source }: Program, words: Page['words']): Part {
  switch (language) {
    case 'object':
    case 'wasm':
      return '';
    case 'c':
      return html`<p>${words.buildPlain}</p>
<pre class="command"><code>gpttrace build program.bpf.c</code></pre>
`;
    case 'tool':
      return html`<p>${words.runTool}</p>
<pre class="command"><code>${bounded(source)}</code></pre>
`;
    default:
      return html`<p>${words.runPlain}</p>
<pre class="command"><code>sudo bpftrace program.bt</code></pre>
`;
  }
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** A text as one word of a shell; what cannot be seen stands as an escape that bash and zsh know. */
function shellWord(text: string): string {
  if (/^[\w./:=@%+-]+$/.test(text) && !text.startsWith('-')) return text;
  if (!UNSEEN.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const escapedText = text
    .replace(/[\\']/g, '\\$&')
    .replace(new RegExp(UNSEEN, 'gu'), (char) => `\\U${(char.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`);
  return `$'${escapedText}'`;
}
