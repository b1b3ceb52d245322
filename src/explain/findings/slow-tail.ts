import { quantileAt, reachText, samples } from '../../views/buckets.ts';
import { beginOf, lowest, rangeOf } from './buckets.ts';
import type { FindingRule } from './finding.ts';

const FEWEST_SAMPLES = 100;
/** How many times the middle a value is that is far away from it. */
const FAR = 16;

/** Few are very much larger than half of them: what an average hides, and what people wait for. */
export const slowTail: FindingRule = {
  name: 'slow-tail',
  find: (scene) =>
    scene.histograms().flatMap(({ histogram, index }) =>
      histogram.groups.flatMap((group, row) => {
        const total = samples(group);
        if (total < FEWEST_SAMPLES) return [];
        const { buckets } = group;
        const half = buckets[quantileAt(buckets, 0.5)];
        const ninetyNinth = buckets[quantileAt(buckets, 0.99)];
        const last = buckets.findLast(({ count }) => count > 0);
        const middle = Math.max(1, Number(half?.max ?? lowest(half)));
        if (half?.max === undefined || lowest(ninetyNinth) < FAR * middle) return [];
        const who = scene.groupName(histogram, group.key);
        const what = scene.heading(histogram.value);
        const shown = [reachText(half, histogram.value, scene.tongue), beginOf(ninetyNinth, histogram.value), rangeOf(last, histogram.value, scene)];
        return [
          {
            kind: 'insight' as const,
            weight: 75 * Math.min(1, total / samples(histogram.groups[0] ?? group)),
            text: scene.say([
              `${who === '' ? '' : `${who}: `}a long tail of ${what}: half are ${shown[0]}, but one in a hundred is ${shown[1]} or more; the greatest: ${shown[2]}.`,
              `${who === '' ? '' : `${who}:`}${what}有很长的尾部:一半${shown[0]},但百分之一达到 ${shown[1]} 或更多;最大:${shown[2]}。`,
            ]),
            from: [{ dataset: index, rows: [row], shown }],
          },
        ];
      }),
    ),
};
