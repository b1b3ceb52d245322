import type { Directive } from '../../bpftrace/ast.ts';
import type { Fix, TextEdit } from '../../core/diagnostic.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { constantValue } from '../tables/constants.ts';

/** An #include names a header that can be compiled; where the kernel has BTF, most are not needed. */
export const includeLine: Rule = {
  name: 'include',
  alone: true,
  *check(context) {
    const { script, headers, facts } = context;
    let depth = 0;
    for (const item of script.preamble) {
      if (item.kind !== 'directive') continue;
      if (item.name.startsWith('if')) depth++;
      if (item.name === 'endif') depth--;
      // Under a condition it may never be read: bpftrace's own tools include headers only where the kernel has no BTF.
      if (depth > 0 || item.name !== 'include' || item.argument === undefined) continue;
      const name = item.argument;
      const unusable = headers?.usable(name) === 'no';
      if (!unusable && !facts.btf) continue;
      const fixes = facts.btf ? [drop(item, name, context)] : [];
      if (unusable) {
        const message = `<${name}> cannot be included: this machine has not the headers it takes`;
        const hints = facts.btf ? ['the types are in the kernel (BTF): the line can go'] : ['install the headers of this kernel'];
        yield { code: 'unusable-include', severity: 'error', message, span: item.span, hints, fixes };
      } else {
        const message = `<${name}> is hardly needed: the types are in the kernel (BTF), and what a header defines anew hides them`;
        yield { code: 'needless-include', severity: 'note', message, span: item.span, hints: [], fixes };
      }
    }
  },
};

/** Drops the line, and writes the numbers of the constants that may have come from it. */
function drop(item: Directive, name: string, context: RuleContext): Fix {
  const { places, dialect, typing, source } = context;
  const end = source[item.span.end] === '\n' ? item.span.end + 1 : item.span.end;
  const edits: TextEdit[] = [{ span: { start: item.span.start, end }, text: '' }];
  for (const { node } of places) {
    if (node.kind !== 'identifier' || dialect.builtin(node.name) !== undefined || typing.definitions.constants.has(node.name)) continue;
    const number = typing.definitions.types.enumerator(node.name) === undefined ? constantValue(node.name) : undefined;
    if (number !== undefined) edits.push({ span: node.span, text: `${number} /* ${node.name} */` });
  }
  return { title: `drop #include <${name}>`, edits, automatic: true };
}
