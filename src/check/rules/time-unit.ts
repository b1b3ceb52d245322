import type { Call, Expression } from '../../bpftrace/ast.ts';
import { replacing } from '../../core/fix.ts';
import { VariableValues } from '../map-uses.ts';
import { report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** What a name or a text says a number is in, and how many nanoseconds that is. */
const UNITS: readonly (readonly [name: RegExp, text: RegExp, unit: string, nanoseconds: string])[] = [
  [/(?:^@?|_)(?:us|usecs?|microseconds?|micros)$/, /^ ?(?:us|usecs?|µs|microseconds?)\b/, 'microseconds', '1000'],
  [/(?:^@?|_)(?:ms|msecs?|milliseconds?|millis)$/, /^ ?(?:ms|msecs?|milliseconds?)\b/, 'milliseconds', '1000000'],
  [/(?:^@?|_)(?:secs?|seconds?)$/, /^ ?(?:s|secs?|seconds?)\b(?!\/)/, 'seconds', '1000000000'],
];
const AGGREGATES = /^(?:hist|lhist|sum|avg|min|max|stats)$/;

/** A number is in the unit that the program says it is in: `nsecs` counts nanoseconds. */
export const timeUnit: Rule = {
  name: 'time-unit',
  *check(context) {
    const values = new VariableValues(context.places);
    for (const { node, probe } of context.places) {
      if (node.kind === 'assignment' && node.target.kind === 'map') {
        const { name } = node.target;
        const value = node.value.kind === 'call' && AGGREGATES.test(node.value.name) ? node.value.args[0] : node.value;
        const unit = UNITS.find(([pattern]) => pattern.test(name.slice(1)));
        if (unit !== undefined && value !== undefined && values.isNanoseconds(value, probe)) yield wrong(value, unit[2], unit[3], name, context);
      }
      if (node.kind === 'call' && node.name === 'printf') yield* ofFormat(node, (value) => values.isNanoseconds(value, probe), context);
    }
  },
};

function* ofFormat({ args: [format, ...values] }: Call, isNanoseconds: (value: Expression) => boolean, context: RuleContext) {
  if (format?.kind !== 'string') return;
  const conversions = [...format.value.matchAll(/%(?:%|[-0-9. ]*(?:ll|l|h|hh)?[a-zA-Z])/g)].filter(([text]) => text !== '%%');
  for (const [at, conversion] of conversions.entries()) {
    const value = values[at];
    const behind = format.value.slice(conversion.index + conversion[0].length);
    const unit = UNITS.find(([, pattern]) => pattern.test(behind));
    if (value !== undefined && unit !== undefined && isNanoseconds(value)) yield wrong(value, unit[2], unit[3], 'the text', context);
  }
}

function wrong(value: Expression, unit: string, divisor: string, who: string, { source }: RuleContext) {
  const text = source.slice(value.span.start, value.span.end);
  const right = value.kind === 'variable' ? `${text} / ${divisor}` : `(${text}) / ${divisor}`;
  const fix = replacing(`divide by ${divisor}`, value.span, right);
  return report('warning', 'time-unit', `this is in nanoseconds, and ${who} says ${unit}`, value.span, [right], [fix]);
}
