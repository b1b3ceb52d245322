import { replacing } from '../../core/fix.ts';
import { holdsMoments, mapUses } from '../map-uses.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** What is stored at the beginning of something is deleted at its end: a map has room for so many entries, and one that stays is taken for a later beginning. */
export const startDeleted: Rule = {
  name: 'start-deleted',
  *check(context) {
    for (const use of mapUses(context).values()) {
      const [store] = use.stores;
      const [read] = use.reads;
      if (store === undefined || read === undefined || !holdsMoments(use) || use.deletes.length > 0) continue;
      // One that is stored again where it is read holds when something was last, and is never at its end.
      if (use.stores.some((one) => use.reads.some((other) => other.probe === one.probe))) continue;
      if (use.clears.some(({ probe }) => probe?.attachPoints.some(({ provider }) => !/^end$/i.test(provider)) ?? true)) continue;
      const key = context.source.slice(read.map.span.start, read.map.span.end);
      const message = `nothing is ever deleted from ${use.name}: it is full after ${context.dialect.limit('map-keys')} entries, and old ones are taken for new ones`;
      const last = use.reads.at(-1);
      const at = last?.probe === undefined ? undefined : last.probe.body.span.end - 1;
      const text = last === undefined ? '' : context.source.slice(last.map.span.start, last.map.span.end);
      const fixes = at === undefined || /\$/.test(text) ? [] : [replacing(`delete ${text} at the end`, { start: at, end: at }, ` delete(${text}); `)];
      yield report('warning', 'never-deleted', message, store.map.span, [`when it was used: delete(${key});`], fixes);
    }
  },
};
