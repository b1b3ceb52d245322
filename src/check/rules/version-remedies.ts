import type { Call, Expression, For, Let, Statement } from '../../bpftrace/ast.ts';
import type { Diagnostic, Fix, Span } from '../../core/diagnostic.ts';
import { automaticFix } from '../../core/fix.ts';
import type { Place } from '../places.ts';
import { report, textOf } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** What newer versions of bpftrace have, in the words of the one that is installed, where these tell the same or nearly so. */
export const versionRemedies: Rule = {
  name: 'version-remedies',
  remedy: true,
  *check(context) {
    const { dialect } = context;
    const lacks = (feature: 'let' | 'for-map'): boolean => dialect.availability('feature', feature)?.here === false;
    for (const place of context.places) {
      const { node } = place;
      if (node.kind === 'let' && lacks('let')) yield withoutLet(node, context);
      if (node.kind === 'for' && node.to === undefined && lacks('for-map')) yield* printedWhole(node);
      if (node.kind !== 'call' || dialect.function(node.name) !== undefined) continue;
      if (node.name === 'has_key') yield* entryThere(node, context);
      else if (ORDERS.has(node.name)) yield* ordered(node, place, context);
    }
  },
};

/** The span of a statement with the semicolon behind it. */
function whole({ start, end }: Span, source: string): Span {
  return { start, end: end + (/^\s*;/.exec(source.slice(end))?.[0].length ?? 0) };
}

function rewritten(title: string, span: Span, text: string, changes?: string): Fix {
  return automaticFix(title, [{ span, text }], changes);
}

/** `let $x = 1;`: a variable begins where it is first given a value. */
function withoutLet(node: Let, context: RuleContext): Diagnostic {
  const { source } = context;
  const cast = node.type !== undefined && /^u?int(?:8|16|32|64)$/.test(node.type) ? `(${node.type})` : '';
  const fix =
    node.value !== undefined
      ? rewritten('leave let out', node.span, `${node.name} = ${cast}${cast === '' ? textOf(node.value, context) : `(${textOf(node.value, context)})`}`)
      : cast !== ''
        ? rewritten('begin with 0', node.span, `${node.name} = ${cast}0`)
        : rewritten('leave it out: a variable begins with its first value', whole(node.span, source), '');
  return report('error', 'not-in-this-version', 'variables begin without let in this version', node.nameSpan, [], [fix]);
}

/** A loop over a map that only prints its entries, and perhaps takes them out: print() and clear() do that. */
function* printedWhole(node: For): Generator<Diagnostic> {
  const { from, body } = node;
  if (from.kind !== 'map' || from.keys.length > 0 || body.statements.length === 0) return;
  const kinds = new Set(body.statements.map((statement) => partOfLoop(statement, from.name)));
  if (kinds.has(undefined) || !kinds.has('print')) return;
  const text = `print(${from.name});${kinds.has('delete') ? ` clear(${from.name});` : ''}`;
  const changes = 'the entries are printed as maps are, not in the form that the loop gave them';
  const fix = rewritten(`use print(${from.name})`, node.span, text, changes);
  yield report('error', 'not-in-this-version', 'maps are printed without a loop in this version', node.variableSpan, [], [fix]);
}

function partOfLoop(statement: Statement, map: string): 'print' | 'delete' | undefined {
  if (statement.kind !== 'expression-statement' || statement.expression.kind !== 'call') return undefined;
  const { name, args } = statement.expression;
  if (name === 'printf' || name === 'print') return 'print';
  return name === 'delete' && args[0]?.kind === 'map' && args[0].name === map ? 'delete' : undefined;
}

/** `has_key(@m, k)`: an entry that is not there reads as 0. */
function* entryThere(node: Call, context: RuleContext): Generator<Diagnostic> {
  const [map, key] = node.args;
  if (map?.kind !== 'map' || map.keys.length > 0 || key === undefined) return;
  const keys = key.kind === 'tuple' ? key.items.map((item) => textOf(item, context)).join(', ') : textOf(key, context);
  const value = context.typing.mapValue(map.name);
  const entry = `${map.name}[${keys}]`;
  const empty = value?.kind === 'string' ? '""' : '0';
  const fix = rewritten(`ask for its value: ${entry}`, node.span, `(${entry} != ${empty})`, 'an entry whose value is 0 counts as none');
  yield report('error', 'not-in-this-version', 'whether there is an entry is told by its value in this version', node.nameSpan, [], [fix]);
}

/** Words for putting a map in order, or for a part of it. */
const ORDERS: ReadonlySet<string> = new Set(['sort', 'sorted', 'sort_by_value', 'reverse', 'reversed', 'rsort', 'order', 'sort_desc', 'top', 'limit', 'head']);

/** Maps are printed in the order of their values, the greatest last; print() takes how many. */
function* ordered(node: Call, { parent }: Place, context: RuleContext): Generator<Diagnostic> {
  const [map, count] = node.args;
  if (map?.kind !== 'map' || map.keys.length > 0) return;
  const most = isNumber(count) ? `, ${textOf(count, context)}` : '';
  const message = 'maps are printed in the order of their values';
  if (parent.kind === 'expression-statement') {
    const fix =
      most === ''
        ? rewritten('leave it out', whole(parent.span, context.source), '')
        : rewritten(`use print(${map.name}${most})`, node.span, `print(${map.name}${most})`);
    yield report('error', 'unknown-function', message, node.nameSpan, [], [fix]);
  } else if (parent.kind === 'call' && parent.name === 'print' && parent.args[0] === node) {
    const text = parent.args.length > 1 ? map.name : `${map.name}${most}`;
    yield report('error', 'unknown-function', message, node.nameSpan, [], [rewritten(`use ${text}`, node.span, text)]);
  }
}

function isNumber(node: Expression | undefined): node is Expression {
  return node?.kind === 'integer';
}
