import type { Scalar } from '../../core/events.ts';
import type { Column, Unit } from '../../core/program.ts';
import { secondsText } from '../../views/values.ts';
import { lowest, rangeOf } from './buckets.ts';
import type { FindingRule } from './finding.ts';

const IN_SECONDS: Partial<Readonly<Record<Unit, number>>> = { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1 };
/** Times that began before the run did, by their names. */
const OLDER = /life ?time|age|uptime|alive|since|held|old/i;
/** What is measured can have begun a moment before all probes were attached. */
const LEEWAY = 1.1;

/** Values that cannot be: below zero where nothing can be, longer than the run lasted. Mostly a unit, or the sign of a number, that is not what the program takes it for. */
export const impossible: FindingRule = {
  name: 'impossible',
  find: (scene) => {
    const { seconds } = scene.record;
    const tooLong = (value: Scalar | undefined, column: Column): boolean => {
      const factor = column.unit === undefined ? undefined : IN_SECONDS[column.unit];
      return factor !== undefined && column.kind !== 'count' && !OLDER.test(column.name) && Number(value) * factor > seconds * LEEWAY + 1;
    };
    const isNegative = (value: Scalar | undefined, column: Column): boolean => column.unit !== undefined && column.kind !== 'count' && Number(value) < 0;
    const inTables = scene.tables().flatMap(({ table, index }) =>
      table.columns.flatMap((column, at) => {
        const below = table.rows.flatMap((row, number) => (isNegative(row[at], column) ? [number] : []));
        const long = table.rows.flatMap((row, number) => (tooLong(row[at], column) ? [number] : []));
        return [
          ...(below.length > 0 ? [{ what: 'negative' as const, column, count: below.length, from: scene.evidence(table, index, below.slice(0, 5)) }] : []),
          ...(long.length > 0 ? [{ what: 'long' as const, column, count: long.length, from: scene.evidence(table, index, long.slice(0, 5)) }] : []),
        ];
      }),
    );
    const inHistograms = scene.histograms().flatMap(({ histogram, index }) =>
      histogram.groups.flatMap((group, row) => {
        const column: Column = { ...histogram.value, kind: 'plain' };
        const below = group.buckets.filter((bucket) => bucket.count > 0 && column.unit !== undefined && bucket.max !== undefined && Number(bucket.max) < 0);
        const long = group.buckets.filter((bucket) => bucket.count > 0 && tooLong(lowest(bucket), column));
        const told = (what: 'negative' | 'long', buckets: typeof below) =>
          buckets.length === 0
            ? []
            : [
                {
                  what,
                  column,
                  count: buckets.reduce((sum, { count }) => sum + count, 0),
                  from: { dataset: index, rows: [row], shown: buckets.map((bucket) => `${rangeOf(bucket, column, scene)}: ${bucket.count}`) },
                },
              ];
        return [...told('negative', below), ...told('long', long)];
      }),
    );
    return [...inTables, ...inHistograms].map(({ what, column, count, from }) => ({
      kind: 'caution' as const,
      weight: 75,
      text:
        what === 'negative'
          ? scene.say([
              `${count} ${count === 1 ? 'value' : 'values'} of ${scene.heading(column)} ${count === 1 ? 'is' : 'are'} below zero, which none can be: a number may have been read with the wrong sign, or two clocks were compared.`,
              `有 ${count} 个${scene.heading(column)}小于零,这不可能:可能读错了符号,或比较了两个不同的时钟。`,
            ])
          : scene.say([
              `${count} ${count === 1 ? 'value' : 'values'} of ${scene.heading(column)} ${count === 1 ? 'is' : 'are'} longer than the run lasted (${secondsText(seconds, 'en')}): what it measures began before, or the unit is another.`,
              `有 ${count} 个${scene.heading(column)}比运行时间(${secondsText(seconds, 'zh')})还长:它们在此之前就已开始,或单位不对。`,
            ]),
      from: [from],
    }));
  },
};
