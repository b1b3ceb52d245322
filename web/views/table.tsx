/** A table of any length: only the rows that are in sight are in the page. */
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Table } from '../../src/core/dataset.ts';
import type { Scalar } from '../../src/core/events.ts';
import type { ValueNames } from '../../src/core/names.ts';
import type { Column } from '../../src/core/program.ts';
import { isRight, percent } from '../../src/views/table.ts';
import { totalOf } from '../../src/views/total.ts';
import { group, showValue } from '../../src/views/values.ts';
import { heading } from '../../src/views/words.ts';
import { SearchField } from '../parts/search-field.tsx';
import { wordsIn } from '../words.ts';

const ROW = 30;
/** Rows above and below those in sight. */
const AROUND = 6;
const MOST_LETTERS = 60;
/** Letters from which on a text is long, and how wide its column stays. */
const LONG_TEXT = 30;
const LEAST_TEXT = '20rem';

interface Sorting {
  readonly column: number;
  readonly down: boolean;
}

export interface TableViewProps {
  readonly table: Table;
  readonly names: ValueNames;
  readonly language: string;
  readonly live: boolean;
}

export function TableView({ table, names, language, live }: TableViewProps) {
  const w = wordsIn(language);
  const filter = useSignal('');
  const sorting = useSignal<Sorting | undefined>(undefined);
  const top = useSignal(0);
  const height = useSignal(12 * ROW);
  const scroller = useRef<HTMLDivElement>(null);
  const letters = useRef<number[]>([]);
  const { columns, amount } = table;
  const isRows = amount === undefined && table.seen >= table.rows.length && live;

  const wanted = filter.value.trim().toLowerCase();
  const rows = useMemo(() => {
    // Of rows that come one after the other the newest is what is looked at.
    const all = isRows ? [...table.rows].reverse() : table.rows;
    const kept =
      wanted === ''
        ? all
        : all.filter((row) =>
            columns.some((column, at) =>
              showValue(row[at] ?? null, column, names)
                .toLowerCase()
                .includes(wanted),
            ),
          );
    return sorting.value === undefined ? kept : sorted(kept, sorting.value);
  }, [table, wanted, sorting.value, isRows, names]);

  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const look = () => {
      height.value = box.clientHeight;
    };
    look();
    const watch = new ResizeObserver(look);
    watch.observe(box);
    return () => watch.disconnect();
  }, []);

  const total = amount !== undefined && columns[amount]?.kind === 'count' ? totalOf(table.rows, amount) : 0;
  const hasShare = Number(total) > 0 && table.rows.length > 1;
  const most = amount === undefined ? 0 : table.rows.reduce((greatest, row) => Math.max(greatest, Number(row[amount] ?? 0) || 0), 0);
  const from = Math.max(0, Math.min(Math.floor(top.value / ROW) - AROUND, rows.length - 1));
  const to = Math.min(rows.length, from + Math.ceil(height.value / ROW) + 2 * AROUND);
  const cells = rows.slice(from, to).map((row) => columns.map((column, at) => showValue(row[at] ?? null, column, names)));

  // Columns only grow: a table that jumps from side to side while rows come cannot be read.
  columns.forEach((column, at) => {
    const longest = cells.reduce((sum, row) => Math.max(sum, row[at]?.length ?? 0), heading(column.name, language).length + 2);
    letters.current[at] = Math.min(MOST_LETTERS, Math.max(letters.current[at] ?? 0, longest));
  });

  // The longest of the texts gives way, so that the amounts beside it are in sight; down to so much, then the table is scrolled.
  const widthOf = (at: number): string => `calc(${letters.current[at] ?? 8}ch + 1.6rem)`;
  const longest = longestText(columns, letters.current);
  const least = columns.map((_, at) => (at === longest ? LEAST_TEXT : widthOf(at))).join(' + ');

  const sortBy = (column: number) => {
    const now = sorting.value;
    const first = isRight(columns[column] ?? { name: '', kind: 'plain', type: 'string' });
    sorting.value = now?.column !== column ? { column, down: first } : now.down === first ? { column, down: !first } : undefined;
  };

  return (
    <div class="tableview">
      <div class="tools">
        <SearchField text={filter} label={w.filterLabel} placeholder={w.filter} />
        <span class="dim">
          {table.seen > table.rows.length && wanted === ''
            ? w.lastRows(group(rows.length), group(table.seen))
            : w.ofRows(group(rows.length), group(table.rows.length))}
          {isRows && sorting.value === undefined ? ` · ${w.newestFirst}` : ''}
        </span>
      </div>
      <section
        class="scroll rows"
        ref={scroller}
        aria-label={`${isRows ? w.rows : w.table}: ${table.title}`}
        tabIndex={0}
        onScroll={(event) => (top.value = event.currentTarget.scrollTop)}
      >
        <table class="data" aria-rowcount={rows.length + 1} style={{ minWidth: `calc(${least}${amount === undefined ? '' : ' + var(--barwidth)'})` }}>
          <colgroup>
            {columns.map((column, at) => (
              <col key={`${at} ${column.name}`} style={{ width: at === longest ? 'auto' : widthOf(at) }} />
            ))}
            {amount === undefined ? null : <col class="barcolumn" />}
          </colgroup>
          <thead>
            <tr>
              {columns.map((column, at) => (
                <th
                  key={`${at} ${column.name}`}
                  scope="col"
                  class={isRight(column) ? 'n' : ''}
                  aria-sort={sorting.value?.column === at ? (sorting.value.down ? 'descending' : 'ascending') : 'none'}
                >
                  <button type="button" onClick={() => sortBy(at)}>
                    {heading(column.name, language)}
                  </button>
                </th>
              ))}
              {amount === undefined ? null : <th scope="col">{w.share}</th>}
            </tr>
          </thead>
          <tbody>
            <tr class="gap">
              <td colSpan={columns.length + (amount === undefined ? 0 : 1)} style={{ height: `${from * ROW}px` }} />
            </tr>
            {cells.map((texts, index) => {
              const row = rows[from + index] ?? [];
              const value = amount === undefined ? 0 : Number(row[amount] ?? 0) || 0;
              return (
                <tr key={index} aria-rowindex={from + index + 2}>
                  {texts.map((text, at) => (
                    <td key={at} class={columns[at] !== undefined && isRight(columns[at]) ? 'n' : ''} title={text.length > 30 ? text : undefined}>
                      {text}
                    </td>
                  ))}
                  {amount === undefined ? null : (
                    <td class="share">
                      <span class="bar" style={{ width: most > 0 ? `calc((100% - 4.2rem) * ${Math.max(0, value) / most})` : '0' }} />
                      {hasShare ? <span class="n">{percent(value, Number(total))}</span> : null}
                    </td>
                  )}
                </tr>
              );
            })}
            <tr class="gap">
              <td colSpan={columns.length + (amount === undefined ? 0 : 1)} style={{ height: `${(rows.length - to) * ROW}px` }} />
            </tr>
          </tbody>
        </table>
      </section>
    </div>
  );
}

/** Which column gives way where there is not room for all: that of the longest texts; undefined where none is long. */
function longestText(columns: readonly Column[], letters: readonly number[]): number | undefined {
  const most = columns.reduce((greatest, column, at) => (isRight(column) ? greatest : Math.max(greatest, letters[at] ?? 0)), 0);
  return most < LONG_TEXT ? undefined : columns.findIndex((column, at) => !isRight(column) && letters[at] === most);
}

function sorted(rows: readonly (readonly Scalar[])[], { column, down }: Sorting): readonly (readonly Scalar[])[] {
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => sign * compare(a[column] ?? null, b[column] ?? null));
}

function compare(a: Scalar, b: Scalar): number {
  const isNumber = (value: Scalar) => typeof value === 'number' || typeof value === 'bigint';
  if (isNumber(a) && isNumber(b)) return a === b ? 0 : (a as number) < (b as number) ? -1 : 1;
  const [x, y] = [String(a), String(b)];
  return x === y ? 0 : x < y ? -1 : 1;
}
