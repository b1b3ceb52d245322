/** How often values fell into each range: a bar each, the groups with the most samples first. */
import { useSignal } from '@preact/signals';
import type { Histogram, HistogramGroup } from '../../src/core/dataset.ts';
import type { ValueNames } from '../../src/core/names.ts';
import { rangeText, samples } from '../../src/views/buckets.ts';
import { percent } from '../../src/views/table.ts';
import { group, showValue } from '../../src/views/values.ts';
import { heading } from '../../src/views/words.ts';
import { wordsIn } from '../words.ts';

/** Groups drawn before one is chosen. */
const MOST_GROUPS = 6;

export function HistogramView({ histogram, names, language }: { readonly histogram: Histogram; readonly names: ValueNames; readonly language: string }) {
  const w = wordsIn(language);
  const chosen = useSignal('');
  const keyOf = ({ key }: HistogramGroup) => histogram.keys.map((column, at) => showValue(key[at] ?? null, column, names)).join(', ');
  const groups = [...histogram.groups].sort((a, b) => samples(b) - samples(a));
  const shown = chosen.value === '' ? groups.slice(0, MOST_GROUPS) : groups.filter((one) => keyOf(one) === chosen.value);
  return (
    <div>
      {histogram.keys.length > 0 && groups.length > 1 ? (
        <div class="tools">
          <label>
            {w.group}{' '}
            <select value={chosen} onChange={(event) => (chosen.value = event.currentTarget.value)}>
              <option value="">{w.ofRows(String(Math.min(MOST_GROUPS, groups.length)), String(groups.length))}</option>
              {groups.slice(0, 200).map((one) => (
                <option key={keyOf(one)} value={keyOf(one)}>
                  {keyOf(one)}
                </option>
              ))}
            </select>
          </label>
        </div>
      ) : null}
      <div class="groups">
        {shown.map((one) => (
          <Group key={keyOf(one)} one={one} title={keyOf(one)} histogram={histogram} language={language} />
        ))}
      </div>
    </div>
  );
}

function Group({
  one,
  title,
  histogram,
  language,
}: {
  readonly one: HistogramGroup;
  readonly title: string;
  readonly histogram: Histogram;
  readonly language: string;
}) {
  const total = samples(one);
  const most = one.buckets.reduce((greatest, { count }) => Math.max(greatest, count), 1);
  return (
    <table class="histogram">
      <caption>
        {title === '' ? histogram.title : title} <span class="dim">{group(total)}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">{heading(histogram.value.name, language)}</th>
          <th scope="col" class="n">
            {wordsIn(language).count}
          </th>
          <th scope="col" class="wide">
            {wordsIn(language).share}
          </th>
        </tr>
      </thead>
      <tbody>
        {one.buckets.map((bucket) => (
          <tr key={`${bucket.min} ${bucket.max}`}>
            <th scope="row">{rangeText(bucket, histogram.value, language)}</th>
            <td class="n">{group(bucket.count)}</td>
            <td class="share">
              <span class="bar" style={{ width: `calc((100% - 4.2rem) * ${bucket.count / most})` }} />
              <span class="n">{percent(bucket.count, total)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
