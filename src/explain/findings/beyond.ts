import { samples } from '../../views/buckets.ts';
import { rangeOf } from './buckets.ts';
import type { FindingRule } from './finding.ts';

const LEAST_SHARE = 0.1;

/** Many samples lie beyond the end of a histogram of even steps. */
export const beyond: FindingRule = {
  name: 'beyond',
  find: (scene) =>
    scene.histograms().flatMap(({ histogram, index }) =>
      histogram.groups.flatMap((group, row) => {
        const total = samples(group);
        const last = group.buckets.at(-1);
        if (last === undefined || last.max !== undefined || last.count < total * LEAST_SHARE || last.count < 2) return [];
        const who = scene.groupName(histogram, group.key);
        const shown = rangeOf(last, histogram.value, scene);
        return [
          {
            kind: 'caution' as const,
            weight: 60,
            text: scene.say([
              `${who === '' ? '' : `${who}: `}${scene.percent(last.count, total)} of the samples lie beyond the end of the histogram (${shown}): how far is not known.`,
              `${who === '' ? '' : `${who}:`}${scene.percent(last.count, total)} 的样本超出直方图末端(${shown}),具体多大不得而知。`,
            ]),
            from: [{ dataset: index, rows: [row], shown: [`${shown}: ${last.count}`] }],
          },
        ];
      }),
    ),
};
