/** What a C program of the library tells, by the names of its front matter. */
import type { Column, Output } from '../../core/program.ts';
import type { CProgram } from '../../knowledge/c/library.ts';
import { columnOf, type NamedColumn } from '../../knowledge/library.ts';

/** The output that is the answer, before there is an object that tells the types of its columns. */
export function answerOutput(program: CProgram): Output {
  const named = (column: NamedColumn): Column => columnOf(column, undefined);
  if (program.answer === 'rows') return { shape: 'rows', statement: 0, columns: program.columns.map(named) };
  const isHistogram = program.measure === 'distribution' || program.measure === 'latency';
  const isAdditive = program.measure === 'count' || program.measure === 'sum' || program.measure === 'stacks';
  const value: Column = { ...named(program.value), type: 'integer', kind: isAdditive ? 'count' : 'plain' };
  return { shape: isHistogram ? 'histogram' : 'values', map: program.answer, keys: program.keys.map((name) => named({ name })), value };
}

/**
 * The outputs of a compiled object by the names that its plan has for them: matched by the map, of rows by the buffer, and only where there are as many columns. Shapes and
 * types are the object's.
 */
export function namedOutputs(compiled: readonly Output[], planned: readonly Output[]): Output[] {
  return compiled.map((output) => {
    const names = planned.find((other) => isSame(output, other));
    if (names === undefined) return output;
    if (output.shape === 'rows') return names.shape === 'rows' ? { ...output, columns: paired(output.columns, names.columns) } : output;
    if (names.shape === 'rows') return output;
    // How many, and what they come to: no object tells that these are statistics.
    const shape = output.shape === 'values' && names.shape === 'stats' ? 'stats' : output.shape;
    return { ...output, shape, keys: paired(output.keys, names.keys), value: withName(output.value, names.value) };
  });
}

function isSame(output: Output, other: Output): boolean {
  if (output.shape === 'rows') return other.shape === 'rows' && other.statement === output.statement;
  return other.shape !== 'rows' && other.map === output.map;
}

function paired(columns: readonly Column[], names: readonly Column[]): readonly Column[] {
  return columns.length === names.length ? columns.map((column, index) => withName(column, names[index] ?? column)) : columns;
}

/** A stack stays one, however it is called. */
function withName(column: Column, { name, kind, unit, integer }: Column): Column {
  const shown = integer === 'hexadecimal' || integer === 'octal' ? { integer } : {};
  return { ...column, name, kind: column.kind === 'stack' ? 'stack' : kind, ...(unit === undefined ? {} : { unit }), ...shown };
}
