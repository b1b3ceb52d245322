import { group } from '../../views/values.ts';
import type { FindingRule } from './finding.ts';

/** Keys a bpftrace map holds where nothing else was set. */
const MAP_KEYS = 4096;

/** A map that took no more keys. */
export const fullMap: FindingRule = {
  name: 'full-map',
  find: (scene) =>
    scene.record.datasets.flatMap((dataset, index) => {
      const keys = dataset.shape === 'histogram' ? dataset.groups.length : dataset.amount === undefined ? 0 : dataset.seen;
      // Whoever set another number has one that is not a power of two by chance.
      if (keys < MAP_KEYS || (keys & (keys - 1)) !== 0) return [];
      return [
        {
          kind: 'caution' as const,
          weight: 85,
          text: scene.say([
            `${dataset.title}: the map is full with ${group(keys)} keys. What came with new keys later is missing, so neither the number of keys nor the total is whole (BPFTRACE_MAP_KEYS_MAX makes it larger).`,
            `${dataset.title}:映射已满,共 ${group(keys)} 个键。之后的新键没有计入,键的数目和总数都不完整(可用 BPFTRACE_MAP_KEYS_MAX 调大)。`,
          ]),
          from: [{ dataset: index, rows: [], shown: [`${group(keys)}`] }],
        },
      ];
    }),
};
