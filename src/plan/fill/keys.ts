/** What an answer is told by. */
import type { Expression, Script } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { TextEdit } from '../../core/diagnostic.ts';
import type { Intent } from '../../core/intent.ts';
import type { LibraryProgram } from '../../knowledge/library.ts';
import type { Refusal } from './filled.ts';
import type { Meaning } from './meaning.ts';

/** Keys that say whose doing it was. */
const SUBJECTS: ReadonlySet<string> = new Set(['process', 'pid', 'tid', 'user', 'cpu', 'container']);
const STACKS: ReadonlySet<string> = new Set(['stack', 'kernel stack', 'user stack']);

/** The keys that are asked for, by the program's names for them, in the order of the question; others are refused. */
export function wantedKeys(program: LibraryProgram, intent: Intent, meanings: readonly Meaning[], refused: Refusal[]): string[] {
  const wanted: string[] = [];
  for (const { value } of intent.keys) {
    const name = nameFor(value, meanings);
    // Rows tell it where they tell it of both sides: the old file and the new file.
    if (name === undefined && program.answer === 'rows' && program.columns.some((column) => column.name.endsWith(` ${value}`))) continue;
    if (name === undefined) refused.push({ what: 'key', key: value, offered: offered(program) });
    else if (!wanted.includes(name)) wanted.push(name);
  }
  return wanted;
}

/** The name of a key that every place knows. */
export function nameFor(key: string, meanings: readonly Meaning[]): string | undefined {
  const names = new Set(meanings.map((meaning) => meaning.ownName(key)));
  const [name] = names;
  return names.size === 1 ? name : undefined;
}

function offered(program: LibraryProgram): string[] {
  return program.answer === 'rows' ? program.columns.map(({ name }) => name) : Object.keys(program.by);
}

/** The keys of a map that had others. Who it is by is asked for anew; what it tells beside that (the error, the stack) is what makes it this program, and stays. */
export function newKeys(program: LibraryProgram, wanted: readonly string[], ranked = false): readonly string[] {
  if (wanted.length === 0) return program.keys;
  // "The top 5 processes" are processes, and not what each of them did the most.
  if (ranked) return wanted;
  const places = wanted.map((key) => program.keys.indexOf(key));
  // What it has, in the order it has it.
  if (places.every((place, index) => place > (places[index - 1] ?? -1))) return program.keys;
  const all = places.every((place) => place >= 0);
  const kept = program.keys.filter((key) => (all || !SUBJECTS.has(key)) && !wanted.includes(key));
  return [...wanted, ...kept];
}

/**
 * The keys of counted stacks: whose they are, and the stack of the kernel; that of the program where it is asked for, and at system calls, where the kernel's
 * tells no more than that there was one.
 */
export function stackKeys(program: LibraryProgram, wanted: readonly string[], meanings: readonly Meaning[]): readonly string[] | undefined {
  const asked = wanted.filter((key) => STACKS.has(key));
  const atCall = !('stack' in program.by) && meanings.every((meaning) => meaning.isAtCall);
  const stacks = asked.length > 0 ? asked : [nameFor(atCall ? 'user stack' : 'stack', meanings)];
  const whose = wanted.filter((key) => !STACKS.has(key));
  const process = nameFor('process', meanings);
  if (stacks.some((key) => key === undefined)) return undefined;
  const subjects = whose.length > 0 ? whose : program.keys.includes('process') || process !== undefined ? ['process'] : [];
  return [...subjects, ...stacks.filter((key) => key !== undefined)];
}

/** Replaces what stands between the brackets of the answer map wherever it is assigned. */
export function rekey(script: Script, answer: string, keys: readonly string[], meaning: Meaning): TextEdit[] {
  const text = keys.map((key) => meaning.named(key) ?? key).join(', ');
  const assigned = assignedIn(script);
  const edits: TextEdit[] = [];
  for (const node of walk(script)) {
    if (node.kind !== 'map' || node.name !== answer) continue;
    const at = node.span.start + node.name.length;
    if (node.keySpan !== undefined) edits.push({ span: node.keySpan, text });
    else if (assigned.has(node)) edits.push({ span: { start: at, end: at }, text: `[${text}]` });
  }
  return edits;
}

/** Everything that is assigned to, or counted up. */
function assignedIn(script: Script): ReadonlySet<Expression> {
  const targets = new Set<Expression>();
  for (const node of walk(script)) {
    if (node.kind === 'assignment') targets.add(node.target);
    if (node.kind === 'unary') targets.add(node.operand);
  }
  return targets;
}
