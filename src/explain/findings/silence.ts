import type { FindingRule } from './finding.ts';

/** Nothing was seen, and why that may be; or a run that did not come to its end. */
export const silence: FindingRule = {
  name: 'silence',
  find: (scene) => {
    const { records, reasons, state, reason, failure, probes, datasets, texts } = scene.record;
    const silent = records === 0 && datasets.length === 0 && texts.length === 0;
    return [
      ...(silent && state !== 'running' && reason !== 'rejected' && reason !== 'crashed' && failure === undefined
        ? [
            {
              kind: 'caution' as const,
              weight: 90,
              text: scene.say([
                `Nothing was seen by ${probes} ${probes === 1 ? 'probe' : 'probes'}${reasons.length === 0 ? '' : `: ${reasons.join('; ')}`}.`,
                `${probes} 个探针什么都没有看到${reasons.length === 0 ? '' : `:${reasons.join(';')}`}。`,
              ]),
              from: [{ rows: [], shown: [...reasons] }],
            },
          ]
        : []),
      ...(state === 'broken-off'
        ? [
            {
              kind: 'caution' as const,
              weight: 88,
              text: scene.say([
                'The run was broken off: this is what it had seen until then, and the last moments may be missing.',
                '运行中途中断:这是中断前看到的内容,最后一刻可能缺失。',
              ]),
              from: [{ rows: [], shown: [] }],
            },
          ]
        : []),
    ];
  },
};
