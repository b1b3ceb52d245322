import type { Table } from '../../core/dataset.ts';
import { type FindingRule, type FindingScene, sum } from './finding.ts';

/** Errors among the results: how many failed, and of what mostly. */
export const errors: FindingRule = {
  name: 'errors',
  find: (scene) => scene.tables().flatMap(({ table, index }) => claims(table, index, scene)),
};

function claims(table: Table, index: number, scene: FindingScene): ReturnType<FindingRule['find']> {
  const at = table.columns.findIndex(({ kind }) => kind === 'errno');
  const column = table.columns[at];
  if (column === undefined || table.rows.length < 2) return [];
  const { amount } = table;
  if (amount !== undefined && table.columns[amount]?.kind !== 'count') return [];
  const weightOf = (row: readonly unknown[]): number => (amount === undefined ? 1 : Number(row[amount] ?? 0));
  const total = sum(table.rows.map(weightOf));
  const failing = table.rows.flatMap((row, number) => (Number(row[at] ?? 0) === 0 ? [] : [number]));
  const byError = new Map<string, number>();
  for (const number of failing) {
    const row = table.rows[number] ?? [];
    const name = scene.cells([row[at] ?? null], [column]);
    byError.set(name, (byError.get(name) ?? 0) + weightOf(row));
  }
  const failed = sum([...byError.values()]);
  if (failed === 0) return [];
  const [most] = [...byError].sort((a, b) => b[1] - a[1]);
  if (most === undefined) return [];
  const [name, count] = most;
  const mostly = failing.filter((number) => scene.cells([table.rows[number]?.[at] ?? null], [column]) === name);
  const rows = mostly.slice(0, 5);
  const exact = (of: readonly number[]): number | bigint => (amount === undefined ? of.length : scene.total(table, of));
  const from = [scene.evidence(table, index, rows)];
  // Where more rows came than are kept, it is said of those that are.
  const of =
    table.seen > table.rows.length && amount === undefined
      ? scene.say([`the last ${table.rows.length}`, `最后 ${table.rows.length} 个`])
      : scene.amount(exact(table.rows.map((_, row) => row)), { name: '', kind: 'count', type: 'integer' });
  const plain = { name: '', kind: 'count', type: 'integer' } as const;
  if (failed === total) {
    if (byError.size < 2) return [];
    return [
      {
        kind: 'insight',
        weight: 50,
        text: scene.say([
          `Most of the errors are ${name}: ${scene.amount(exact(mostly), plain)} of ${of} (${scene.percent(count, total)}).`,
          `错误大多是 ${name}:${of} 中的 ${scene.amount(exact(mostly), plain)}(${scene.percent(count, total)})。`,
        ]),
        from,
      },
    ];
  }
  return [
    {
      kind: 'insight',
      weight: 50 + 40 * (failed / total),
      text: scene.say([
        `${scene.percent(failed, total)} failed: ${scene.amount(exact(failing), plain)} of ${of}${byError.size > 1 ? `, mostly with ${name} (${scene.amount(exact(mostly), plain)})` : ` with ${name}`}.`,
        `${scene.percent(failed, total)} 失败:${of} 中的 ${scene.amount(exact(failing), plain)}${byError.size > 1 ? `,大多为 ${name}(${scene.amount(exact(mostly), plain)})` : `,错误为 ${name}`}。`,
      ]),
      from,
    },
  ];
}
