/** What is different between two runs, as tables. */
import type { RecordedNames, ValueNames } from '../../src/core/names.ts';
import type { Difference } from '../../src/views/compare.ts';
import { type DifferenceRow, differenceTexts } from '../../src/views/compare-text.ts';
import { namesFrom } from '../../src/views/recorded-names.ts';
import { group, secondsText, visible } from '../../src/views/values.ts';
import { urlOf } from '../client.ts';
import { language, whenText, words } from '../words.ts';

interface Side {
  readonly id: string;
  readonly question?: string;
  readonly title: string;
  readonly startedAt: number;
  readonly seconds: number;
}

export interface Compared {
  readonly before: Side;
  readonly after: Side;
  readonly sentence: string;
  readonly cautions: readonly string[];
  readonly differences: readonly Difference[];
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
  readonly names: RecordedNames;
  readonly hasStacks: boolean;
}

const MOST_ROWS = 100;

export function Changes({ compared }: { readonly compared: Compared }) {
  const w = words.value;
  const names = namesFrom(compared.names);
  const { before, after, differences } = compared;
  return (
    <>
      <dl>
        <SideLine word={w.before} side={before} />
        <SideLine word={w.after} side={after} />
      </dl>
      {differences.length === 0 ? <p>{w.nothingInCommon}</p> : <p class="sentence">{visible(compared.sentence)}</p>}
      {compared.cautions.map((caution) => (
        <p key={caution} class="box">
          {visible(caution)}
        </p>
      ))}
      {only(w.onlyBefore, compared.onlyBefore)}
      {only(w.onlyAfter, compared.onlyAfter)}
      {compared.hasStacks ? (
        <p>
          <a
            class="button"
            href={urlOf('GET /api/sessions/:a/diff/:b/flame.svg', { params: { a: before.id, b: after.id } })}
            download={`gpttrace-${before.id}-${after.id}.svg`}
          >
            {w.flameOfBoth}
          </a>
        </p>
      ) : null}
      {differences.map((difference) => (
        <ChangeTable key={difference.title} difference={difference} names={names} />
      ))}
    </>
  );
}

function SideLine({ word, side: { id, question, title, startedAt, seconds } }: { readonly word: string; readonly side: Side }) {
  return (
    <div>
      <dt>{word}</dt>
      <dd>
        <a href={`#/sessions/${id}`}>{visible(question ?? title)}</a>{' '}
        <span class="dim">
          {whenText(startedAt)} · {secondsText(seconds, language.value)}
        </span>
      </dd>
    </div>
  );
}

function only(where: string, titles: readonly string[]) {
  return titles.length === 0 ? null : (
    <p>
      {where}: {titles.map(visible).join(', ')}
    </p>
  );
}

function ChangeTable({ difference, names }: { readonly difference: Difference; readonly names: ValueNames }) {
  const title = visible(difference.title);
  const { keys, columns, rows, all } = differenceTexts(difference, names, { unicode: true, language: language.value });
  // The change itself is coloured: in the last column of a table, and of a histogram.
  const row = ({ key, cells, change }: DifferenceRow) => (
    <tr key={key}>
      <th scope="row">{key}</th>
      {cells.map((cell, at) => (
        <td key={columns[at]} class={`n ${at < cells.length - 1 || change === 0 ? '' : change > 0 ? 'more' : 'less'}`}>
          {cell}
        </td>
      ))}
    </tr>
  );
  return (
    <section class="scroll" tabIndex={0} aria-label={title}>
      <table class="small">
        <caption>{title}</caption>
        <thead>
          <tr>
            {keys === '' ? <td /> : <th scope="col">{keys}</th>}
            {columns.map((column) => (
              <th key={column} scope="col" class="n">
                {column === '' ? <span class="unseen">{words.value.share}</span> : column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{rows.slice(0, MOST_ROWS).map(row)}</tbody>
        {all === undefined ? null : <tfoot>{row(all)}</tfoot>}
      </table>
      {rows.length > MOST_ROWS ? <p class="dim">{words.value.ofRows(group(MOST_ROWS), group(rows.length))}</p> : null}
    </section>
  );
}
