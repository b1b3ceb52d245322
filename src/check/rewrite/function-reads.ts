/** What a probe reads of its function (arguments, results, registers), each in the words of an event that tells of the same. */
import type { Expression, Identifier, Probe } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { Span, TextEdit } from '../../core/diagnostic.ts';
import type { RuleContext } from '../rule.ts';
import { FILE_OF_FD } from '../tables/events/files.ts';
import type { FoundEvent } from './events-here.ts';
import { meantName } from './field-by-name.ts';
import { asText, fieldNames } from './fields.ts';
import { untoldColumns } from './untold-column.ts';
import { argumentNumber, parentsOf, RESULT_NAME, readingFrom, withCasts } from './usage.ts';

/** Put in the place of something that a probe reads. */
export interface Replacement extends TextEdit {
  /** It tells less than what it stands for. */
  readonly lost?: boolean;
  /** It tells nothing: what stood there, which no event has. */
  readonly untold?: string;
}

/** What is put in place of all that a probe reads of its function; undefined where something has no counterpart. */
export function replacements(
  probe: Probe,
  at: 'entry' | 'return',
  name: string,
  event: FoundEvent,
  context: RuleContext,
  lenient: boolean,
): Replacement[] | undefined {
  const parents = parentsOf(probe);
  const edits: Replacement[] = [];
  let told = 0;
  let untold = 0;
  for (const node of walk(probe)) {
    if (node.kind === 'call' && node.name === 'reg') {
      // Registers hold arguments where a function begins; at a tracepoint they hold nothing of use.
      const number = node.args[0]?.kind === 'string' ? argumentRegister(node.args[0].value) : undefined;
      const text = (number === undefined ? undefined : event.args?.[number]) ?? event.registers;
      if (text === undefined) return undefined;
      edits.push({ span: node.span, text });
    }
    if (node.kind !== 'identifier') continue;
    if (node.name === 'func') edits.push({ span: node.span, text: 'probe', lost: true });
    const own = ownField(node, parents, event, context);
    if (own !== undefined) {
      edits.push(own);
      told++;
      continue;
    }
    const value = valueName(node, at, name, parents, context);
    if (value === undefined) continue;
    if (value === 'unknown') return undefined;
    const edit = replace(value.node, value.name, parents, event, context);
    if (edit !== undefined) {
      edits.push(edit);
      told++;
      continue;
    }
    const through = throughVariable(probe, value.node, value.name, parents, event, context);
    if (through !== undefined) {
      edits.push(...through);
      told++;
      continue;
    }
    const columns = lenient ? untoldColumns(probe, readingFrom(value.node, parents).node, parents, context) : undefined;
    if (columns === undefined) return undefined;
    untold++;
    edits.push(...columns.map((column) => ({ ...column, untold: value.name })));
  }
  // An event that tells less than half of what was asked for is another question's.
  return untold > told ? undefined : edits;
}

/** `args->size` where the tracepoints have a field of that name, or of that meaning. */
function ownField(node: Identifier, parents: ReturnType<typeof parentsOf>, event: FoundEvent, { tracepoints }: RuleContext): Replacement | undefined {
  const parent = parents.get(node);
  if (node.name !== 'args' || parent?.kind !== 'field') return undefined;
  const names = new Set(event.tracepoints.map((id) => meantName(parent.name, fieldNames(id, tracepoints))));
  const [name] = names;
  return names.size === 1 && name !== undefined ? { span: parent.nameSpan, text: name } : undefined;
}

const ARGUMENT_REGISTERS = ['di', 'si', 'dx', 'cx', 'r8', 'r9'];

function argumentRegister(name: string): number | undefined {
  const number = ARGUMENT_REGISTERS.indexOf(name);
  return number === -1 ? undefined : number;
}

/** `arg2`, `retval`, or `args->count` of an fentry probe as the argument it is. `unknown`: it is one, but which cannot be told. */
function valueName(
  node: Identifier,
  at: 'entry' | 'return',
  name: string,
  parents: ReturnType<typeof parentsOf>,
  { types }: RuleContext,
): { readonly name: string; readonly node: Expression } | 'unknown' | undefined {
  if (argumentNumber(node.name) !== undefined || node.name === 'retval')
    return { name: at === 'return' && isResult(node, parents) ? 'retval' : node.name, node };
  if (node.name !== 'args') return undefined;
  const parent = parents.get(node);
  if (parent?.kind !== 'field') return 'unknown';
  if (at === 'return' && (parent.name === 'ret' || parent.name === 'retval')) return { name: 'retval', node: parent };
  const number = types?.function(name)?.params.findIndex((param) => param.name === parent.name);
  return number === undefined || number === -1 ? 'unknown' : { name: `arg${number}`, node: parent };
}

/** `$ret = (int)arg1` at a function's end: what it returns is meant. */
function isResult(node: Expression, parents: ReturnType<typeof parentsOf>): boolean {
  const value = withCasts(node, parents);
  const parent = parents.get(value);
  return parent?.kind === 'assignment' && parent.value === value && parent.target.kind === 'variable' && RESULT_NAME.test(parent.target.name);
}

function replace(node: Expression, name: string, parents: ReturnType<typeof parentsOf>, event: FoundEvent, context: RuleContext): Replacement | undefined {
  const { node: reached, path } = readingFrom(node, parents);
  const onPath = path === '' ? undefined : (event.paths?.[`${name}${path.replaceAll('.', '->')}`] ?? event.paths?.[`${name}${path}`]);
  if (onPath !== undefined) return asText(reached, onPath, parents, event.tracepoints, context);
  const whole = withCasts(node, parents);
  const parent = parents.get(whole);
  const number = argumentNumber(name);
  const key = number === undefined ? undefined : event.keys?.[number];
  if (path === '' && key !== undefined && parent?.kind === 'map' && parent.keys.includes(whole)) return { span: whole.span, text: key };
  const plain = number === undefined ? (event.retval ?? event.paths?.[name]) : event.args?.[number];
  if (plain === undefined) return byName(node, parents, event, context);
  if (plain === 'args->fd' && whole.kind === 'cast' && /^struct file ?\*$/.test(whole.type)) return { span: whole.span, text: FILE_OF_FD };
  return path === '' ? asText(node, plain, parents, event.tracepoints, context) : { span: node.span, text: plain };
}

/** `$rq = (struct request *)arg0;` where only `$rq->sector` and the like are read afterwards: those are replaced, and the assignment goes. */
function throughVariable(
  probe: Probe,
  node: Expression,
  name: string,
  parents: ReturnType<typeof parentsOf>,
  event: FoundEvent,
  context: RuleContext,
): Replacement[] | undefined {
  const value = withCasts(node, parents);
  const assignment = parents.get(value);
  if (assignment?.kind !== 'assignment' || assignment.value !== value || assignment.operator !== '=' || assignment.target.kind !== 'variable') return undefined;
  const variable = assignment.target.name;
  const edits: Replacement[] = [{ span: statementSpan(assignment.span, context.source), text: '' }];
  for (const use of walk(probe)) {
    if (use.kind !== 'variable' || use.name !== variable || use === assignment.target) continue;
    const edit = replace(use, name, parents, event, context);
    if (edit === undefined) return undefined;
    edits.push(edit);
  }
  return edits;
}

function statementSpan({ start, end }: Span, source: string): Span {
  const semicolon = /^\s*;[ \t]*\n?/.exec(source.slice(end));
  return { start, end: end + (semicolon?.[0].length ?? 0) };
}

/** `$size = arg2` or `@exit_reason[arg0]`: where a name says which field is meant, and the event has a field of that very name. */
function byName(node: Expression, parents: ReturnType<typeof parentsOf>, { tracepoints: ids }: FoundEvent, context: RuleContext): Replacement | undefined {
  const whole = withCasts(node, parents);
  const parent = parents.get(whole);
  const wanted =
    parent?.kind === 'assignment' && parent.value === whole && parent.target.kind === 'variable'
      ? parent.target.name.slice(1)
      : parent?.kind === 'map'
        ? parent.name.slice(1)
        : undefined;
  if (wanted === undefined || !ids.every((id) => fieldNames(id, context.tracepoints).includes(wanted))) return undefined;
  return { span: whole.span, text: `args->${wanted}` };
}
