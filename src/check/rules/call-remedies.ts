import type { Call, Text } from '../../bpftrace/ast.ts';
import type { Diagnostic, Fix, Span } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import { formatParts } from '../format.ts';
import { report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** Calls with an argument too few or too many whose remedy is plain. */
export const callRemedies: Rule = {
  name: 'call-remedies',
  remedy: true,
  *check(context) {
    const { places, dialect } = context;
    for (const { node, parent } of places) {
      if (node.kind !== 'call' || dialect.function(node.name) === undefined) continue;
      const [first] = node.args;
      if (node.name === 'strftime' && node.args.length === 1 && first?.kind === 'string') {
        const fix = replacing('tell the time of the event: nsecs', { start: first.span.end, end: first.span.end }, ', nsecs', true);
        yield report('error', 'argument-count', 'strftime() takes a format and a time', node.span, [], [fix]);
      } else if (dialect.function(node.name)?.format === true && first?.kind === 'string') {
        yield* format(node, first, context);
      } else if ((node.name === 'clear' || node.name === 'zero') && first?.kind === 'variable' && parent.kind === 'expression-statement') {
        yield clearedVariable(node, first.name, first.span, parent.span, context);
      } else if (
        (node.name === 'clear' || node.name === 'zero') &&
        first?.kind === 'map' &&
        first.keySpan !== undefined &&
        parent.kind === 'expression-statement'
      ) {
        yield clearedEntry(node, first.name, first.span, context);
      }
    }
  },
};

/** More conversions than values, or more values than conversions. */
function* format(call: Call, text: Text, { source, dialect, typing }: RuleContext): Generator<Diagnostic> {
  const values = call.args.slice(1);
  const start = source.indexOf(text.text, text.span.start) + 1;
  const all = formatParts(text.text.slice(1, -1), dialect.version);
  const parts = all.filter(({ counts }) => counts);
  const missing = parts.length - values.length;
  const spaced = [...text.text.matchAll(/% +(?=[-.\d]*(?:l{0,2}[duxi]|s)\b)/g)];
  if (missing < 0 && spaced.length >= -missing) {
    const edits = spaced.map((match) => ({ span: { start: start - 1 + match.index + 1, end: start - 1 + match.index + match[0].length }, text: '' }));
    yield report(
      'error',
      'format-count',
      'a blank behind a percent sign makes no conversion',
      { start: values[0]?.span.start ?? text.span.start, end: call.span.end },
      [],
      [{ title: 'take the blank away', edits, automatic: true }],
    );
    return;
  }
  // A conversion that this version does not know is what is wrong then; the rule on formats mends it.
  if (missing < 0 && parts.length < all.length) return;
  if (missing === 0 || (parts.length === 0 && values.length === 0)) return;
  const message = `${call.name}() prints ${parts.length} values, and is given ${values.length}`;
  if (missing > 0) {
    const first = parts[values.length];
    const last = parts.at(-1);
    if (first === undefined || last === undefined) return;
    const before = parts[values.length - 1];
    const from = before === undefined ? first.span.start : before.span.end;
    // Without values there is nothing to say where a text between two conversions belongs.
    if (values.length === 0) return;
    const fix: Fix = {
      title: 'print what there is',
      edits: [{ span: { start: start + from, end: start + last.span.end }, text: '' }],
      automatic: true,
      changes: 'columns for which there is no value are gone',
    };
    yield report('error', 'format-count', message, text.span, [], [fix]);
    return;
  }
  const extra = values.slice(parts.length);
  const conversions = extra.map((value) =>
    ['string', 'kstack', 'ustack', 'inet', 'usym', 'ksym', 'timestamp', 'mac'].includes(typing.typeOf(value).kind) ? '%s' : '%d',
  );
  const end = start + text.text.length - 2;
  const at = text.text.endsWith('\\n"') ? end - 2 : end;
  const fix: Fix = {
    title: `print the others too: ${conversions.join(' ')}`,
    edits: [{ span: { start: at, end: at }, text: ` ${conversions.join(' ')}` }],
    automatic: true,
  };
  const span = { start: extra[0]?.span.start ?? call.span.start, end: extra.at(-1)?.span.end ?? call.span.end };
  yield report('error', 'format-count', message, span, [], [fix]);
}

function clearedVariable(call: Call, name: string, at: Span, statement: Span, { places, source }: RuleContext): Diagnostic {
  const map = `@${name.slice(1)}`;
  const isMap = places.some(({ node }) => node.kind === 'map' && node.name === map);
  const end = /^\s*;/.exec(source.slice(statement.end));
  const fix = isMap
    ? replacing(`clear the map ${map}`, at, map, true)
    : replacing('leave it out: a scratch variable ends with its probe', { start: statement.start, end: statement.end + (end?.[0].length ?? 0) }, '', true);
  return report('error', 'argument-type', `${call.name}() takes a map, and is given a scratch variable`, at, [], [fix]);
}

/** `clear(@x[comm])` where probes that have no such key of their own end the run: the whole map is meant. */
function clearedEntry(call: Call, name: string, at: Span, context: RuleContext): Diagnostic {
  const place = context.places.find(({ node }) => node === call);
  const ends = place?.probe?.attachPoints.every(({ provider }) => provider === 'END' || provider === 'interval') === true;
  const text = context.source.slice(at.start, at.end);
  const fix = ends
    ? replacing(`${call.name} the whole map`, at, name, true)
    : replacing(`remove this entry: delete(${text})`, call.span, `delete(${text})`, call.name === 'clear');
  return report('error', 'argument-type', `${call.name}() takes a whole map, without a key`, at, [], [fix]);
}
