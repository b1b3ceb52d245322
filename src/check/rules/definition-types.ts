import type { Member } from '../../bpftrace/ast.ts';
import { cTypeNamed } from '../../bpftrace/typing/c-names.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import { didYouMean, report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { suggest } from '../suggest.ts';

/** The members of a structure that the program defines are of types there are. */
export const definitionTypes: Rule = {
  name: 'definition-types',
  *check(context) {
    const { script, typing } = context;
    if (typing.definitions.includes || typing.definitions.constants.size > 0) return;
    if (!script.preamble.some((part) => part.kind === 'definition') || !typing.definitions.hasKernel()) return;
    for (const part of script.preamble) if (part.kind === 'definition') yield* inMembers(part.members, context);
  },
};

function* inMembers(members: readonly Member[], context: RuleContext): Generator<Diagnostic> {
  for (const member of members) {
    if (member.members !== undefined) yield* inMembers(member.members, context);
    else yield* inMember(member, context);
  }
}

function* inMember(member: Member, { typing, source }: RuleContext): Generator<Diagnostic> {
  const text = member.type.replace(/\[[^\]]*\]/g, '').trim();
  if (/[(:]|__attribute__/.test(text)) return;
  const { types } = typing.definitions;
  const type = cTypeNamed(text, types);
  const name = text.replace(/\*|\bconst\b|\bvolatile\b/g, ' ').trim();
  if (type === undefined && /^[A-Za-z_]\w*$/.test(name)) {
    const near = suggest(name, types.names('typedefs'), 2);
    const start = source.indexOf(name, member.span.start);
    const span = start >= 0 && start < member.span.end ? { start, end: start + name.length } : member.span;
    const fixes = near.map((other) => replacing(`use ${other}`, span, other));
    yield report('error', 'unknown-type', `there is no type ${name}`, span, didYouMean(near), fixes);
  }
}
