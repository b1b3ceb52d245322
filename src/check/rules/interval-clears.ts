import { mapUses } from '../map-uses.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** What is printed again and again is cleared in between, unless it is meant to add up from the beginning. */
export const intervalClears: Rule = {
  name: 'interval-clears',
  *check(context) {
    for (const use of mapUses(context).values()) {
      if (use.clears.length > 0 || use.deletes.length > 0) continue;
      const adds = use.stores.some(
        ({ assignment: { operator, value } }) => operator !== '=' || (value.kind === 'call' && /^(?:count|sum|hist|lhist)$/.test(value.name)),
      );
      const print = use.prints.find(({ map, probe }) => map.keys.length === 0 && probe?.attachPoints.some(({ provider }) => provider === 'interval'));
      if (!adds || print === undefined) continue;
      const ends = print.probe?.body.statements.some(
        (one) => one.kind === 'expression-statement' && one.expression.kind === 'call' && one.expression.name === 'exit',
      );
      if (ends) continue;
      const message = `${use.name} is printed again and again, and never cleared: what is shown adds up from the beginning`;
      yield report('note', 'adds-up', message, print.map.span, [`for what happened since the last time: clear(${use.name}); after it`]);
    }
  },
};
