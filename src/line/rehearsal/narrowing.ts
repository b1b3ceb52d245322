/** Whom and what a program is narrowed to, put in the workload's place or left out. */
import { parse } from '../../bpftrace/parser.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { Machine } from '../../check/machine.ts';
import { applyEdits, type TextEdit } from '../../core/diagnostic.ts';
import type { Condition, EventName, Intent, ProcessFilter } from '../../core/intent.ts';
import type { LibraryProgram } from '../../knowledge/library.ts';
import { composeEvent } from '../../plan/compose/compose.ts';
import type { Plan } from '../../plan/plan.ts';
import { offersOf } from '../offers.ts';
import { planProgram, replan } from '../plans.ts';

/** Who does the workload's events, as far as that is known. */
export interface Doer {
  readonly comm: string | undefined;
  /** Where the workload does it itself. */
  readonly pid: number | undefined;
}

export interface Adapted {
  readonly plan: Plan;
  /** What was left out of the question, in its words. */
  readonly left: readonly string[];
}

/** The plan for the same program, narrowed to the workload in place of what it is narrowed to. Undefined where it cannot be made without. */
export function adaptPlan(plan: Plan, doer: Doer, library: readonly LibraryProgram[], machine: Machine): Adapted | undefined {
  const { origin } = plan.program;
  if (origin.kind === 'file' || origin.kind === 'edited' || origin.kind === 'model') return { plan: narrowText(plan, doer, machine), left: [] };
  const { intent, left } = adaptIntent(plan, doer);
  const program = origin.kind === 'library' ? library.find(({ name }) => name === origin.name) : composed(origin.name, intent, machine);
  const again = program === undefined ? undefined : planProgram(program, intent, machine, plan.followsCommand);
  return again === undefined ? undefined : { plan: again, left };
}

/** Everything that is about the user's own things is left out: the workload has others. */
function adaptIntent({ intent, narrowed, notes }: Plan, doer: Doer): { readonly intent: Intent; readonly left: readonly string[] } {
  const { seconds: _, every: __, times: ___, filter, top: ____, ...rest } = intent;
  const kept = intent.conditions.filter(({ value }) => isMet(value));
  // What the program could not follow anyway has been told.
  const isApplied = (words: string): boolean => !notes.some((note) => words !== '' && note.includes(words));
  const unmet = intent.conditions.filter(({ value, words }) => !isMet(value) && isApplied(words));
  const left = unmet.map(({ value, words }) => (words === '' ? wordsOf(value) : words));
  const own = narrowed ? doerFilter(filter?.value, doer) : undefined;
  if (narrowed && own === undefined && filter !== undefined) left.push(processOf(filter.value));
  return { intent: { ...rest, unapplied: [], conditions: kept, ...(own === undefined ? {} : { filter: { value: own, words: '' } }) }, left };
}

/** A pid in the place of a pid, where the workload has it; a name else. */
function doerFilter(filter: ProcessFilter | undefined, { comm, pid }: Doer): ProcessFilter | undefined {
  if (filter?.pid !== undefined && pid !== undefined) return { pid };
  return comm === undefined ? undefined : { comm };
}

/** Workloads do what they do successfully; which system call is asked for is what they are chosen by. */
function isMet(condition: Condition): boolean {
  return condition.what === 'syscall' || (condition.what === 'outcome' && !condition.failed);
}

function wordsOf(condition: Condition): string {
  const { what, ...rest } = condition;
  return `${what} ${Object.values(rest).join(' ')}`;
}

function processOf({ comm, pid }: ProcessFilter): string {
  return comm ?? `pid ${pid}`;
}

function composed(name: string, intent: Intent, machine: Machine): LibraryProgram | undefined {
  const event = eventNamed(name);
  return event === undefined ? undefined : composeEvent(event, intent, offersOf(machine));
}

/** The event of a composed program, by the program's name. */
function eventNamed(text: string): EventName | undefined {
  const [kind, first = '', ...others] = text.split(':');
  switch (kind) {
    case 'tracepoint':
      return { kind, category: first, name: others.join(':') };
    case 'syscall':
    case 'function':
      return { kind, name: first };
    case 'user-function':
      return { kind, binary: first, name: others.join(':') };
    default:
      return undefined;
  }
}

/** In a text of the user's own, comparisons with a name or a pid are the ones that narrow it. */
function narrowText(plan: Plan, doer: Doer, machine: Machine): Plan {
  const { source, origin } = plan.program;
  const edits: TextEdit[] = [];
  for (const node of walk(parse(source).script)) {
    if (node.kind !== 'binary' || node.operator !== '==') continue;
    const [name, literal] = node.left.kind === 'identifier' ? [node.left, node.right] : [node.right, node.left];
    if (name.kind !== 'identifier') continue;
    if (name.name === 'comm' && literal.kind === 'string') {
      edits.push(doer.comm === undefined ? { span: node.span, text: '1' } : { span: literal.span, text: JSON.stringify(doer.comm) });
    } else if ((name.name === 'pid' || name.name === 'tid') && literal.kind === 'integer') {
      edits.push(doer.pid === undefined ? { span: node.span, text: '1' } : { span: literal.span, text: String(doer.pid) });
    }
  }
  const text = edits.length === 0 ? source : applyEdits(source, edits);
  const again = replan(plan, text, machine);
  return { ...again, program: { ...again.program, origin } };
}
