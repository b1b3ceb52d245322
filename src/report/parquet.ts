/** One table of a run as Apache Parquet: 64-bit integers as such, texts in UTF-8, what the run was in the file's own metadata. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Scalar } from '../core/events.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Choice } from './format.ts';
import { type PlainColumn, type PlainType, tableOf } from './tables.ts';

type SchemaElement = NonNullable<Parameters<typeof parquetWriteBuffer>[0]['schema']>[number];
type Element = Pick<SchemaElement, 'type' | 'converted_type'>;

const ELEMENTS: Readonly<Record<PlainType, Element>> = {
  integer: { type: 'INT64', converted_type: 'INT_64' },
  unsigned: { type: 'INT64', converted_type: 'UINT_64' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
};

export function parquetReport(record: RunRecord, { dataset }: Choice = {}): Uint8Array {
  const { columns, title } = tableOf(record, dataset);
  const schema: SchemaElement[] = [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type }): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...ELEMENTS[type] })),
  ];
  const { question, program, sentence, startedAt, seconds, facts } = record;
  const said: readonly (readonly [string, string | undefined])[] = [
    ['gpttrace.title', title],
    ['gpttrace.question', question],
    ['gpttrace.answer', sentence],
    ['gpttrace.program', program.source],
    ['gpttrace.started', new Date(startedAt).toISOString()],
    ['gpttrace.seconds', String(seconds)],
    ['gpttrace.kernel', `${facts.release} ${facts.arch}`],
  ];
  const buffer = parquetWriteBuffer({
    columnData: columns.map((column) => ({ name: column.name, data: dataOf(column) })),
    schema,
    kvMetadata: said.flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }])),
    createdBy: 'gpttrace',
  });
  return new Uint8Array(buffer);
}

function dataOf({ type, values }: PlainColumn): Scalar[] {
  return type === 'integer' || type === 'unsigned' ? values.map((value) => (value === null ? null : BigInt(value))) : [...values];
}
