import { replacing } from '../../core/fix.ts';
import { holdsMoments, mapUses } from '../map-uses.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** bpftrace prints every map when it ends: one that only remembers beginnings is cleared before that. */
export const startCleared: Rule = {
  name: 'start-cleared',
  *check(context) {
    const isEnd = (provider: string): boolean => /^end$/i.test(provider);
    const end = context.script.probes.find((probe) => probe.attachPoints.some(({ provider }) => isEnd(provider)));
    for (const use of mapUses(context).values()) {
      const [store] = use.stores;
      if (store === undefined || use.reads.length === 0 || !holdsMoments(use)) continue;
      if (use.clears.some(({ probe }) => probe?.attachPoints.some(({ provider }) => isEnd(provider)) ?? true)) continue;
      const message = `bpftrace prints every map when it ends: what is left in ${use.name} will stand beside the answer`;
      const span = { start: store.map.span.start, end: store.map.span.start + use.name.length };
      const at = end === undefined ? context.source.trimEnd().length : end.body.span.end - 1;
      const text = end === undefined ? `\n\nEND\n{\n  clear(${use.name});\n}` : ` clear(${use.name}); `;
      yield report(
        'note',
        'not-cleared',
        message,
        span,
        [`END { clear(${use.name}); }`],
        [replacing(`clear ${use.name} at the end`, { start: at, end: at }, text)],
      );
    }
  },
};
