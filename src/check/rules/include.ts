import type { Directive } from '../../bpftrace/ast.ts';
import type { Fix } from '../../core/diagnostic.ts';
import type { Rule } from '../rule.ts';

/** An #include names a header that can be compiled; where the kernel has BTF, most are not needed. */
export const includeLine: Rule = {
  name: 'include',
  *check({ script, headers, facts, source }) {
    for (const item of script.preamble) {
      if (item.kind !== 'directive' || item.name !== 'include' || item.argument === undefined) continue;
      const name = item.argument;
      const unusable = headers?.usable(name) === 'no';
      if (!unusable && !facts.btf) continue;
      const fix = dropLine(item, source, name);
      if (unusable) {
        const message = `<${name}> cannot be included: this machine has not the headers it takes`;
        const hints = facts.btf ? ['the types are in the kernel (BTF): the line can go'] : ['install the headers of this kernel'];
        yield { code: 'unusable-include', severity: 'error', message, span: item.span, hints, fixes: facts.btf ? [fix] : [] };
      } else if (/^(?:linux|net|uapi|asm|bcc|trace|uapi\/linux)\//.test(name)) {
        const hints = ['without it the program compiles sooner, and on machines without headers'];
        const message = `<${name}> is hardly needed: the types are in the kernel (BTF)`;
        yield { code: 'needless-include', severity: 'note', message, span: item.span, hints, fixes: [{ ...fix, automatic: false }] };
      }
    }
  },
};

function dropLine(item: Directive, source: string, name: string): Fix {
  const end = source[item.span.end] === '\n' ? item.span.end + 1 : item.span.end;
  return { title: `drop #include <${name}>`, edits: [{ span: { start: item.span.start, end }, text: '' }], automatic: true };
}
