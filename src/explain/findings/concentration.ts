import { addingUp, type FindingRule, isOwn, sum } from './finding.ts';

/** From this share on one key has most of it. */
const MOST = 0.5;
const FEWEST_KEYS = 3;

/** One key has most of all there is; or the first few of very many have. */
export const concentration: FindingRule = {
  name: 'concentration',
  find: (scene) =>
    scene.tables().flatMap(({ table, index }) => {
      const amounts = addingUp(table);
      const column = table.columns[table.amount ?? 0];
      if (amounts === undefined || column === undefined || table.rows.length < FEWEST_KEYS) return [];
      const total = sum(amounts);
      if (total < 10 || (table.columns[0]?.kind === 'stack' && table.amount === 1)) return [];
      const order = amounts.map((_, row) => row).sort((a, b) => (amounts[b] ?? 0) - (amounts[a] ?? 0));
      const [first = 0] = order;
      const top = amounts[first] ?? 0;
      const who = scene.who(table, table.rows[first] ?? []);
      const what = scene.heading(column);
      const shown = (amount: number | bigint): string => scene.amount(amount, column);
      if (top / total >= MOST && !isOwn(table, table.rows[first] ?? []))
        return [
          {
            kind: 'insight' as const,
            weight: 45 + 45 * (top / total),
            text: scene.say([
              `${who} alone has ${scene.percent(top, total)} of it: ${shown(scene.total(table, [first]))} of ${shown(scene.total(table))} (${what}), the other ${table.rows.length - 1} together ${shown(scene.total(table, order.slice(1)))}.`,
              `仅 ${who} 就占 ${scene.percent(top, total)}:${what} ${shown(scene.total(table))} 中的 ${shown(scene.total(table, [first]))},其余 ${table.rows.length - 1} 个合计 ${shown(scene.total(table, order.slice(1)))}。`,
            ]),
            from: [scene.evidence(table, index, [first])],
          },
        ];
      // The fewest that together have most of it, where there are many.
      const few: number[] = [];
      let part = 0;
      for (const row of order) {
        if (part / total >= 0.8) break;
        few.push(row);
        part += amounts[row] ?? 0;
      }
      if (few.length > 5 || few.length * 4 > table.rows.length) return [];
      return [
        {
          kind: 'insight' as const,
          weight: 50,
          text: scene.say([
            `The first ${few.length} of ${table.rows.length} have ${scene.percent(part, total)} of it (${what}): ${few.map((row) => scene.who(table, table.rows[row] ?? [])).join('; ')}.`,
            `${table.rows.length} 个中的前 ${few.length} 个占${what}的 ${scene.percent(part, total)}:${few.map((row) => scene.who(table, table.rows[row] ?? [])).join(';')}。`,
          ]),
          from: [scene.evidence(table, index, few)],
        },
      ];
    }),
};
