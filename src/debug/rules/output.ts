/** What is shown, and when: nothing at all, only at the end, or a number that is always zero. */
import type { Binary, Expression } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import { countOf, type DebugRule, hasExit, isEvent, type Look, textAt } from '../look.ts';

/** Neither a map nor a line. */
export const showsNothing: DebugRule = function* (look) {
  if (look.counted.reached.length > 0 || look.script.probes.length === 0) return;
  const probe = look.script.probes.find(({ attachPoints }) => attachPoints.some(({ provider }) => isEvent(provider))) ?? look.script.probes[0];
  if (probe === undefined) return;
  const at = probe.body.span.end - 1;
  const last = look.source.slice(0, at).trimEnd().at(-1);
  const text = `${last === '{' || last === ';' || last === '}' ? ' ' : '; '}@[comm] = count(); `;
  yield { id: 'shows-nothing', span: probe.body.span, edits: [{ span: { start: at, end: at }, text }] };
};

/** A clock that has not struck yet. */
export const intervalTooLong: DebugRule = function* (look) {
  for (const probe of look.script.probes) {
    const point = probe.attachPoints[0];
    const seconds = point?.provider === 'interval' ? secondsOf(point.parts) : undefined;
    if (point === undefined || seconds === undefined || seconds < look.seconds) continue;
    const prints = look.counted.reached.some(({ prints, span }) => prints !== undefined && inside(span, probe.span));
    if (prints)
      yield { id: 'interval-too-long', span: point.span, values: { interval: String(seconds), seconds: String(look.seconds), enough: String(seconds + 1) } };
  }
};

/** Lines that only END prints, in a program that goes on until it is stopped. */
export const onlyAtEnd: DebugRule = function* (look) {
  const printing = look.counted.reached.filter(({ prints }) => prints !== undefined);
  const isEnd = (probe: number): boolean => look.script.probes[probe]?.attachPoints.every(({ provider }) => /^end$/i.test(provider)) ?? false;
  const isBegin = (probe: number): boolean => look.script.probes[probe]?.attachPoints.every(({ provider }) => /^begin$/i.test(provider)) ?? false;
  const told = printing.filter(({ probe }) => !isBegin(probe));
  const [first] = told;
  if (first === undefined || !told.every(({ probe }) => isEnd(probe)) || hasExit(look.script)) return;
  const end = look.source.trimEnd().length;
  yield { id: 'only-at-end', span: first.span, edits: [{ span: { start: end, end }, text: '\n\ninterval:s:10\n{\n  exit();\n}' }] };
};

/** `str()` of what is a number, and no address of a text. */
export const numberAsText: DebugRule = function* (look) {
  for (const node of walk(look.script)) {
    const [argument] = node.kind === 'call' && node.name === 'str' ? node.args : [];
    if (argument === undefined) continue;
    const known = argument.kind === 'identifier' && /^(?:pid|tid|uid|gid|cpu|nsecs|elapsed|rand)$/.test(argument.name);
    const type = look.context.typing.typeOf(argument);
    const small = type.kind === 'integer' && type.size < 8;
    const returned = argument.kind === 'field' && argument.name === 'ret' && textAt(look, argument.object.span) === 'args';
    const isPlace = type.kind === 'pointer' && (type.to.kind === 'record' || (type.to.kind === 'none' && type.space === 'kernel'));
    if (isPlace) yield { id: 'pointer-as-text', span: node.span, values: { what: textAt(look, argument.span) } };
    if (known || small || returned) yield { id: 'number-as-text', span: node.span, values: { what: textAt(look, argument.span) }, edits: [] };
  }
};

/** Divided first and multiplied then: what is below the divisor has become nothing. */
export const dividesFirst: DebugRule = function* (look) {
  for (const node of walk(look.script)) {
    if (node.kind !== 'binary') continue;
    const literal = node.operator === '/' ? quotientOf(node) : undefined;
    if (literal === 0n) yield { id: 'divides-to-zero', span: node.span, values: { what: textAt(look, node.span) } };
    const [division, factor] =
      node.operator !== '*' ? [] : isDivision(node.left) ? [node.left, node.right] : isDivision(node.right) ? [node.right, node.left] : [];
    if (division === undefined || factor?.kind !== 'integer') continue;
    const { left, right } = division;
    const better = `${textAt(look, factor.span)} * ${bracketed(left, look)} / ${bracketed(right, look)}`;
    yield { id: 'divides-first', span: node.span, values: { what: textAt(look, node.span), better }, edits: [{ span: node.span, text: better }] };
  }
};

/** A map in which all is zero, though a division stands where it is filled. */
export const onlyZeros: DebugRule = function* (look) {
  for (const [name, { entries, zeros }] of look.run?.maps ?? []) {
    if (entries === 0 || zeros < entries || !look.shown.has(name)) continue;
    const filled = look.counted.reached.filter(({ map }) => map === name);
    for (const { span, counter } of filled) {
      const division = [...walk(look.script)].find((node) => node.kind === 'binary' && node.operator === '/' && inside(node.span, span));
      if (division === undefined || countOf(look, counter) === 0) continue;
      yield { id: 'rounds-to-zero', span: division.span, values: { map: name, what: textAt(look, division.span) } };
      break;
    }
  }
};

function secondsOf([unit = '', count = '']: readonly string[]): number | undefined {
  const seconds = { s: 1, ms: 1e-3, us: 1e-6 }[unit];
  return seconds === undefined || !/^\d+$/.test(count) ? undefined : Number(count) * seconds;
}

function quotientOf({ left, right }: Binary): bigint | undefined {
  return left.kind === 'integer' && right.kind === 'integer' && right.value !== 0n && left.value !== 0n ? left.value / right.value : undefined;
}

function isDivision(node: Expression): node is Binary {
  return node.kind === 'binary' && node.operator === '/';
}

function bracketed(node: Expression, look: Look): string {
  const text = textAt(look, node.span);
  return node.kind === 'binary' && !/^\([^()]*\)$/.test(text) ? `(${text})` : text;
}

function inside(inner: { readonly start: number; readonly end: number }, outer: { readonly start: number; readonly end: number }): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
