/** Printed stacks read: a text with a frame a line, innermost first, as bpftrace writes them in each of its stack modes. */
import type { Frame, StackSample, Stacks, Table } from '../core/dataset.ts';
import type { Scalar } from '../core/events.ts';
import type { Column } from '../core/program.ts';
import { FrameIds } from './frame-ids.ts';
import { readableName } from './frame-names.ts';

/** What a frame without a symbol is called. */
export const UNKNOWN_FRAME = '[unknown]';

type Whose = 'kernel' | 'user' | undefined;

/** The stacks that a table's keys hold, with the weight of each; undefined where they hold none, or the values cannot be added up (averages, greatest ones, rows). */
export function stacksOf(table: Table): Stacks | undefined {
  const { amount } = table;
  const value = amount === undefined ? undefined : table.columns[amount];
  if (amount === undefined || value?.kind !== 'count') return undefined;
  const keyed = table.columns.slice(0, keyWidth(table, amount));
  const at = keyed.flatMap((column, index) => (isStack(column) ? [index] : []));
  if (at.length === 0) return undefined;
  const others = keyed.flatMap((column, index) => (isStack(column) ? [] : [index]));
  const reader = new StackReader();
  const samples = new Map<string, Draft>();
  for (const row of table.rows) {
    const weight = Number(row[amount] ?? 0);
    if (!(weight > 0)) continue;
    const parts = at.map((index) => ({ column: keyed[index], frames: reader.read(textOf(row[index]), keyed[index]?.stack) }));
    const frames = parts.sort((a, b) => rank(a.column?.stack, a.frames) - rank(b.column?.stack, b.frames)).flatMap((part) => part.frames);
    const key = others.map((index) => row[index] ?? null);
    // What differs by nothing but offsets is one stack.
    const identity = `${key.map((part) => `${typeof part}${String(part)}`).join('\0')}\n${frames.map(({ id }) => id).join(',')}`;
    const known = samples.get(identity);
    if (known === undefined) samples.set(identity, { key, frames: frames.map(({ frame }) => frame), weight });
    else known.weight += weight;
  }
  return {
    title: table.title,
    keys: others.flatMap((index) => keyed[index] ?? []),
    value,
    samples: [...samples.values()].sort((a, b) => b.weight - a.weight),
  };
}

/** Whether a column holds stacks. */
export function isStack(column: Column): boolean {
  return column.type === 'stack' || column.kind === 'stack';
}

interface Draft extends StackSample {
  weight: number;
}

interface Numbered {
  readonly id: number;
  readonly frame: Frame;
}

/** Of statistics, three columns are values: how many, their average, their sum. */
function keyWidth({ columns }: Table, amount: number): number {
  return /^average /.test(columns[amount - 1]?.name ?? '') && columns[amount - 2]?.name === 'count' ? amount - 2 : amount;
}

function textOf(value: Scalar | undefined): string {
  return typeof value === 'string' ? value : '';
}

function rank(whose: Whose, frames: readonly Numbered[]): number {
  return (whose ?? (frames.some(({ frame }) => frame.kind === 'kernel') ? 'kernel' : 'user')) === 'kernel' ? 1 : 0;
}

/** Reads stacks, every line and every function that it met before only once. */
class StackReader {
  readonly #lines = { kernel: new Map<string, Numbered>(), user: new Map<string, Numbered>() };
  readonly #frames = new Map<number, Numbered>();
  readonly #ids = new FrameIds();

  /** Outermost first. */
  read(text: string, whose: Whose): readonly Numbered[] {
    const lines = text.split('\n');
    const side = whose ?? guess(lines);
    const known = this.#lines[side];
    const frames: Numbered[] = [];
    for (let at = lines.length - 1; at >= 0; at--) {
      const line = lines[at] ?? '';
      let numbered = known.get(line);
      if (numbered === undefined) {
        if (line.trim() === '') continue;
        numbered = this.#numbered(readFrame(line, side));
        known.set(line, numbered);
      }
      // Addresses in a row that nobody can name say no more than one of them.
      if (numbered.frame.kind !== 'unknown' || frames.at(-1)?.id !== numbered.id) frames.push(numbered);
    }
    return frames;
  }

  #numbered(frame: Frame): Numbered {
    const id = this.#ids.of(frame);
    let numbered = this.#frames.get(id);
    if (numbered === undefined) {
      numbered = { id, frame };
      this.#frames.set(id, numbered);
    }
    return numbered;
  }
}

/**
 * One line: `vfs_read+157`; in perf's mode, behind a tab, `7f3a5c0 main+12 (/usr/bin/app)`; an address alone where there is no symbol, or where only addresses
 * were asked for. A module of the kernel stands in brackets.
 */
function readFrame(line: string, side: 'kernel' | 'user'): Frame {
  const inPerf = line.startsWith('\t') ? line.trim().replace(/^[0-9a-f]+ (?=\S)/, '') : undefined;
  const placed = inPerf === undefined ? null : /^(.*?) \((\/.*|\[.*\]|[^()\s]+)\)$/.exec(inPerf);
  const loaded = side === 'kernel' ? /^(\S+) (\[[\w-]+\])$/.exec(inPerf ?? line.trim()) : null;
  const [, symbolAndOffset = inPerf ?? line.trim(), place] = placed ?? loaded ?? [];
  const module = place === undefined || place === UNKNOWN_FRAME ? {} : { module: place };
  const symbol = symbolAndOffset.replace(/\+(?:\d+|0x[0-9a-f]+)$/, '');
  if (symbol === '' || symbol === UNKNOWN_FRAME || /^(?:0x[0-9a-f]+|[0-9a-f]{12,16})$/.test(symbol)) {
    return { name: UNKNOWN_FRAME, kind: 'unknown', ...(side === 'kernel' ? { module: '[kernel]' } : {}), ...module };
  }
  if (side === 'kernel') return { name: symbol, kind: 'kernel', ...module };
  const { name, isJit } = readableName(symbol);
  return { name, kind: isJit ? 'jit' : 'user', ...module };
}

/** Where the program does not tell: where kernel stacks begin, and where the kernel's addresses are (the upper half). */
function guess(lines: readonly string[]): 'kernel' | 'user' {
  const isKernel = lines.some((line) =>
    /^\s*(?:[0-9a-f]+ )?(?:(?:0x)?ffff[0-9a-f]{12}\b|(?:do_syscall_64|entry_SYSCALL|asm_(?:exc|sysvec)_|ret_from_fork|el0t?_(?:sync|svc)|secondary_startup|start_kernel|__schedule\+|kthread\+))/.test(
      line,
    ),
  );
  return isKernel ? 'kernel' : 'user';
}
