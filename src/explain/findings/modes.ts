import { samples } from '../../views/buckets.ts';
import { humps, rangeOf } from './buckets.ts';
import type { FindingRule } from './finding.ts';

const FEWEST_SAMPLES = 50;

/** A histogram with more than one hump: two kinds of things put together. */
export const modes: FindingRule = {
  name: 'modes',
  find: (scene) =>
    scene.histograms().flatMap(({ histogram, index }) =>
      histogram.groups.flatMap((group, row) => {
        const total = samples(group);
        if (total < FEWEST_SAMPLES) return [];
        const found = humps(group.buckets);
        if (found.length < 2) return [];
        const said = found.map((hump) => `${rangeOf(group.buckets[hump.peak], histogram.value, scene)} (${scene.percent(hump.count, total)})`);
        const who = scene.groupName(histogram, group.key);
        return [
          {
            kind: 'insight' as const,
            weight: 70 * Math.min(1, total / samples(histogram.groups[0] ?? group)),
            text: scene.say([
              `${who === '' ? '' : `${who}: `}${found.length === 2 ? 'two' : String(found.length)} kinds of ${scene.heading(histogram.value)}, with few between them: around ${said.join(' and around ')}. An average would be true of neither.`,
              `${who === '' ? '' : `${who}:`}${scene.heading(histogram.value)}分为 ${found.length} 类,中间很少:集中在 ${said.join(' 和 ')}。平均值对哪一类都不成立。`,
            ]),
            from: [{ dataset: index, rows: [row], shown: said }],
          },
        ];
      }),
    ),
};
