import { meanShare } from '../../core/overhead.ts';
import { percent } from '../../views/table.ts';
import type { FindingRule } from './finding.ts';

/** Below this share of the machine nobody needs to mind. */
const WORTH_SAYING = 0.02;
/** Of a shorter run the share is that of its beginning and its end. */
const LEAST_SECONDS = 1;

/** What watching itself cost, where that can have changed what was seen. */
export const cost: FindingRule = {
  name: 'cost',
  find: (scene) => {
    const { overhead } = scene.record;
    if (overhead === undefined) return [];
    // What was too much was so at the end; otherwise it is told of the whole run, as it is under the answer.
    const ended = overhead.state === 'ended';
    const share = ended ? overhead.share : meanShare(overhead);
    if ((share < WORTH_SAYING || overhead.seconds < LEAST_SECONDS) && overhead.state === 'within') return [];
    const used = percent(share, 1);
    return [
      {
        kind: 'caution',
        weight: ended ? 80 : 45,
        text: ended
          ? scene.say([
              `Watching cost ${used} of the machine, more than it may (${percent(overhead.limit, 1)}), and was ended: what came later was not seen.`,
              `观察本身占用了机器的 ${used},超过允许的 ${percent(overhead.limit, 1)},因此提前结束:之后的没有看到。`,
            ])
          : scene.say([
              `Watching cost ${used} of the machine${overhead.state === 'slowed' ? ' and was slowed down' : ''}: what was measured is a little slower than it is unwatched.`,
              `观察本身占用了机器的 ${used}${overhead.state === 'slowed' ? ',已放慢' : ''}:测得的比不观察时稍慢。`,
            ]),
        from: [{ rows: [], shown: [used] }],
      },
    ];
  },
};
