import type { Expression } from '../../bpftrace/ast.ts';
import { mapUses } from '../map-uses.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** A key comes again: one that never does makes an entry for every event, until the map is full. */
export const keyRepeats: Rule = {
  name: 'key-repeats',
  *check(context) {
    for (const use of mapUses(context).values()) {
      const store = use.stores.find(({ map }) => map.keys.some(neverRepeats));
      const key = store?.map.keys.find(neverRepeats);
      if (store === undefined || key === undefined || use.deletes.length > 0 || use.clears.length > 0) continue;
      if (store.probe?.attachPoints.every(({ provider }) => /^(?:begin|end|interval)$/i.test(provider)) ?? true) continue;
      const name = context.source.slice(key.span.start, key.span.end);
      const message = `${name} is never the same twice: ${use.name} gets an entry for every event, and is full after ${context.dialect.limit('map-keys')}`;
      yield report('warning', 'endless-keys', message, key.span, ['printf() shows events one by one; nsecs / 1000000000 groups them by second']);
    }
  },
};

function neverRepeats(key: Expression): boolean {
  if (key.kind === 'tuple') return key.items.some(neverRepeats);
  return (key.kind === 'identifier' || key.kind === 'call') && /^(?:nsecs|elapsed)$/.test(key.name);
}
