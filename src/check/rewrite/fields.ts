import type { AnyNode, Expression } from '../../bpftrace/ast.ts';
import type { TextEdit } from '../../core/diagnostic.ts';
import type { Tracepoints } from '../../kernel/tracepoints.ts';
import type { RuleContext } from '../rule.ts';

/** The names of a tracepoint's fields; none where they cannot be read. */
export function fieldNames(id: string, tracepoints: Tracepoints): readonly string[] {
  const [category = '', name = ''] = id.split(':');
  return (tracepoints.fields(category, name) ?? []).map((field) => field.name);
}

/** The fields that hold what a system call is given or returns, in order: all but the number of the call itself. */
export function argumentFields(id: string, tracepoints: Tracepoints): readonly string[] {
  return fieldNames(id, tracepoints).filter((name) => name !== '__syscall_nr');
}

/** How bpftrace holds a field: a text in the record itself, a place in it that only str() reads, a pointer, or a number. */
export type FieldForm = 'array' | 'dynamic' | 'pointer' | 'number';

export function fieldForm(id: string, name: string, tracepoints: Tracepoints): FieldForm | undefined {
  const [category = '', event = ''] = id.split(':');
  const declaration = tracepoints.fields(category, event)?.find((field) => field.name === name)?.declaration;
  if (declaration === undefined) return undefined;
  if (/^__data_loc\s+char/.test(declaration)) return 'dynamic';
  if (/\bchar\b[^*]*\[/.test(declaration)) return 'array';
  return declaration.includes('*') ? 'pointer' : 'number';
}

/** Puts an expression over fields in the place of another one, with str() around it where the field needs it, and not where it does not. */
export function asText(node: Expression, text: string, parents: ReadonlyMap<AnyNode, AnyNode>, ids: readonly string[], { tracepoints }: RuleContext): TextEdit {
  const field = /^args->(\w+)$/.exec(text)?.[1];
  const parent = parents.get(node);
  const inStr = parent?.kind === 'call' && parent.name === 'str' && parent.args[0] === node;
  const form = field === undefined ? 'number' : fieldForm(ids[0] ?? '', field, tracepoints);
  if (inStr && (form === 'array' || form === 'number')) return { span: parent.span, text };
  if (!inStr && form === 'dynamic') return { span: node.span, text: `str(${text})` };
  return { span: node.span, text };
}
