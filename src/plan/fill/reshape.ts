/** Rows that are counted instead of printed, and counts that are printed event by event. */
import type { Script } from '../../bpftrace/ast.ts';
import { type ExpressionType, TypeInference } from '../../bpftrace/types.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { TextEdit } from '../../core/diagnostic.ts';
import type { LibraryProgram, NamedColumn } from '../../knowledge/library.ts';
import { expressionIn } from './joined.ts';
import { type Meaning, NANOSECONDS } from './meaning.ts';
import type { Place } from './places.ts';

/** The map that rows are counted in. */
export const ANSWER = '@answer';

/** Names of what is a text where nothing else tells. */
const TEXTS: ReadonlySet<string> = new Set(['process', 'file', 'directory', 'address', 'operation', 'interface', 'function', 'softirq', 'family', 'stack']);

/** Each row's statement puts it into a map: `call` is the function that makes the map, on a value of the row where it has one. */
export function countRows(places: readonly Place[], meanings: readonly Meaning[], keys: readonly string[], call: (meaning: Meaning) => string): TextEdit[] {
  return places.flatMap(({ statement }, index) => {
    const meaning = meanings[index];
    if (meaning === undefined) return [];
    const key = keys.length === 0 ? '' : `[${keys.map((name) => meaning.named(name) ?? name).join(', ')}]`;
    return [{ span: statement.span, text: `${ANSWER}${key} = ${call(meaning)}` }];
  });
}

export interface Listed {
  readonly edits: readonly TextEdit[];
  readonly columns: readonly NamedColumn[];
}

/** Each event printed where it was counted: whose it is, what it is told by, and what was measured of it. */
export function listEvents(
  script: Script,
  program: LibraryProgram,
  places: readonly Place[],
  meanings: readonly Meaning[],
  keys: readonly string[],
): Listed | undefined {
  // A map that is used elsewhere would be missed there.
  const uses = [...walk(script)].filter((node) => node.kind === 'map' && node.name === program.answer).length;
  if (uses !== places.length) return undefined;
  const known = (name: string): boolean => meanings.every((meaning) => meaning.named(name) !== undefined);
  const names = [...new Set([...['pid', 'process'].filter(known), ...keys])];
  const measured = meanings.every((meaning) => meaning.measured !== undefined);
  const isShare = measured && program.value.unit === undefined;
  if (names.length === 0 && !measured) return undefined;
  const columns: NamedColumn[] = [...names.map((name) => ({ name })), ...(measured && !isShare ? [program.value] : [])];
  const types = new TypeInference(script, () => undefined);
  const edits = places.flatMap((place, index) => {
    const meaning = meanings[index];
    if (meaning === undefined) return [];
    const values = columns.map((column, at) => (at < names.length ? meaning.named(column.name) : meaning.measured) ?? '');
    const conversions = columns.map((column, at) => conversion(column, typeOf(values[at] ?? '', place, types)));
    return [{ span: place.statement.span, text: `printf("${conversions.join(' ')}\\n", ${values.join(', ')})` }];
  });
  return { edits, columns };
}

function typeOf(text: string, { probe }: Place, types: TypeInference): ExpressionType['type'] {
  const tree = expressionIn(text);
  return tree === undefined ? 'unknown' : types.typeOf(tree, probe).type;
}

function conversion({ name, unit }: NamedColumn, type: ExpressionType['type']): string {
  if (name === 'pid') return '%-7d';
  if (name === 'process') return '%-16s';
  if (unit !== undefined) return NANOSECONDS[unit] === undefined ? '%d' : `%d ${unit}`;
  if (type === 'integer') return '%d';
  return type !== 'unknown' || TEXTS.has(name.split(' ').at(-1) ?? '') ? '%s' : '%d';
}
