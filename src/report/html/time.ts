/** How a run went over time: lines for values, tiles for histograms. The shapes are SVG and stretch; what is read stands around them and does not. */
import type { HeatMap, Series } from '../../core/dataset.ts';
import { rangeText } from '../../views/buckets.ts';
import { tellingOf } from '../../views/history.ts';
import { group, showAmount, showValue } from '../../views/values.ts';
import { heading } from '../../views/words.ts';
import { bounded, html, type Markup, type Part } from './markup.ts';
import type { Page } from './page-of.ts';
import { round } from './table.ts';

/** Lines in one chart, the largest. More could not be told apart. */
const MOST_LINES = 6;
const MOST_CHARTS = 8;
const MOST_MAPS = 8;
/** Names of buckets beside a heat map, which else would stand on each other. */
const MOST_LABELS = 16;
/** Height of a bucket in pixels. */
const TILE = 20;
const WIDE = 1000;
const HIGH = 100;

/** Undefined where nothing was followed over time. */
export function timeMarkup(page: Page): Markup | undefined {
  const { series, heatMaps } = page.record;
  const drawn = series.filter(({ points }) => points.length > 1);
  const charts = byOutput(drawn).slice(0, MOST_CHARTS);
  const maps = heatMaps.filter(({ columns, buckets }) => columns.length > 1 && buckets.length > 0);
  if (charts.length === 0 && maps.length === 0) return undefined;
  const large = maps.map((map) => ({ map, count: map.columns.reduce((sum, { counts }) => sum + total(counts), 0) })).sort((a, b) => b.count - a.count);
  const more = large.length - MOST_MAPS;
  return html`${charts.map((lines) => linesMarkup(lines, page))}${large.slice(0, MOST_MAPS).map(({ map }) => heatMarkup(map, page))}${more > 0 ? html`<p class="note">${page.words.moreGroups(group(more))}</p>` : ''}`;
}

function byOutput(series: readonly Series[]): Series[][] {
  const all = new Map<string, Series[]>();
  for (const one of series) {
    const name = `${one.title}\n${one.column.name}`;
    const known = all.get(name);
    if (known === undefined) all.set(name, [one]);
    else known.push(one);
  }
  return [...all.values()];
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function linesMarkup(lines: readonly Series[], page: Page): Markup {
  const { words, language } = page;
  const [first] = lines;
  if (first === undefined) return html``;
  const { column, title } = first;
  const value = heading(column.name, language);
  const what = tellingOf(column) === 'rate' ? words.perSecond(value) : value;
  const shown = [...lines]
    .map((line) => ({ line, sum: line.points.reduce((sum, point) => sum + point.value, 0) }))
    .sort((a, b) => b.sum - a.sum)
    .slice(0, MOST_LINES)
    .map(({ line }) => line);
  const points = shown.flatMap((line) => line.points);
  const end = Math.max(...points.map(({ at }) => at));
  const most = Math.max(...points.map((point) => point.value)) || 1;
  const amount = (number: number): string =>
    column.unit === undefined ? group(number >= 10 ? Math.round(number) : round(number)) : showAmount(number, column.unit);
  const seconds = words.seconds(group(round(end)));
  const drawn = shown.map(
    (line, index) =>
      html`<polyline class="line s${index + 1}" points="${line.points.map(({ at, value }) => `${round((WIDE * at) / end)},${round(HIGH - (HIGH * value) / most)}`).join(' ')}"><title>${bounded(nameOf(line, page))}</title></polyline>`,
  );
  const [about, text] = [page.id('title'), page.id('desc')];
  return html`<figure>
<figcaption>${bounded(title === what ? what : `${title}: ${what}`)}</figcaption>
${shown.length > 1 || shown[0]?.key.length !== 0 ? html`<ul class="legend">${shown.map((line, index) => html`<li class="s${index + 1}">${bounded(nameOf(line, page))}</li>`)}</ul>` : ''}
<div class="plot">
<div class="y" aria-hidden="true"><span>${amount(most)}</span><span>${amount(most / 2)}</span><span>0</span></div>
<svg class="lines" viewBox="0 0 ${WIDE} ${HIGH}" preserveAspectRatio="none" role="img" aria-labelledby="${about} ${text}"><title id="${about}">${bounded(what)}</title><desc id="${text}">${bounded(words.seriesText(what, amount(most), seconds))}</desc><path class="grid" d="M0 0H${WIDE}M0 ${HIGH / 2}H${WIDE}M0 ${HIGH}H${WIDE}"/>${drawn}</svg>
<div class="x" aria-hidden="true"><span>0</span><span>${words.seconds(group(round(end / 2)))}</span><span>${seconds}</span></div>
</div>
${lines.length > shown.length ? html`<p class="note">${words.seriesShown(String(shown.length), group(lines.length))}</p>` : ''}
${numbersOf(shown, amount, page)}</figure>
`;
}

function numbersOf(shown: readonly Series[], amount: (value: number) => string, page: Page): Markup {
  const { words, language } = page;
  const times = [...new Set(shown.flatMap(({ points }) => points.map(({ at }) => at)))].sort((a, b) => a - b);
  const values = shown.map((line) => new Map(line.points.map(({ at, value }) => [at, value])));
  const rows = times.map((at) => {
    const cells = values.map((one) => one.get(at)).map((value) => html`<td class="n">${value === undefined ? '' : amount(value)}</td>`);
    return html`<tr><th scope="row" class="n">${words.seconds(group(round(at)))}</th>${cells}</tr>
`;
  });
  return html`<details><summary>${words.numbers}</summary><div class="scroll" tabindex="0" role="region" aria-label="${words.numbers}"><table><thead><tr><th scope="col" class="n">${heading('time', language)}</th>${shown.map((line) => html`<th scope="col" class="n">${bounded(nameOf(line, page))}</th>`)}</tr></thead>
<tbody>
${rows}</tbody></table></div></details>
`;
}

function heatMarkup(map: HeatMap, page: Page): Markup {
  const { words, language } = page;
  const { buckets, columns, value } = map;
  const most = Math.max(1, ...columns.flatMap(({ counts }) => counts));
  const end = columns.at(-1)?.at ?? 0;
  const [wide, high] = [WIDE / columns.length, 1];
  const name = bounded(heading(value.name, language));
  const who = bounded(map.key.map(String).join(', '));
  const tiles = columns.flatMap(({ counts, at }, column) =>
    counts.flatMap((count, row): Part[] => {
      if (count === 0) return [];
      // By its root, so that few samples beside many are seen, too.
      const shade = round(0.12 + 0.88 * Math.sqrt(count / most));
      const range = rangeText(buckets[row] ?? {}, value, language);
      const y = buckets.length - 1 - row;
      return [
        html`<rect x="${round(column * wide)}" y="${y}" width="${round(wide + 0.5)}" height="${high}" fill-opacity="${shade}"><title>${words.seconds(group(round(at)))}, ${range}: ${group(count)}</title></rect>`,
      ];
    }),
  );
  const every = Math.ceil(buckets.length / MOST_LABELS);
  const labels = buckets
    .map((bucket, index) => (index % every === 0 ? rangeText(bucket, value, language) : ''))
    .reverse()
    .map((text) => html`<span>${text}</span>`);
  const [about, text] = [page.id('title'), page.id('desc')];
  const seconds = words.seconds(group(round(end)));
  return html`<figure>
<figcaption>${who === '' ? bounded(map.title) : `${bounded(map.title)}: ${who}`}</figcaption>
<div class="plot heat">
<div class="y" aria-hidden="true">${labels}</div>
<svg class="tiles" viewBox="0 0 ${WIDE} ${buckets.length}" height="${buckets.length * TILE}" preserveAspectRatio="none" role="img" aria-labelledby="${about} ${text}"><title id="${about}">${who === '' ? name : `${name}, ${who}`}</title><desc id="${text}">${words.heatText(name, group(most), seconds)}</desc>${tiles}</svg>
<div class="x" aria-hidden="true"><span>0</span><span>${words.darkest(group(most))}</span><span>${seconds}</span></div>
</div>
</figure>
`;
}

/** Whose values a line tells. */
function nameOf({ title, key }: Series, { record, names, words }: Page): string {
  if (key.length === 0) return words.all;
  const output = record.program.outputs.find((one) => one.shape !== 'rows' && (one.map === title || one.map === record.program.answer));
  const columns = output === undefined || output.shape === 'rows' ? [] : output.keys;
  return key.map((part, index) => showValue(part, columns[index] ?? { name: '', kind: 'plain', type: 'unknown' }, names)).join(', ');
}
