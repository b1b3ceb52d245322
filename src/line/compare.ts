import type { Dataset, Stacks, Table } from '../core/dataset.ts';
import type { Scalar } from '../core/events.ts';
import { type Column, type Program, scriptOf } from '../core/program.ts';
import { type Compared, type Comparison, compare } from '../views/compare.ts';
import { flameDiffSvg } from '../views/flame-svg.ts';
import { stacksOf } from '../views/stacks.ts';
import type { OpenedSession } from './sessions.ts';

/** Two runs beside each other, and what must be known to read that rightly. */
export interface SessionComparison extends Comparison {
  readonly cautions: readonly string[];
}

/** Different values of a column that rows are counted by. */
const MOST_COUNTED = 100_000;

/** Compares two sessions. Rows are counted by whom they are of, as no row of one run is a row of the other. */
export async function compareSessions(before: OpenedSession, after: OpenedSession, language: string): Promise<SessionComparison> {
  const [one, other] = [await compared(before), await compared(after)];
  const same = isSameProgram(before, after);
  const [left, right] = same ? [withEmpty(one, other), withEmpty(other, one)] : [one, other];
  return { ...compare(left, right), cautions: cautionsOf(before, after, language === 'zh' ? 'zh' : 'en') };
}

/** The same program has seen nothing of what only the other run has a table of. */
function withEmpty(one: Compared, other: Compared): Compared {
  const has = ({ shape, title }: Dataset): boolean => one.datasets.some((dataset) => dataset.shape === shape && dataset.title === title);
  const empty = (dataset: Dataset): Dataset => (dataset.shape === 'table' ? { ...dataset, rows: [], seen: 0 } : { ...dataset, groups: [] });
  return { ...one, datasets: [...one.datasets, ...other.datasets.filter((dataset) => !has(dataset)).map(empty)] };
}

function isSameProgram(before: OpenedSession, after: OpenedSession): boolean {
  const [one, other] = [before.record.program, after.record.program];
  // Of an object the text only says what it holds.
  return codeOf(one) === codeOf(other) && (one.language !== 'object' || one.binary === other.binary);
}

/** A flame graph of what changed, of the first table that has stacks in both; undefined where none has. */
export function flameDifference(before: OpenedSession, after: OpenedSession): string | undefined {
  const stacks = ({ record }: OpenedSession): Stacks[] =>
    record.datasets.flatMap((dataset) => (dataset.shape === 'table' ? [stacksOf(dataset)] : [])).filter((found) => found !== undefined);
  const others = stacks(after);
  for (const one of stacks(before)) {
    const other = others.find(({ title, value }) => title === one.title && value.name === one.value.name);
    const { language, question, program } = after.record;
    // A map without a name of its own tells nothing.
    const title = `${one.title.startsWith('@') ? program.title : one.title}: ${before.id} → ${after.id}`;
    if (other !== undefined) return flameDiffSvg(one, other, { title, language, ...(question === undefined ? {} : { question }) });
  }
  return undefined;
}

async function compared(session: OpenedSession): Promise<Compared> {
  const { datasets, seconds, program } = session.record;
  const byStatement = new Map<number, { readonly at: number; readonly column: Column; readonly counts: Map<Scalar, number> }>();
  for (const output of program.outputs) {
    if (output.shape !== 'rows') continue;
    const at = Math.max(
      0,
      output.columns.findIndex(({ kind }) => kind === 'process'),
    );
    const column = output.columns[at];
    if (column !== undefined) byStatement.set(output.statement, { at, column, counts: new Map() });
  }
  if (byStatement.size > 0) {
    for await (const batches of session.events()) {
      for (const { events } of batches) {
        for (const event of events) {
          if (event.type !== 'row') continue;
          const counted = byStatement.get(event.statement);
          const who = event.values[counted?.at ?? 0] ?? null;
          if (counted !== undefined && (counted.counts.has(who) || counted.counts.size < MOST_COUNTED))
            counted.counts.set(who, (counted.counts.get(who) ?? 0) + 1);
        }
      }
    }
  }
  const counted = [...byStatement.values()].filter(({ counts }) => counts.size > 0).map(({ column, counts }) => countTable(program.title, column, counts));
  return { seconds, datasets: [...counted, ...datasets.filter((dataset) => dataset.shape !== 'table' || dataset.amount !== undefined)] };
}

function countTable(title: string, column: Column, counts: ReadonlyMap<Scalar, number>): Table {
  const rows = [...counts].sort((a, b) => b[1] - a[1]);
  return { shape: 'table', title, columns: [column, { name: 'count', kind: 'count', type: 'integer' }], rows, seen: rows.length, amount: 1 };
}

const CAUTIONS = {
  en: {
    programs: 'the programs differ: numbers of the same name may not mean the same',
    machines: (a: string, b: string) => `they ran on different kernels: ${a} and ${b}`,
    lost: (id: string, count: number) => `${id} lost ${count} events: its true numbers are higher`,
    cut: (id: string) => `${id} was broken off: it has what was seen until then`,
    running: (id: string) => `${id} is still running: it has what was seen so far`,
    dropped: (id: string) => `not all events of ${id} are kept: rows are counted of those that are`,
    short: 'one of them lasted so briefly that its numbers for a second say little',
  },
  zh: {
    programs: '两次运行的程序不同:同名的数字含义可能不同',
    machines: (a: string, b: string) => `两次运行的内核不同:${a} 和 ${b}`,
    lost: (id: string, count: number) => `${id} 丢失了 ${count} 个事件:真实数字更高`,
    cut: (id: string) => `${id} 中途中断:只有此前看到的内容`,
    running: (id: string) => `${id} 仍在运行:只有目前看到的内容`,
    dropped: (id: string) => `${id} 的事件没有全部保存:行数只按已保存的计算`,
    short: '其中一次运行时间太短,每秒的数字参考意义不大',
  },
} as const;

const SHORT_SECONDS = 1;

function cautionsOf(before: OpenedSession, after: OpenedSession, language: keyof typeof CAUTIONS): string[] {
  const words = CAUTIONS[language];
  const [a, b] = [before.record, after.record];
  const said: string[] = [];
  if (!isSameProgram(before, after)) said.push(words.programs);
  if (a.facts.release !== b.facts.release) said.push(words.machines(a.facts.release, b.facts.release));
  for (const { id, record, kept } of [before, after]) {
    if (record.lost > 0) said.push(words.lost(id, record.lost));
    if (record.state === 'broken-off') said.push(words.cut(id));
    if (record.state === 'running') said.push(words.running(id));
    if ((kept?.dropped ?? 0) > 0 && record.program.outputs.some(({ shape }) => shape === 'rows')) said.push(words.dropped(id));
  }
  if (Math.min(a.seconds, b.seconds) < SHORT_SECONDS) said.push(words.short);
  return said;
}

/** A program without its own end and blanks: how long it runs makes no other program of it. */
function codeOf(program: Program): string {
  const script = scriptOf(program);
  if (script === '') return `${program.language} ${program.source}`;
  return script
    .replace(/interval:\w+:\d+\s*\{\s*exit\(\);?\s*\}/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
