import { addingUp, type FindingRule, isOwn, sum } from './finding.ts';

const LEAST_SHARE = 0.05;

/** What the tracer itself did is among what it saw. */
export const own: FindingRule = {
  name: 'own',
  find: (scene) =>
    scene.tables().flatMap(({ table, index }) => {
      const amounts = addingUp(table);
      const column = table.columns[table.amount ?? 0];
      if (amounts === undefined || column === undefined) return [];
      const rows = table.rows.flatMap((row, number) => (isOwn(table, row) ? [number] : []));
      const part = sum(rows.map((row) => amounts[row] ?? 0));
      const total = sum(amounts);
      if (rows.length === 0 || part < total * LEAST_SHARE) return [];
      return [
        {
          kind: 'caution' as const,
          weight: 30 + 50 * (part / total),
          text: scene.say([
            `${scene.percent(part, total)} of it is the tracer's own doing: ${scene.amount(scene.total(table, rows), column)} of ${scene.amount(scene.total(table), column)} (${scene.heading(column)}).`,
            `其中 ${scene.percent(part, total)} 是跟踪程序自己造成的:${scene.heading(column)} ${scene.amount(scene.total(table), column)} 中的 ${scene.amount(scene.total(table, rows), column)}。`,
          ]),
          from: [scene.evidence(table, index, rows)],
        },
      ];
    }),
};
