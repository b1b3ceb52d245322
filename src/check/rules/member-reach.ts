import type { Field } from '../../bpftrace/ast.ts';
import { layoutOf, recordBehind } from '../../bpftrace/typing/access.ts';
import { cTypeNamed } from '../../bpftrace/typing/c-names.ts';
import { type Reach, reachOf } from '../../bpftrace/typing/reach.ts';
import type { Type } from '../../bpftrace/typing/type.ts';
import { type CType, findMember } from '../../core/ctype.ts';
import type { Diagnostic, Fix } from '../../core/diagnostic.ts';
import { report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** bpftrace 0.17 loses sight of structures some pointers away: a cast on the way shows them to it. */
export const memberReach: Rule = {
  name: 'member-reach',
  *check(context) {
    const { dialect, script, places, typing } = context;
    // With definitions of its own a program's types come together in another way.
    if (dialect.version !== '0.17' || script.preamble.length > 0) return;
    const far = places.some(({ node }) => node.kind === 'field' && node.object.kind === 'field' && isRecord(typing.typeOf(node.object)));
    if (!far) return;
    const reach = reachOf(script, typing.definitions.types, (probe) => pointedTo(probe.attachPoints, context));
    for (const { node, probe } of places) {
      if (node.kind !== 'field' || probe?.attachPoints.some(({ provider }) => /^k(ret)?func$/.test(provider))) continue;
      const problem = examine(node, reach, context);
      if (problem !== undefined) yield problem;
    }
  },
};

function examine(node: Field, reach: Reach, { typing, dialect, source }: RuleContext): Diagnostic | undefined {
  const object = typing.typeOf(node.object);
  const record = recordBehind(object, node.arrow, dialect.version);
  if (record === undefined || record.args !== undefined) return undefined;
  const { types } = typing.definitions;
  const layout = layoutOf(record, types);
  if (layout === undefined || findMember(types, layout, node.name) === undefined || reach(layout, node.name)) return undefined;
  const message = `bpftrace ${dialect.version} does not find ${node.name} here: ${record.name} is too many steps away for it`;
  const text = source.slice(node.object.span.start, node.object.span.end);
  const title = `cast on the way: ((${record.name} *)${text})`;
  const fixes: Fix[] = node.arrow
    ? [
        {
          title,
          edits: [
            { span: { start: node.object.span.start, end: node.object.span.start }, text: `((${record.name} *)` },
            { span: { start: node.object.span.end, end: node.object.span.end }, text: ')' },
          ],
          automatic: true,
        },
      ]
    : [];
  const hints = node.arrow ? [] : [`cast the pointer before it to what it points to`];
  return report('error', 'member-too-far', message, node.nameSpan, hints, fixes);
}

/** Whether a member is read behind a member: what is nearer is always found. */
function isRecord(type: Type): boolean {
  return type.kind === 'record' || (type.kind === 'pointer' && type.to.kind === 'record');
}

/** The types of a tracepoint's fields: what they point to, clang is given. */
function pointedTo(points: readonly { readonly provider: string; readonly parts: readonly string[] }[], { tracepoints, typing }: RuleContext): CType[] {
  return points.flatMap(({ provider, parts: [category = '', name = ''] }) => {
    const fields = provider === 'tracepoint' ? (tracepoints.fields(category, name) ?? []) : [];
    return fields.flatMap(({ declaration }) => {
      const type = /\bstruct\b/.test(declaration) ? cTypeNamed(declaration.replace(/\w+\s*(\[[^\]]*\])?\s*$/, ''), typing.definitions.types) : undefined;
      return type === undefined ? [] : [type];
    });
  });
}
