import { dialectOf } from '../../bpftrace/dialect/dialect.ts';
import type { FindingRule } from './finding.ts';

/** Texts that end where the tracer cuts them: two different ones can look the same. */
export const cutTexts: FindingRule = {
  name: 'cut-texts',
  find: (scene) => {
    const most = dialectOf(scene.record.facts.bpftrace?.version).limit('string-length') - 1;
    return scene.tables().flatMap(({ table, index }) =>
      table.columns.flatMap((column, at) => {
        if (column.type !== 'string' || column.kind === 'stack' || column.kind === 'process') return [];
        const cut = table.rows.flatMap((row, number) => (typeof row[at] === 'string' && Buffer.byteLength(row[at]) >= most ? [number] : []));
        if (cut.length === 0) return [];
        const apart = table.amount !== undefined && at < table.amount;
        return [
          {
            kind: 'caution' as const,
            weight: apart ? 45 : 25,
            text: scene.say([
              `${cut.length} of ${table.rows.length} ${scene.heading(column)} texts were cut at ${most} bytes${apart ? ': what is different only behind that was put together' : ''}.`,
              `${table.rows.length} 个${scene.heading(column)}中有 ${cut.length} 个在 ${most} 字节处被截断${apart ? ':其后才不同的会合并在一起' : ''}。`,
            ]),
            from: [scene.evidence(table, index, cut.slice(0, 5))],
          },
        ];
      }),
    );
  },
};
