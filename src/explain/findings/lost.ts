import { group } from '../../views/values.ts';
import type { FindingRule } from './finding.ts';

/** Events that were lost, and what they mean for the numbers. */
export const lost: FindingRule = {
  name: 'lost',
  find: (scene) => {
    const { lost, datasets } = scene.record;
    if (lost <= 0) return [];
    const [answer] = datasets;
    const rows = answer?.shape === 'table' && answer.amount === undefined ? answer.seen : undefined;
    const share = rows === undefined ? undefined : scene.percent(lost, rows + lost);
    const more: readonly [string, string] =
      rows === undefined
        ? [
            ': what a map holds was counted in the kernel and is whole; what was printed line by line is not',
            ':映射里的数在内核中统计,是完整的;逐行打印的则不完整',
          ]
        : [
            ` (${share} of all): there were at least ${group(rows + lost)}, and which ones are missing is not known`,
            `(占全部的 ${share}):实际至少有 ${group(rows + lost)} 个,缺了哪些不得而知`,
          ];
    return [
      {
        kind: 'caution',
        weight: rows === undefined ? 70 : 70 + 30 * (lost / (rows + lost)),
        text: scene.say([
          `${group(lost)} events were lost because they came faster than they could be read${more[0]}.`,
          `${group(lost)} 个事件因来得太快而丢失${more[1]}。`,
        ]),
        from: [{ rows: [], shown: [`lost: ${lost}`] }],
      },
    ];
  },
};
