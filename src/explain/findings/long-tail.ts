import { addingUp, type FindingRule, sum } from './finding.ts';

const FEWEST_KEYS = 10;

/** Most keys have next to nothing; or all have about as much. */
export const longTail: FindingRule = {
  name: 'long-tail',
  find: (scene) =>
    scene.tables().flatMap(({ table, index }) => {
      const amounts = addingUp(table);
      const column = table.columns[table.amount ?? 0];
      if (amounts === undefined || column === undefined || table.rows.length < FEWEST_KEYS) return [];
      const total = sum(amounts);
      const what = scene.heading(column);
      const least = Math.min(...amounts);
      const most = Math.max(...amounts);
      const shown = (amount: number): string => scene.amount(scene.total(table, [amounts.indexOf(amount)]), column);
      const once = amounts.flatMap((amount, row) => (amount === 1 ? [row] : []));
      if (column.unit === undefined && once.length >= table.rows.length / 2 && once.length < table.rows.length && total > 2 * once.length)
        return [
          {
            kind: 'insight' as const,
            weight: 35,
            text: scene.say([
              `A long tail: ${once.length} of ${table.rows.length} have 1 each (${what}) and together ${scene.percent(once.length, total)} of the total.`,
              `长尾:${table.rows.length} 个中有 ${once.length} 个各只有 1(${what}),合计占总数的 ${scene.percent(once.length, total)}。`,
            ]),
            from: [scene.evidence(table, index, once.slice(0, 5))],
          },
        ];
      if (least > 0 && least < most && most <= 2 * least)
        return [
          {
            kind: 'insight' as const,
            weight: 30,
            text: scene.say([
              `Nobody stands out: all ${table.rows.length} have between ${shown(least)} and ${shown(most)} (${what}).`,
              `没有谁特别突出:${table.rows.length} 个的${what}都在 ${shown(least)} 到 ${shown(most)} 之间。`,
            ]),
            from: [scene.evidence(table, index, [0, table.rows.length - 1])],
          },
        ];
      return [];
    }),
};
