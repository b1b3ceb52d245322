import type { Field } from '../../bpftrace/ast.ts';
import { layoutOf, recordBehind } from '../../bpftrace/typing/access.ts';
import { type RecordValue, showType } from '../../bpftrace/typing/type.ts';
import { findMember, memberNames } from '../../core/ctype.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import { didYouMean, report } from '../report.ts';
import { embeddedMember } from '../rewrite/embedded-member.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { suggest } from '../suggest.ts';

/** A member that is read exists in its structure, and is reached by `.` or `->` as the thing before it wants. */
export const memberAccess: Rule = {
  name: 'member-access',
  *check(context) {
    for (const { node } of context.places) {
      if (node.kind !== 'field') continue;
      const problem = examine(node, context);
      if (problem !== undefined) yield problem;
    }
  },
};

function examine(node: Field, context: RuleContext): Diagnostic | undefined {
  const { typing, dialect, source } = context;
  const object = typing.typeOf(node.object);
  if (object.kind === 'unknown' || object.kind === 'none') return undefined;
  const operator = operatorSpan(node, source);
  if (object.kind === 'tuple') return tupleItem(node, object.items.length);
  const record = recordBehind(object, node.arrow, dialect.version);
  if (record === undefined) {
    if (object.kind === 'pointer' && object.to.kind === 'unknown' && node.arrow) return undefined;
    if (object.kind === 'pointer' && (object.to.kind === 'record' || object.to.kind === 'unknown')) {
      // Two complaints about one dot would be one too many: what args has is looked at by its own rule.
      return report(
        'error',
        'wrong-access',
        `${shown(node.object, source)} is a pointer: its members are reached with ->`,
        operator,
        [],
        [replacing('write ->', operator, '->', true)],
      );
    }
    if (object.kind === 'record') {
      const fixes = [replacing('write .', operator, '.', true)];
      return report('error', 'wrong-access', `${shown(node.object, source)} is no pointer: its members are reached with a dot`, operator, [], fixes);
    }
    const hints = object.kind === 'integer' ? [`cast it to what it points to: ((struct NAME *)${shown(node.object, source)})->${node.name}`] : [];
    return report('error', 'no-members', `${shown(node.object, source)} is ${showType(object)}: it has no members`, node.span, hints);
  }
  return record.args === undefined ? member(node, record, context) : parameter(node, record);
}

function member(node: Field, record: RecordValue, { typing }: RuleContext): Diagnostic | undefined {
  const { definitions } = typing;
  const layout = layoutOf(record, definitions.types);
  if (layout === undefined) {
    if (definitions.includes || !definitions.hasKernel()) return undefined;
    return report('error', 'unknown-struct', `the members of ${record.name} are not known: neither the kernel nor the program defines it`, node.object.span);
  }
  if (findMember(definitions.types, layout, node.name) !== undefined) return undefined;
  const path = embeddedMember(definitions.types, record.name, layout, node.name);
  if (path !== undefined) {
    const fix = replacing(`use ${path}`, node.nameSpan, path, true);
    return report('error', 'unknown-member', `${record.name} has no member "${node.name}", which is ${path} there`, node.nameSpan, [], [fix]);
  }
  const names = memberNames(definitions.types, layout);
  const near = suggest(node.name, names, 3);
  const hints =
    near.length > 0 ? didYouMean(near) : names.length <= 30 ? [`it has: ${names.join(', ')}`] : [`gpttrace type '${record.name}' shows its members`];
  const fixes = near.map((other) => replacing(`use ${other}`, node.nameSpan, other));
  return report('error', 'unknown-member', `${record.name} has no member "${node.name}"`, node.nameSpan, hints, fixes);
}

/** The fields of tracepoints have a rule of their own. */
function parameter(node: Field, { args }: RecordValue): Diagnostic | undefined {
  if (args?.of !== 'function' || args.fields === undefined || args.fields.names.includes(node.name)) return undefined;
  const { names } = args.fields;
  const near = suggest(node.name, names, 2);
  const hints = [...didYouMean(near), names.length === 0 ? 'it has no parameters' : `its parameters: ${names.join(', ')}`];
  const fixes = near.map((other) => replacing(`use ${other}`, node.nameSpan, other));
  return report('error', 'unknown-parameter', `${args.prototype?.name ?? 'the function'}() has no parameter "${node.name}"`, node.nameSpan, hints, fixes);
}

function tupleItem(node: Field, count: number): Diagnostic | undefined {
  if (/^\d+$/.test(node.name) && Number(node.name) < count) return undefined;
  const hints = [`its items are .0 to .${count - 1}`];
  return report('error', 'tuple-index', `a tuple of ${count} has no item "${node.name}"`, node.nameSpan, hints);
}

function operatorSpan(node: Field, source: string) {
  const text = node.arrow ? '->' : '.';
  const start = source.lastIndexOf(text, node.nameSpan.start - 1);
  return { start, end: start + text.length };
}

function shown(node: { readonly span: { readonly start: number; readonly end: number } }, source: string): string {
  const text = source.slice(node.span.start, node.span.end);
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
