import { explainAvailability } from '../../bpftrace/dialect/availability.ts';
import type { FeatureName } from '../../bpftrace/dialect/features.ts';
import type { Span } from '../../core/diagnostic.ts';
import { report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** Syntax that this version of bpftrace does not have yet. */
export const syntaxVersion: Rule = {
  name: 'syntax-version',
  *check(context) {
    const told = new Set<string>();
    for (const { feature, shown, span } of used(context)) {
      const availability = context.dialect.availability('feature', feature);
      if (availability === undefined || availability.here || told.has(`${feature}${span.start}`)) continue;
      told.add(`${feature}${span.start}`);
      yield report('error', 'not-in-this-version', explainAvailability(shown, availability, context.dialect.version), span);
    }
  },
};

interface Use {
  readonly feature: FeatureName;
  readonly shown: string;
  readonly span: Span;
}

function* used({ script, places }: RuleContext): Generator<Use> {
  for (const item of script.items) {
    if (item.kind === 'config') yield { feature: 'config-block', shown: 'a config block', span: item.span };
    if (item.kind === 'import') yield { feature: 'import', shown: 'import', span: item.span };
    if (item.kind === 'macro') yield { feature: 'macro', shown: 'a macro', span: item.nameSpan };
    if (item.kind === 'map-declaration') yield { feature: 'map-declaration', shown: 'the declaration of a map', span: item.nameSpan };
  }
  for (const { node, parent } of places) {
    if (node.kind === 'let') yield { feature: 'let', shown: 'let', span: node.nameSpan };
    if (node.kind === 'for' && node.to !== undefined) yield { feature: 'for-range', shown: 'a loop over numbers', span: node.variableSpan };
    else if (node.kind === 'for') yield { feature: 'for-map', shown: 'a loop over a map', span: node.variableSpan };
    if (node.kind === 'integer' && /(ns|us|ms|[0-9]s|[0-9]m|h|d)$/.test(node.text) && !/^0[xX]/.test(node.text)) {
      yield { feature: 'duration', shown: 'a number with a unit of time', span: node.span };
    }
    if (node.kind === 'block' && !['if', 'while', 'for', 'unroll', 'probe', 'subprogram'].includes(parent.kind)) {
      if (parent.kind !== 'block' || parent.value === node) yield { feature: 'block-expression', shown: 'a block that yields a value', span: node.span };
    }
    if (node.kind === 'record') yield { feature: 'record', shown: 'a record', span: node.span };
  }
}
