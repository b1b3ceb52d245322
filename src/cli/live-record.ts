import type { Plan } from '../ask.ts';
import type { Table } from '../core/dataset.ts';
import type { KernelFacts } from '../core/facts.ts';
import type { Request } from '../core/request.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Item } from '../screen/tail.ts';
import type { Watch } from '../screen/watch.ts';

/** A run that still goes on, as the screen has seen it. */
export function recordOf(plan: Plan, facts: KernelFacts, request: Request, watch: Watch, at: number, startedAt: Date): RunRecord {
  const { items, maps, seen, rows } = watch.look();
  const { lost, overhead, seconds } = watch.vitals(at);
  const { program, tells, safety, notes, intent, written } = plan;
  const datasets = [...maps.flatMap(({ dataset }) => (dataset === undefined ? [] : [dataset])), ...rowTables(plan, items, seen)];
  return {
    format: 1,
    ...(request.question === undefined ? {} : { question: request.question }),
    language: intent.language,
    program,
    tells,
    safety,
    notes,
    ...(written === undefined ? {} : { model: written.model }),
    facts,
    startedAt: startedAt.getTime(),
    state: 'running',
    seconds,
    probes: watch.probes,
    datasets,
    series: [...(rows.points.length > 0 ? [rows] : []), ...maps.flatMap(({ series }) => series)],
    heatMaps: maps.flatMap(({ heats }) => heats),
    texts: items.flatMap((item) => (item.type === 'text' ? [item.text] : [])),
    sentence: '',
    reasons: [],
    records: seen + datasets.reduce((sum, one) => sum + (one.shape === 'table' ? (one.amount === undefined ? 0 : one.seen) : one.groups.length), 0),
    lost,
    warnings: watch.warnings,
    ...(overhead === undefined ? {} : { overhead }),
  };
}

/** The rows that are kept, by the statement that printed them. */
function rowTables({ program }: Plan, items: readonly Item[], seen: number): Table[] {
  return program.outputs.flatMap((output) => {
    if (output.shape !== 'rows') return [];
    const rows = items.flatMap((item) => (item.type === 'row' && item.statement === output.statement ? [item.values] : []));
    const isOnly = program.outputs.filter(({ shape }) => shape === 'rows').length === 1;
    return rows.length === 0 ? [] : [{ shape: 'table' as const, title: program.title, columns: output.columns, rows, seen: isOnly ? seen : rows.length }];
  });
}
