/** Conditions are put around the statements that make the answer; what else a clause does (helper maps emptied) goes on as it was. */
import type { Expression, Script, Statement } from '../../bpftrace/ast.ts';
import { applyEdits, type TextEdit } from '../../core/diagnostic.ts';
import type { Condition, Heard } from '../../core/intent.ts';
import type { ValueNumbers } from '../../core/names.ts';
import type { LibraryProgram } from '../../knowledge/library.ts';
import { type OwnBound, type Test, testOf } from './condition.ts';
import { type Direction, directionTest } from './direction.ts';
import type { Refusal, Remark } from './filled.ts';
import { andThen, conjuncts } from './joined.ts';
import { Meaning } from './meaning.ts';
import { type Place, placesOf } from './places.ts';
import { predicated } from './target.ts';
import { squeeze } from './text.ts';
import { wrapped } from './wrapped.ts';

export interface Restricted {
  readonly source: string;
  readonly refused: readonly Refusal[];
  readonly remarks: readonly Remark[];
}

/** The program counting only what is asked for. A condition holds at every place where the answer is made, or is refused. */
export function restrict(
  script: Script,
  source: string,
  program: LibraryProgram,
  conditions: readonly Heard<Condition>[],
  contexts: ReadonlySet<number>,
  numbers: ValueNumbers | undefined,
  direction?: Direction,
): Restricted {
  const places = placesOf(script, program.answer, program.columns.length);
  const meanings = places.map((place) => new Meaning(program, source, place, contexts.has(place.index)));
  const refused: Refusal[] = [];
  const remarks = new Set<Remark>();
  const tests: Test[][] = places.map(() => []);
  let hasErrno = false;
  for (const { value: condition, words } of conditions) {
    // That it failed goes without saying where it failed in a certain way.
    if (hasErrno && condition.what === 'outcome' && condition.failed) continue;
    const found = meanings.map((meaning) => testOf(condition, meaning, program, numbers));
    if (found.length === 0 || found.some((test) => test === undefined)) {
      refused.push({ what: 'condition', condition, words });
      continue;
    }
    hasErrno ||= condition.what === 'errno';
    found.forEach((test, index) => {
      if (test === undefined || test === 'met') return;
      if (test.remark !== undefined) remarks.add(test.remark);
      if (!tests[index]?.some((other) => other !== 'met' && other.text === test.text)) tests[index]?.push(test);
    });
  }
  if (direction !== undefined) {
    const found = meanings.map((meaning) => directionTest(direction, meaning, program, numbers));
    if (found.every((test) => test !== undefined)) {
      for (const [index, test] of found.entries()) {
        if (test !== 'met' && test.remark !== undefined) remarks.add(test.remark);
        tests[index]?.push(test);
      }
    }
  }
  const edits = places.flatMap((place, index) => restrictPlace(place, source, tests[index] ?? []));
  return { source: applyEdits(source, distinct(edits)), refused, remarks: [...remarks] };
}

function restrictPlace(place: Place, source: string, tests: readonly Test[]): TextEdit[] {
  const added: string[] = [];
  const edits: TextEdit[] = [];
  for (const test of tests) {
    if (test === 'met') continue;
    const own = test.own === undefined ? undefined : ownBound(place, source, test.own);
    if (own === undefined) added.push(test.text);
    else edits.push({ span: own.span, text: test.text });
  }
  if (added.length === 0) return edits;
  return [...around(place, source, added.join(' && ')), ...edits];
}

/** The least that the program itself asks of the same value: more than one bound would be one too many. */
function ownBound({ probe, block, statement, ifs }: Place, source: string, { subject, operator }: OwnBound): Expression | undefined {
  if (!operator.startsWith('>')) return undefined;
  // What else happens under the bound goes on happening.
  const conditions = [
    ...(probe.predicate === undefined || block !== probe.body || block.statements.length > 1 ? [] : [probe.predicate.condition]),
    ...ifs.filter(({ then }) => then === block && then.statements.every((other) => other === statement || isScratch(other))).map(({ condition }) => condition),
  ];
  return conditions.flatMap(conjuncts).find((part) => {
    if (part.kind !== 'binary' || !part.operator.startsWith('>') || part.operator.length > 2 || part.right.kind !== 'integer') return false;
    return squeeze(source.slice(part.left.span.start, part.left.span.end)) === squeeze(subject) && !source.slice(part.span.start).startsWith('(');
  });
}

function isScratch(statement: Statement): boolean {
  return statement.kind === 'assignment' && statement.target.kind === 'variable';
}

function around(place: Place, source: string, condition: string): TextEdit[] {
  const { probe, statement, block, ifs } = place;
  const alone = block.statements.length === 1;
  const branch = ifs.at(-1);
  if (alone && branch?.then === block && branch.otherwise === undefined) return andThen(branch.condition, source, condition);
  if (alone && block === probe.body) return predicated(probe, source, condition);
  return wrapped(statement.span, source, `if (${condition})`);
}

/** Two places in one clause may share a bound. */
function distinct(edits: readonly TextEdit[]): TextEdit[] {
  const key = ({ span, text }: TextEdit): string => `${span.start} ${span.end} ${text}`;
  return [...new Map(edits.map((edit) => [key(edit), edit])).values()];
}
