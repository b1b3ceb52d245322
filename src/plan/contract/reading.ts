/** What a program tells, of what, and for how long: what an intent is held against. */
import type { AttachPoint, Expression, Probe, Script } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { Span } from '../../core/diagnostic.ts';

/** One thing a program tells: a map that grows, or a line that is printed for an event. */
export interface Told {
  readonly form: 'map' | 'row';
  /** What tells entries or lines apart: the texts of keys or of printed values, what they were stored from included. */
  readonly parts: readonly string[];
  /** Of a map: the function it is made by, `++` or `+=`; undefined where a value is only stored. */
  readonly by?: string;
  /** What is measured: the function's arguments, with what they were stored from. */
  readonly value: string;
  readonly span: Span;
}

export interface Reading {
  /** Where events come from; clocks, beginning and end left out. */
  readonly points: readonly AttachPoint[];
  readonly told: readonly Told[];
  /** The conditions under which anything is told, as texts without blanks. */
  readonly conditions: readonly string[];
  /** Texts and numbers that conditions compare with. */
  readonly compared: { readonly texts: ReadonlySet<string>; readonly numbers: ReadonlySet<number> };
  /** Seconds after which it ends by itself. */
  readonly endsAfter?: number;
  /** Seconds between two answers. */
  readonly everySeconds?: number;
}

const CLOCKS: ReadonlySet<string> = new Set(['BEGIN', 'END', 'begin', 'end', 'interval']);
const UNITS: Readonly<Record<string, number>> = { s: 1, ms: 1e-3, us: 1e-6 };
const MAP_FUNCTIONS: ReadonlySet<string> = new Set(['count', 'sum', 'avg', 'min', 'max', 'hist', 'lhist', 'stats', 'tseries']);
/** How far back what was stored is followed. */
const DEPTH = 3;

/** Reads a program's tree. */
export function readScript(script: Script, source: string): Reading {
  const stored = storedTexts(script, source);
  const text = (node: Expression): string => withStored(squeeze(source.slice(node.span.start, node.span.end)), stored, DEPTH);
  const events = script.probes.filter((probe) => probe.attachPoints.some(({ provider }) => !CLOCKS.has(provider)));
  const clocks = script.probes.filter((probe) => !events.includes(probe));
  const conditions = events.flatMap(conditionsOf);
  const everySeconds = shortest(clocks.filter(tells));
  const endsAfter = shortest(clocks.filter((probe) => calls(probe, 'exit')));
  return {
    points: events.flatMap(({ attachPoints }) => attachPoints.filter(({ provider }) => !CLOCKS.has(provider))),
    told: [...events.flatMap((probe) => toldBy(probe, text)), ...clocks.flatMap((probe) => toldBy(probe, text).filter(({ form }) => form === 'row'))],
    conditions: conditions.map(text),
    compared: comparedIn(conditions),
    ...(endsAfter === undefined ? {} : { endsAfter }),
    ...(everySeconds === undefined ? {} : { everySeconds }),
  };
}

function toldBy(probe: Probe, text: (node: Expression) => string): Told[] {
  const told: Told[] = [];
  for (const node of walk(probe.body)) {
    if (node.kind === 'assignment' && node.target.kind === 'map') {
      const { target, value, operator, span } = node;
      const made = value.kind === 'call' && MAP_FUNCTIONS.has(value.name) ? value.name : operator === '+=' ? '+=' : undefined;
      const measured = value.kind === 'call' ? value.args.map(text).join(' ') : text(value);
      told.push({ form: 'map', parts: target.keys.map(text), value: measured, span, ...(made === undefined ? {} : { by: made }) });
    }
    if (node.kind === 'unary' && node.operator === '++' && node.operand.kind === 'map')
      told.push({ form: 'map', parts: node.operand.keys.map(text), by: '++', value: '', span: node.span });
    if (node.kind === 'call' && (node.name === 'printf' || (node.name === 'print' && node.args[0]?.kind === 'tuple'))) {
      const printed = node.name === 'printf' ? node.args.slice(1) : node.args;
      told.push({ form: 'row', parts: printed.map(text), value: printed.map(text).join(' '), span: node.span });
    }
  }
  return told;
}

/** What variables and maps that are no answers were given. */
function storedTexts(script: Script, source: string): ReadonlyMap<string, string> {
  const stored = new Map<string, string>();
  for (const node of walk(script)) {
    const name =
      node.kind === 'assignment' && (node.target.kind === 'variable' || node.target.kind === 'map')
        ? node.target.name
        : node.kind === 'let'
          ? node.name
          : undefined;
    const value = node.kind === 'assignment' || node.kind === 'let' ? node.value : undefined;
    if (name === undefined || value === undefined) continue;
    stored.set(name, `${stored.get(name) ?? ''} ${squeeze(source.slice(value.span.start, value.span.end))}`);
  }
  return stored;
}

function withStored(text: string, stored: ReadonlyMap<string, string>, depth: number): string {
  if (depth === 0) return text;
  const names = new Set(text.match(/[$@]\w+/g));
  const more = [...names].flatMap((name) => stored.get(name) ?? []);
  return more.length === 0 ? text : `${text} ${withStored(more.join(' '), stored, depth - 1)}`;
}

function conditionsOf(probe: Probe): Expression[] {
  const found = probe.predicate === undefined ? [] : [probe.predicate.condition];
  for (const node of walk(probe.body)) if (node.kind === 'if' || node.kind === 'ternary') found.push(node.condition);
  return found;
}

function comparedIn(conditions: readonly Expression[]): Reading['compared'] {
  const texts = new Set<string>();
  const numbers = new Set<number>();
  for (const condition of conditions) {
    for (const node of walk(condition)) {
      if (node.kind === 'string') texts.add(node.value);
      if (node.kind === 'integer') numbers.add(Number(node.value));
    }
  }
  return { texts, numbers };
}

function tells(probe: Probe): boolean {
  return calls(probe, 'print') || calls(probe, 'printf');
}

function calls(probe: Probe, name: string): boolean {
  for (const node of walk(probe.body)) if (node.kind === 'call' && node.name === name) return true;
  return false;
}

function shortest(probes: readonly Probe[]): number | undefined {
  const seconds = probes.flatMap(({ attachPoints }) =>
    attachPoints.flatMap(({ provider, parts }) => (provider === 'interval' ? [Number(parts[1]) * (UNITS[parts[0] ?? ''] ?? Number.NaN)] : [])),
  );
  const real = seconds.filter((value) => value > 0);
  return real.length === 0 ? undefined : Math.min(...real);
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}
