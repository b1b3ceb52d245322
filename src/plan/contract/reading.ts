/** What a program tells, of what, and for how long: what an intent is held against. */
import type { AttachPoint, Block, Expression, If, Probe, Script } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { Span } from '../../core/diagnostic.ts';
import { squeeze } from '../fill/text.ts';
import { type Compared, comparedIn, type Found } from './compared.ts';
import { followed, storedTexts } from './stored.ts';

/** One thing a program tells: a map that grows, or a line that is printed. */
export interface Told {
  readonly form: 'map' | 'row';
  /** Whether a clock or the end prints it, and no event. */
  readonly clocked: boolean;
  /** What tells entries or lines apart: the texts of keys or of printed values, what they were stored from included. */
  readonly parts: readonly string[];
  /** Of a map: the function it is made by, `++` or `+=`; undefined where a value is only stored. */
  readonly by?: string;
  /** What is measured: the function's arguments, with what they were stored from. */
  readonly value: string;
  readonly span: Span;
}

/** A condition under which something is told. */
export interface When {
  /** Without blanks, with what its variables and maps were given. */
  readonly text: string;
  /** Where it holds, the event is left out: `if (x) { return; }`. */
  readonly leaves: boolean;
}

export interface Reading {
  /** Where events come from; clocks, beginning and end left out, and what only tidies up. */
  readonly points: readonly AttachPoint[];
  readonly told: readonly Told[];
  readonly conditions: readonly When[];
  /** Texts and numbers that conditions compare with. */
  readonly compared: Compared;
  /** When it ends by itself, where that is plain: the clock that ends it. */
  readonly end?: Clock;
  /** When it answers again and again: the fastest clock that prints. */
  readonly every?: Clock;
  /** Whether it ends in some way of its own. */
  readonly ends: boolean;
}

export interface Clock {
  readonly seconds: number;
  readonly span: Span;
}

const CLOCKS: ReadonlySet<string> = new Set(['BEGIN', 'END', 'begin', 'end', 'interval', 'self']);
const UNITS: Readonly<Record<string, number>> = { s: 1, ms: 1e-3, us: 1e-6 };
const MAP_FUNCTIONS: ReadonlySet<string> = new Set(['count', 'sum', 'avg', 'min', 'max', 'hist', 'lhist', 'stats', 'tseries']);

/** Reads a program's tree. */
export function readScript(script: Script, source: string): Reading {
  const stored = storedTexts(script, source);
  const text = (node: Expression): string => followed(squeeze(source.slice(node.span.start, node.span.end)), stored);
  const events = script.probes.filter((probe) => probe.attachPoints.some(({ provider }) => !CLOCKS.has(provider)));
  const clocks = script.probes.filter((probe) => !events.includes(probe));
  const conditions = events.flatMap(conditionsOf);
  const every = shortest(clocks.filter(tells));
  const exits = clocks.filter((probe) => calls(probe.body, 'exit'));
  const end = exits.every(isPlain) ? shortest(exits) : undefined;
  return {
    points: events.filter((probe) => !tidies(probe)).flatMap(({ attachPoints }) => attachPoints.filter(({ provider }) => !CLOCKS.has(provider))),
    told: [
      ...events.flatMap((probe) => toldBy(probe, text, false)),
      ...clocks.flatMap((probe) => toldBy(probe, text, true).filter(({ form, parts }) => form === 'row' && parts.length > 0)),
    ],
    conditions: conditions.map(({ condition, leaves }) => ({ text: text(condition), leaves })),
    compared: comparedIn(conditions, stored, source),
    ends: exits.length > 0 || events.some((probe) => calls(probe.body, 'exit')),
    ...(end === undefined ? {} : { end }),
    ...(every === undefined ? {} : { every }),
  };
}

function toldBy(probe: Probe, text: (node: Expression) => string, clocked: boolean): Told[] {
  const told: Told[] = [];
  for (const node of walk(probe.body)) {
    if (node.kind === 'assignment' && node.target.kind === 'map') {
      const { target, value, operator, span } = node;
      const made =
        value.kind === 'call' && MAP_FUNCTIONS.has(value.name)
          ? value.name
          : operator === '+='
            ? '+='
            : value.kind === 'binary' && value.operator === '+' && [value.left, value.right].some((side) => side.kind === 'map' && side.name === target.name)
              ? '+='
              : undefined;
      const measured = value.kind === 'call' ? value.args.map(text).join(' ') : text(value);
      // To add one is to count.
      const by = (made === '+=' && /^(?:@\w*(?:\[.*\])?\+)?1(?:\s|$)/.test(measured)) || (made === 'sum' && measured === '1') ? '++' : made;
      told.push({ form: 'map', clocked, parts: target.keys.map(text), value: measured, span, ...(by === undefined ? {} : { by }) });
    }
    if (node.kind === 'unary' && node.operator === '++' && node.operand.kind === 'map')
      told.push({ form: 'map', clocked, parts: node.operand.keys.map(text), by: '++', value: '', span: node.span });
    if (node.kind === 'call' && (node.name === 'printf' || (node.name === 'print' && node.args[0]?.kind === 'tuple'))) {
      const printed = node.name === 'printf' ? node.args.slice(1) : node.args;
      told.push({ form: 'row', clocked, parts: printed.map(text), value: printed.map(text).join(' '), span: node.span });
    }
  }
  return told;
}

/** What is asked of an event before anything is told. A ternary that only chooses a value asks nothing of it. */
function conditionsOf(probe: Probe): Found[] {
  const found: Found[] = probe.predicate === undefined ? [] : [{ condition: probe.predicate.condition, leaves: false }];
  for (const node of walk(probe.body)) {
    if (node.kind === 'if') found.push({ condition: node.condition, leaves: isLeft(node) });
    if (node.kind === 'expression-statement' && node.expression.kind === 'ternary') found.push({ condition: node.expression.condition, leaves: false });
  }
  return found;
}

function isLeft({ then }: If): boolean {
  const last = then.statements.at(-1);
  return last?.kind === 'jump' && last.word === 'return' && !tellsIn(then);
}

/** A probe that only deletes what others keep sees nothing that is told. */
export function tidies({ body }: Probe): boolean {
  return (
    body.statements.length > 0 &&
    body.statements.every(
      (statement) =>
        statement.kind === 'expression-statement' && statement.expression.kind === 'call' && /^(?:delete|clear|zero)$/.test(statement.expression.name),
    )
  );
}

function tells(probe: Probe): boolean {
  return tellsIn(probe.body);
}

function tellsIn(block: Block): boolean {
  return calls(block, 'print') || calls(block, 'printf');
}

function calls(block: Block, name: string): boolean {
  for (const node of walk(block)) if (node.kind === 'call' && node.name === name) return true;
  return false;
}

/** Whether nothing has to be so for exit() to be reached. */
function isPlain({ predicate, body }: Probe): boolean {
  return (
    predicate === undefined &&
    body.statements.some(
      (statement) => statement.kind === 'expression-statement' && statement.expression.kind === 'call' && statement.expression.name === 'exit',
    )
  );
}

function shortest(probes: readonly Probe[]): Clock | undefined {
  const clocks = probes.flatMap(({ attachPoints }) =>
    attachPoints.flatMap(({ provider, parts, span }) => (provider === 'interval' ? [{ seconds: secondsOf(parts), span }] : [])),
  );
  return clocks.filter(({ seconds }) => seconds > 0).sort((a, b) => a.seconds - b.seconds)[0];
}

/** `interval:s:1`, or since 0.22 `interval:1s`; a frequency too. */
function secondsOf(parts: readonly string[]): number {
  const [, amount, unit] = /^(\d+)(ms|us|s)$/.exec(parts[0] ?? '') ?? [];
  if (parts[0] === 'hz') return 1 / Number(parts[1]);
  return amount === undefined ? Number(parts[1]) * (UNITS[parts[0] ?? ''] ?? Number.NaN) : Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN);
}
