import type { Bucket } from '../../core/events.ts';
import { samples } from '../../views/buckets.ts';
import { rangeOf } from './buckets.ts';
import type { FindingRule } from './finding.ts';

const FEWEST_SAMPLES = 50;
/** Empty buckets that part an outlier from the rest. */
const GAP = 2;

/** Single samples far away from all others, with nothing between. */
export const outliers: FindingRule = {
  name: 'outliers',
  find: (scene) =>
    scene.histograms().flatMap(({ histogram, index }) =>
      histogram.groups.flatMap((group, row) => {
        const total = samples(group);
        if (total < FEWEST_SAMPLES || !doubles(group.buckets)) return [];
        const far = farAbove(group.buckets);
        const count = far.reduce((sum, bucket) => sum + bucket.count, 0);
        if (count === 0 || count > total * 0.01) return [];
        const who = scene.groupName(histogram, group.key);
        const shown = far.filter((bucket) => bucket.count > 0).map((bucket) => `${rangeOf(bucket, histogram.value, scene)}: ${bucket.count}`);
        return [
          {
            kind: 'insight' as const,
            weight: 55,
            text: scene.say([
              `${who === '' ? '' : `${who}: `}${count === 1 ? 'one sample lies' : `${count} samples lie`} far above all others (${scene.heading(histogram.value)} ${shown.join(', ')}), with nothing between.`,
              `${who === '' ? '' : `${who}:`}有 ${count} 个样本远高于其余(${scene.heading(histogram.value)} ${shown.join(',')}),中间没有任何样本。`,
            ]),
            from: [{ dataset: index, rows: [row], shown }],
          },
        ];
      }),
    ),
};

/** Each bucket is twice as wide: an empty one is a real gap there, which it is not between even steps. */
function doubles(buckets: readonly Bucket[]): boolean {
  const inner = buckets.filter(({ min, max }) => min !== undefined && max !== undefined && Number(min) >= 2);
  return inner.length > 0 && inner.every(({ min, max }) => Number(max) + 1 === 2 * Number(min));
}

/** What lies above the last gap. */
function farAbove(buckets: readonly Bucket[]): readonly Bucket[] {
  let empty = 0;
  for (let at = buckets.findLastIndex(({ count }) => count > 0); at >= 0; at--) {
    empty = (buckets[at]?.count ?? 0) === 0 ? empty + 1 : 0;
    if (empty >= GAP) return buckets.slice(at + GAP);
  }
  return [];
}
