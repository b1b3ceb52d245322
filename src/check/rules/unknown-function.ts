import type { Call } from '../../bpftrace/ast.ts';
import { explainAvailability } from '../../bpftrace/dialect/availability.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import { didYouMean, report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { suggest } from '../suggest.ts';
import { FUNCTION_HINTS } from '../tables/function-hints.ts';

/** A function that is called is one of this version's, or the program's own. */
export const unknownFunction: Rule = {
  name: 'unknown-function',
  *check(context) {
    const { items } = context.script;
    if (items.some((item) => item.kind === 'import')) return;
    const own = new Set(items.flatMap((item) => (item.kind === 'macro' || item.kind === 'subprogram' ? [item.name] : [])));
    for (const { node } of context.places) {
      if (node.kind !== 'call' || own.has(node.name) || context.typing.definitions.constants.has(node.name)) continue;
      const problem = examine(node, context);
      if (problem !== undefined) yield problem;
    }
  },
};

function examine({ name, nameSpan, span, args }: Call, { dialect }: RuleContext): Diagnostic | undefined {
  if (dialect.function(name) !== undefined) return undefined;
  if (dialect.builtin(name) !== undefined) {
    const fixes = args.length === 0 ? [replacing(`write ${name}`, span, name, true)] : [];
    return report('error', 'not-a-function', `${name} is a value, not a function: it is written without parentheses`, nameSpan, [], fixes);
  }
  const elsewhere = dialect.availability('function', name);
  if (elsewhere !== undefined) {
    const hint = FUNCTION_HINTS.get(name);
    const hints = hint === undefined ? [] : [`here there is ${hint}`];
    return report('error', 'not-in-this-version', explainAvailability(`${name}()`, elsewhere, dialect.version), nameSpan, hints);
  }
  const hint = FUNCTION_HINTS.get(name);
  const near = suggest(name, dialect.names('function'), 2);
  const hints = hint === undefined ? didYouMean(near.map((other) => `${other}()`)) : [`bpftrace has ${hint}`];
  const fixes = hint === undefined ? near.map((other) => replacing(`use ${other}()`, nameSpan, other)) : [];
  return report('error', 'unknown-function', `bpftrace has no function ${name}()`, nameSpan, hints, fixes);
}
