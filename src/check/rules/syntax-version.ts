import { explainAvailability } from '../../bpftrace/dialect/availability.ts';
import type { FeatureName } from '../../bpftrace/dialect/features.ts';
import { parse } from '../../bpftrace/parser.ts';
import type { Span } from '../../core/diagnostic.ts';
import type { Place } from '../places.ts';
import { report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** Syntax that this version of bpftrace does not have yet. */
export const syntaxVersion: Rule = {
  name: 'syntax-version',
  *check(context) {
    const told = new Set<string>();
    // What the tree does not show, the parser noted; it knows a spelling for every version.
    for (const spelling of parse(context.source).spellings) {
      const availability = context.dialect.availability('feature', spelling.code);
      if (availability === undefined || availability.here || spelling.span === undefined) continue;
      told.add(`${spelling.code}${spelling.span.start}`);
      const message = `${spelling.message}: ${explainAvailability('this', availability, context.dialect.version)}`;
      yield report('error', 'not-in-this-version', message, spelling.span, [], spelling.fixes);
    }
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

function* used(context: RuleContext): Generator<Use> {
  for (const item of context.script.items) {
    if (item.kind === 'config') yield { feature: 'config-block', shown: 'a config block', span: item.span };
    if (item.kind === 'import') yield { feature: 'import', shown: 'import', span: item.span };
    if (item.kind === 'macro') yield { feature: 'macro', shown: 'a macro', span: item.nameSpan };
    if (item.kind === 'subprogram') yield { feature: 'subprogram', shown: 'a function of the program', span: item.nameSpan };
    if (item.kind === 'map-declaration') yield { feature: 'map-declaration', shown: 'the declaration of a map', span: item.nameSpan };
  }
  for (const { span } of context.script.probes.flatMap((probe) => probe.attachPoints)) {
    const bare = context.source.slice(span.start, span.end).replace(/"[^"]*"/g, '');
    if (bare.includes('++')) yield { feature: 'plus-in-path', shown: '++ in a path that is not in quotes', span };
  }
  for (const place of context.places) yield* inPlace(place, context);
}

/** Statements whose block is a part of them. */
const HOLDERS: ReadonlySet<string> = new Set(['if', 'while', 'for', 'unroll', 'probe', 'subprogram']);

function* inPlace({ node, parent }: Place, { source }: RuleContext): Generator<Use> {
  const { span } = node;
  switch (node.kind) {
    case 'let':
      yield { feature: 'let', shown: 'let', span: node.nameSpan };
      break;
    case 'for':
      if (node.to === undefined) yield { feature: 'for-map', shown: 'a loop over a map', span: node.variableSpan };
      else yield { feature: 'for-range', shown: 'a loop over numbers', span: node.variableSpan };
      break;
    case 'integer':
      if (/[0-9](ns|us|ms|s|m|h|d)$/.test(node.text) && !/^0[xX]/.test(node.text)) yield { feature: 'duration', shown: 'a number with a unit of time', span };
      break;
    case 'block':
      if (HOLDERS.has(parent.kind)) break;
      if (parent.kind === 'block' && parent.value !== node) yield { feature: 'bare-block', shown: 'a block by itself', span };
      else yield { feature: 'block-expression', shown: 'a block that yields a value', span };
      break;
    case 'if':
      if (!['block', 'if'].includes(parent.kind) || (parent.kind === 'block' && parent.value === node)) {
        yield { feature: 'if-expression', shown: 'an if that yields a value', span: node.condition.span };
      }
      if (source[node.condition.span.start] !== '(' && !/\(\s*$/.test(before(node.condition.span.start, source))) {
        yield { feature: 'condition-without-parentheses', shown: 'a condition without parentheses', span: node.condition.span };
      }
      break;
    case 'tuple':
      if (node.items.length < 2) yield { feature: 'record', shown: 'a tuple of less than two', span };
      break;
    case 'record':
    case 'comptime':
    case 'typeof':
      yield { feature: node.kind, shown: node.kind, span };
      break;
    case 'typeinfo':
      yield { feature: 'typeof', shown: 'typeinfo', span };
      break;
    case 'binary':
      if (node.operator === '?:') yield { feature: 'ternary-without-middle', shown: 'a choice without its middle', span };
      break;
    case 'unary':
      if (node.operator === '&') yield { feature: 'address-of', shown: 'the address of a value', span };
      break;
    case 'import':
      yield { feature: 'import', shown: 'import', span };
      break;
    default:
      break;
  }
}

/** The text before an offset, without comments and as far as is needed to see what stands there. */
function before(offset: number, source: string): string {
  return source.slice(Math.max(0, offset - 200), offset).replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*\n/g, ' ');
}
