/** Histograms: a table of buckets, each with its bar, so that it can be read, sorted out by a screen reader, and seen on a phone. */
import type { Histogram, HistogramGroup } from '../../core/dataset.ts';
import { rangeText, samples } from '../../views/buckets.ts';
import { percent } from '../../views/table.ts';
import { group, showValue } from '../../views/values.ts';
import { heading } from '../../views/words.ts';
import { bounded, html, type Markup } from './markup.ts';
import type { Page } from './page-of.ts';
import { bar } from './table.ts';

/** Groups that are drawn, those with the most samples. */
export const MOST_GROUPS = 24;

export function histogramMarkup(histogram: Histogram, page: Page): Markup {
  const groups = [...histogram.groups].sort((a, b) => samples(b) - samples(a));
  const more = groups.length - MOST_GROUPS;
  return html`<div class="groups">
${groups.slice(0, MOST_GROUPS).map((one) => groupMarkup(one, histogram, page))}</div>
${more > 0 ? html`<p class="note">${page.words.moreGroups(group(more))}</p>` : ''}`;
}

function groupMarkup(one: HistogramGroup, { keys, value, title }: Histogram, { words, names, language }: Page): Markup {
  const total = samples(one);
  const most = Math.max(1, ...one.buckets.map(({ count }) => count));
  const key = keys.map((column, index) => showValue(one.key[index] ?? null, column, names)).join(', ');
  const rows = one.buckets.map(
    (bucket) =>
      html`<tr><th scope="row">${rangeText(bucket, value, language)}</th><td class="n">${group(bucket.count)}</td><td class="n">${bucket.count === 0 ? '' : percent(bucket.count, total)}</td><td class="wide">${bucket.count === 0 ? '' : bar(bucket.count / most)}</td></tr>
`,
  );
  return html`<table class="histogram">
<caption>${bounded(key === '' ? title : key)} <span class="count">${words.samples(group(total))}</span></caption>
<thead><tr><th scope="col">${bounded(heading(value.name, language))}</th><th scope="col" class="n">${heading('count', language)}</th><th scope="col" class="n">${words.share}</th><td></td></tr></thead>
<tbody>
${rows}</tbody>
</table>
`;
}
