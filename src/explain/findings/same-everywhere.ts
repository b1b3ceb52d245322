import type { Table } from '../../core/dataset.ts';
import type { Column } from '../../core/program.ts';
import type { FindingRule, FindingScene } from './finding.ts';

const FEWEST_ROWS = 8;

/** The same value wherever one looks, or nothing but zeros: mostly a sign that something else is measured than was meant. */
export const sameEverywhere: FindingRule = {
  name: 'same-everywhere',
  find: (scene) => scene.tables().flatMap(({ table, index }) => table.columns.flatMap((column, at) => claim(table, index, column, at, scene))),
};

function claim(table: Table, index: number, column: Column, at: number, scene: FindingScene): ReturnType<FindingRule['find']> {
  const measured = at === table.amount || (table.amount === undefined && column.unit !== undefined);
  if (!measured || table.rows.length < FEWEST_ROWS) return [];
  const values = table.rows.map((row) => row[at]);
  const [first] = values;
  if ((typeof first !== 'number' && typeof first !== 'bigint') || values.some((value) => value !== first)) return [];
  const number = Number(first);
  // That each came once is what a count of different things looks like.
  if (number === 1 && column.unit === undefined) return [];
  const what = scene.heading(column);
  const from = [scene.evidence(table, index, [0, table.rows.length - 1])];
  if (number === 0)
    return [
      {
        kind: 'caution',
        weight: 80,
        text: scene.say([
          `Every ${what} is 0, in all ${table.rows.length} rows: it may be that the program reads the wrong thing, or reads it too early.`,
          `全部 ${table.rows.length} 行的${what}都是 0:程序可能读错了内容,或读得太早。`,
        ]),
        from,
      },
    ];
  return [
    {
      kind: 'caution',
      weight: 50,
      text: scene.say([
        `All ${table.rows.length} rows have the same ${what}: ${scene.amount(first, column)}. That is rare for something that is measured.`,
        `全部 ${table.rows.length} 行的${what}都相同:${scene.amount(first, column)}。实际测量很少这样。`,
      ]),
      from,
    },
  ];
}
