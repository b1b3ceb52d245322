import { samples } from '../../views/buckets.ts';
import type { FindingRule } from './finding.ts';

const FEW = 20;

/** A histogram of so few samples that its shape is chance. */
export const fewSamples: FindingRule = {
  name: 'few-samples',
  find: (scene) =>
    scene.histograms().flatMap(({ histogram, index }) => {
      if (!scene.isMain(histogram)) return [];
      const total = histogram.groups.reduce((sum, group) => sum + samples(group), 0);
      if (total === 0 || total >= FEW) return [];
      return [
        {
          kind: 'caution' as const,
          weight: 40,
          text: scene.say([
            `Only ${total === 1 ? '1 sample' : `${total} samples`} of ${scene.heading(histogram.value)}: too few to say what is usual. A longer run would tell.`,
            `${scene.heading(histogram.value)}只有 ${total} 个样本:太少,说明不了一般情况。可以观察更久。`,
          ]),
          from: [{ dataset: index, rows: histogram.groups.map((_, row) => row), shown: [] }],
        },
      ];
    }),
};
