import type { Call, Expression, ExpressionStatement, Ternary } from '../../bpftrace/ast.ts';
import type { Diagnostic, Fix } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import { formatParts } from '../format.ts';
import { integerLiteral } from '../kinds.ts';
import { report, textOf } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** Values that stand where they cannot, where the same is told by another shape of the statement. */
export const shapeRemedies: Rule = {
  name: 'shape-remedies',
  remedy: true,
  *check(context) {
    for (const { node, parent } of context.places) {
      if (node.kind === 'call' && node.name === 'lhist' && node.args.length === 3) yield* steps(node);
      if (node.kind === 'call' && node.name === 'print' && parent.kind === 'expression-statement') yield* printedEntry(node, context);
      if (node.kind !== 'expression-statement' || node.expression.kind !== 'call' || node.expression.name !== 'printf') continue;
      yield* percentOperator(node.expression, context);
      yield* distributionInText(node, node.expression, context);
      yield* eitherType(node, node.expression, context);
    }
  },
};

/** `lhist(n, 0, 1000)`: the range is told, and not its steps. */
function* steps(call: Call): Generator<Diagnostic> {
  const [, low, high] = call.args;
  const from = low === undefined ? undefined : integerLiteral(low);
  const to = high === undefined ? undefined : integerLiteral(high);
  if (from === undefined || to === undefined || high === undefined || to <= from) return;
  const width = (to - from + 19n) / 20n;
  const fix: Fix = {
    title: `in steps of ${width}`,
    edits: [{ span: { start: high.span.end, end: high.span.end }, text: `, ${width}` }],
    automatic: true,
    changes: `the steps of the histogram were not told: they are ${width} wide`,
  };
  yield report('error', 'argument-count', 'lhist() is told its range, and not how wide its steps are', call.span, [], [fix]);
}

/** `print(@x[comm], 5)`: this version prints maps, and no single entries of those that count. */
function* printedEntry(call: Call, { dialect, typing, source }: RuleContext): Generator<Diagnostic> {
  const [map, ...rest] = call.args;
  if (map?.kind !== 'map' || map.keySpan === undefined || typing.mapValue(map.name) === undefined || dialect.function('print') === undefined) return;
  const { end } = map.span;
  const message = `print() takes a whole map, and is given an entry of ${map.name}`;
  const fix: Fix = { ...replacing(`print ${map.name}`, map.span, map.name, true), changes: `all entries of ${map.name} are printed` };
  if (rest.length > 0 || source.slice(end, call.span.end).trim() === ')') yield report('error', 'argument-type', message, map.span, [], [fix]);
}

/** `printf("%d" % (x))`, as Python writes it. */
function* percentOperator(call: Call, context: RuleContext): Generator<Diagnostic> {
  const [first] = call.args;
  if (call.args.length !== 1 || first?.kind !== 'binary' || first.operator !== '%' || first.left.kind !== 'string') return;
  const values = first.right.kind === 'tuple' ? first.right.items.map((item) => textOf(item, context)).join(', ') : textOf(first.right, context);
  const fix = replacing('give the values as arguments', first.span, `${textOf(first.left, context)}, ${values}`, true);
  yield report('error', 'argument-type', 'printf() takes a format and values, with commas between', first.span, [], [fix]);
}

const DISTRIBUTIONS: ReadonlySet<string> = new Set(['hist', 'lhist', 'stats', 'avg', 'sum', 'min', 'max', 'count']);

/** `printf("%s: %d", comm, hist(x))`: what counts is kept in a map; the other values are its keys. */
function* distributionInText(statement: ExpressionStatement, call: Call, context: RuleContext): Generator<Diagnostic> {
  const [, ...values] = call.args;
  const counting = values.filter((value): value is Call => value.kind === 'call' && DISTRIBUTIONS.has(value.name));
  const [found] = counting;
  if (found === undefined || counting.length > 1) return;
  const keys = values.filter((value) => value !== found);
  const kinds = keys.map((key) => context.typing.typeOf(key).kind);
  if (kinds.some((kind) => !['integer', 'string', 'kstack', 'ustack', 'inet', 'usym', 'ksym'].includes(kind))) return;
  let name = `@${found.name}`;
  while (context.source.includes(name)) name += '_';
  const text = `${name}${keys.length === 0 ? '' : `[${keys.map((key) => textOf(key, context)).join(', ')}]`} = ${textOf(found, context)}`;
  const fix: Fix = {
    ...replacing(`keep it in a map: ${name}`, statement.span, text, true),
    changes: 'it is gathered in a map, which is printed at the end, instead of a line for each event',
  };
  yield report('error', 'not-assigned-to-map', `${found.name}() gathers values in a map, and has none to print at each event`, found.span, [], [fix]);
}

/** `printf("%s", sig == 9 ? "KILL" : sig)`: a text or a number is printed by one printf() for each. */
function* eitherType(statement: ExpressionStatement, call: Call, context: RuleContext): Generator<Diagnostic> {
  const { typing, dialect, source } = context;
  const [format, ...values] = call.args;
  if (format?.kind !== 'string') return;
  const at = values.findIndex((value) => value.kind === 'ternary' && isMixed(value, context));
  const choice = values[at];
  if (choice?.kind !== 'ternary') return;
  const start = source.indexOf(format.text, format.span.start) + 1;
  const part = formatParts(format.text.slice(1, -1), dialect.version).filter(({ counts }) => counts)[at];
  if (part === undefined) return;
  const branch = (value: Expression): string => {
    const letter = typing.typeOf(value).kind === 'integer' ? 'd' : 's';
    const conversion = `${/^%-?\d*/.exec(part.text)?.[0] ?? '%'}${/[duxXs]$/.test(part.letter) && (part.letter === 's') === (letter === 's') ? part.letter : letter}`;
    const from = statement.span.start;
    const text = source.slice(from, statement.span.end);
    const shown = textOf(value, context);
    const before = text.slice(0, start + part.span.start - from);
    const middle = text.slice(start + part.span.end - from, choice.span.start - from);
    return `${before}${conversion}${middle}${shown}${text.slice(choice.span.end - from)}`;
  };
  const text = `if (${textOf(choice.condition, context)}) { ${branch(choice.then)}; } else { ${branch(choice.otherwise)}; }`;
  const end = statement.span.end + (/^\s*;/.exec(source.slice(statement.span.end))?.[0].length ?? 0);
  const fix = replacing('print each of the two with a printf() of its own', { start: statement.span.start, end }, text, true);
  yield report('error', 'ternary-type', 'what is printed is a text or a number', choice.span, [], [fix]);
}

function isMixed({ then, otherwise }: Ternary, { typing }: RuleContext): boolean {
  const kinds = [typing.typeOf(then).kind, typing.typeOf(otherwise).kind];
  return kinds.includes('string') && kinds.includes('integer');
}
