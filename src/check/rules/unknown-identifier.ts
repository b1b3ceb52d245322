import { explainAvailability } from '../../bpftrace/dialect/availability.ts';
import type { Diagnostic, Fix } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import type { Place } from '../places.ts';
import { didYouMean, report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { suggest } from '../suggest.ts';

/** Words that an argument of kstack(), nsecs() and the like may be: the rule on arguments looks at those. */
const WORD_TAKERS: ReadonlySet<string> = new Set(['kstack', 'ustack', 'nsecs', 'pid', 'tid', 'lruhash', 'offsetof']);

/** A bare name is a builtin of this version, an enumerator, or a constant the program defines. */
export const unknownIdentifier: Rule = {
  name: 'unknown-identifier',
  *check(context) {
    if (context.script.items.some((item) => item.kind === 'import' || item.kind === 'macro')) return;
    for (const place of context.places) {
      const { node, parent } = place;
      if (node.kind !== 'identifier' || (parent.kind === 'assignment' && parent.target === node)) continue;
      if (parent.kind === 'sizeof' || parent.kind === 'offsetof' || parent.kind === 'typeof' || parent.kind === 'typeinfo') continue;
      if (parent.kind === 'call' && WORD_TAKERS.has(parent.name)) continue;
      const problem = examine(node.name, place, context);
      if (problem !== undefined) yield problem;
    }
  },
};

function examine(name: string, { node: { span }, probe }: Place, { dialect, typing, facts, places }: RuleContext): Diagnostic | undefined {
  const { definitions } = typing;
  if (dialect.builtin(name) !== undefined || definitions.constants.has(name) || definitions.types.enumerator(name) !== undefined) return undefined;
  const elsewhere = dialect.availability('builtin', name);
  if (elsewhere !== undefined) {
    return report('error', 'not-in-this-version', explainAvailability(name, elsewhere, dialect.version), span);
  }
  if (dialect.function(name) !== undefined) {
    // A call of count needs nothing; what others are to be given is not known.
    const fix = replacing(`call ${name}()`, span, `${name}()`, name === 'count');
    return report('error', 'not-a-value', `${name} is a function: it is called with parentheses`, span, [], [fix]);
  }
  const fixes: Fix[] = [];
  for (const sigil of ['$', '@']) {
    const used = places.some((place) => (sigil === '@' || place.probe === probe) && isNamed(place, sigil + name));
    if (used) fixes.push(replacing(`write ${sigil}${name}`, span, `${sigil}${name}`, fixes.length === 0));
  }
  if (fixes.length > 0) return report('error', 'missing-sigil', `${name} is written ${fixes[0]?.edits[0]?.text ?? ''} everywhere else`, span, [], fixes);
  const lower = name.toLowerCase();
  if (lower !== name && dialect.builtin(lower) !== undefined) {
    return report('error', 'unknown-identifier', `there is no "${name}" in bpftrace, but ${lower}`, span, [], [replacing(`use ${lower}`, span, lower, true)]);
  }
  // A header may define it; so may the kernel, where it has types that could not be read.
  if (definitions.includes || (facts.btf && !definitions.hasKernel())) return undefined;
  const near = suggest(name, [...dialect.names('builtin'), ...definitions.constants.keys()], 2);
  const hints = [...didYouMean(near), 'scratch variables begin with $, maps with @'];
  return report(
    'error',
    'unknown-identifier',
    `there is no "${name}" in bpftrace`,
    span,
    hints,
    near.map((other) => replacing(`use ${other}`, span, other)),
  );
}

function isNamed({ node }: Place, name: string): boolean {
  return (node.kind === 'variable' || node.kind === 'map' || node.kind === 'let') && node.name === name;
}
