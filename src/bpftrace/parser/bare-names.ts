import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import type { Item } from '../ast.ts';
import { walk } from '../visit.ts';
import { insertion } from './cursor.ts';
import type { BareName } from './expressions.ts';

/** The names without a sigil of one item at the top level. */
export interface BareNames {
  readonly item: Item | undefined;
  readonly names: ReadonlyMap<string, BareName>;
}

/**
 * Tells of variables without a sigil (`start = nsecs;`), once each, with a fix for all their uses. One that another probe reads must be a map, because a
 * scratch variable ends with its probe; a time in it belongs to a thread.
 */
export function describeBareNames(found: readonly BareNames[], items: readonly Item[]): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const shared = found.length === 0 ? new Map<string, Span[]>() : readElsewhere(found, items);
  const told = new Set<string>();
  const assigned = new Map<string, BareName[]>();
  for (const [name, bare] of found.flatMap(({ names }) => [...names])) {
    const known = assigned.get(name);
    if (known === undefined) assigned.set(name, [bare]);
    else known.push(bare);
  }
  for (const { names } of found) {
    for (const [name, { uses, edits: proposed }] of names) {
      const elsewhere = shared.get(name);
      const [first] = uses;
      if (elsewhere === undefined || proposed !== undefined) for (const span of uses) proposed?.push(insertion(span.start, '$'));
      if (first === undefined || proposed !== undefined || told.has(name)) continue;
      if (elsewhere !== undefined) told.add(name);
      diagnostics.push(elsewhere === undefined ? scratch(name, first, uses) : map(name, first, assigned.get(name) ?? [], elsewhere));
    }
  }
  return diagnostics;
}

function scratch(name: string, first: Span, uses: readonly Span[]): Diagnostic {
  const fix = { title: `write $${name}`, edits: uses.map((span) => insertion(span.start, '$')), automatic: true };
  return { ...describe(name, first), fixes: [fix] };
}

function map(name: string, first: Span, assigned: readonly BareName[], elsewhere: readonly Span[]): Diagnostic {
  const key = assigned.some(({ isTime }) => isTime === true) ? '[tid]' : '';
  const spans = [...assigned.flatMap(({ uses }) => uses), ...elsewhere];
  const edits = spans.flatMap((span) => [insertion(span.start, '@'), ...(key === '' ? [] : [insertion(span.end, key)])]);
  const changes = key === '' ? {} : { changes: `${name} is kept for each thread` };
  return { ...describe(name, first), fixes: [{ title: `write @${name}${key}`, edits, automatic: true, ...changes }] };
}

function describe(name: string, span: Span): Diagnostic {
  return {
    code: 'bare-variable',
    severity: 'error',
    message: `a variable of the program's own begins with $ (in this probe) or @ (in all probes): ${name} does not`,
    span,
    hints: [`write $${name} for a scratch variable, or @${name} for a map`],
    fixes: [],
  };
}

/** Where names that one probe assigns to are read by another that does not. */
function readElsewhere(found: readonly BareNames[], items: readonly Item[]): Map<string, Span[]> {
  const names = new Set(found.flatMap((each) => [...each.names.keys()]));
  const own = new Map(found.map((each) => [each.item, each.names]));
  const read = new Map<string, Span[]>();
  for (const item of items) {
    for (const node of walk(item)) {
      if (node.kind !== 'identifier' || !names.has(node.name) || own.get(item)?.has(node.name) === true) continue;
      const known = read.get(node.name);
      if (known === undefined) read.set(node.name, [node.span]);
      else known.push(node.span);
    }
  }
  return read;
}
