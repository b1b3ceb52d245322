import type { Call, Expression, Text } from '../../bpftrace/ast.ts';
import { compareVersions } from '../../bpftrace/dialect/version.ts';
import { isAggregate, isPrintedAsText, showType, type Type } from '../../bpftrace/typing/type.ts';
import type { Diagnostic, Fix, Span } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import { type FormatPart, formatParts } from '../format.ts';
import { report } from '../report.ts';
import { fieldForm } from '../rewrite/fields.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** A format has a conversion for every value, and each fits its value. */
export const printfFormat: Rule = {
  name: 'printf-format',
  alone: true,
  *check(context) {
    for (const { node } of context.places) {
      if (node.kind !== 'call' || context.dialect.function(node.name)?.format !== true) continue;
      const [format] = node.args;
      if (format?.kind === 'string') yield* examine(node, format, context);
    }
  },
};

function* examine(call: Call, format: Text, context: RuleContext): Generator<Diagnostic> {
  const values = call.args.slice(1);
  const textStart = context.source.indexOf(format.text, format.span.start) + 1;
  const parts = formatParts(format.text.slice(1, -1), context.dialect.version).map((part) => ({ ...part, span: shifted(part.span, textStart) }));
  const known = parts.filter((part) => part.counts);
  let odd = false;
  for (const part of parts) {
    if (part.counts || values.length <= known.length) continue;
    odd = true;
    const fixes = part.instead === undefined ? [] : [replacing(`use ${part.instead}`, part.span, part.instead, true)];
    yield report('error', 'unknown-conversion', `${call.name}() of bpftrace ${context.dialect.version} does not know ${part.text}`, part.span, [], fixes);
  }
  if (known.length !== values.length) {
    if (!odd) yield count(call, format, known, values, context);
    return;
  }
  for (const [at, part] of known.entries()) {
    const value = values[at];
    if (value === undefined) continue;
    const problem = fits(call.name, part, value, context);
    if (problem !== undefined) yield problem;
  }
}

function count({ name }: Call, format: Text, parts: readonly FormatPart[], values: readonly Expression[], { source }: RuleContext): Diagnostic {
  const wanted = parts.length;
  const message = `${name}() prints ${wanted} ${wanted === 1 ? 'value' : 'values'}, and is given ${values.length}`;
  const first = values[wanted];
  const last = values.at(-1);
  const before = wanted === 0 ? format : values[wanted - 1];
  const span = first === undefined || last === undefined ? format.span : { start: first.span.start, end: last.span.end };
  const fixes: Fix[] = [];
  if (first !== undefined && last !== undefined && before !== undefined) {
    const extra = { start: source.indexOf(',', before.span.end), end: last.span.end };
    fixes.push(replacing(values.length - wanted === 1 ? 'print one value less' : `print ${values.length - wanted} values less`, extra, ''));
  }
  const hints = values.length < wanted ? ['%% prints a percent sign'] : [];
  return report('error', 'format-count', message, span, hints, fixes);
}

function fits(name: string, part: FormatPart, value: Expression, context: RuleContext): Diagnostic | undefined {
  const { dialect, typing, source } = context;
  const type = typing.typeOf(value);
  const newer = compareVersions(dialect.version, '0.24') >= 0;
  const wanted = part.letter === 's' ? 'string' : part.letter.startsWith('r') ? 'buffer' : 'integer';
  if (type.kind === 'unknown' || (newer && wanted === 'string')) return undefined;
  if (type.kind === wanted || (wanted === 'integer' && (type.kind === 'pointer' || type.kind === 'bool')) || (wanted === 'string' && isPrintedAsText(type))) {
    return undefined;
  }
  if (isAggregate(type) && wanted === 'integer' && compareVersions(dialect.version, '0.18') >= 0) return undefined;
  // Said by the rule on maps that are never written.
  if (type.kind === 'none') return undefined;
  const fixes = isTextElsewhere(value, context) && wanted === 'string' ? [asString(value, source)] : fixesFor(type, part, value, wanted, source);
  const hints = isAggregate(type) ? ['a map made by count(), sum() and the like is printed with print(@map)'] : [];
  return report('error', 'conversion-type', `${part.text} of ${name}() wants ${ARTICLES[wanted]}, and is given ${showType(type)}`, value.span, hints, fixes);
}

/** A tracepoint's field that only tells where in the record its text lies: `__data_loc char[] comm`. */
function isTextElsewhere(value: Expression, context: RuleContext): boolean {
  if (value.kind !== 'field' || value.object.kind !== 'identifier' || value.object.name !== 'args') return false;
  const points = context.places.find(({ node }) => node === value)?.probe?.attachPoints ?? [];
  return points.length > 0 && points.every(({ parts }) => fieldForm(parts.join(':'), value.name, context.tracepoints) === 'dynamic');
}

function asString(value: Expression, source: string): Fix {
  const text = `str(${source.slice(value.span.start, value.span.end)})`;
  return replacing(`use ${text}`, value.span, text, true);
}

const ARTICLES = { string: 'a string', integer: 'an integer', buffer: 'a buffer' } as const;

function fixesFor(type: Type, part: FormatPart, value: Expression, wanted: string, source: string): Fix[] {
  const conversion = (letter: string, automatic: boolean) =>
    replacing(`print it with %${letter}`, part.span, part.text.replace(/(hh|h|ll|l|j|z|t)?[a-zA-Z]+$/, letter), automatic);
  const wrapped = (automatic: boolean): Fix => {
    const text = source.slice(value.span.start, value.span.end);
    return replacing(`read the string at this address: str(${text})`, value.span, `str(${text})`, automatic);
  };
  if (wanted === 'string' && type.kind === 'pointer') {
    const chars = type.to.kind === 'integer' && type.to.size === 1;
    return chars ? [wrapped(true)] : [conversion('p', false), wrapped(false)];
  }
  if (wanted === 'string' && type.kind === 'integer') {
    // An argument of a function may be an address as well as a number.
    const argument = value.kind === 'identifier' && /^s?arg\d$|^retval$/.test(value.name);
    return argument ? [wrapped(false), conversion('d', false)] : [conversion('d', true)];
  }
  if (type.kind === 'string' || isPrintedAsText(type)) return [conversion('s', true)];
  return type.kind === 'buffer' ? [conversion('r', true)] : [];
}

function shifted({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
