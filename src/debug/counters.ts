/**
 * A copy of a program that counts where its events get to: a pure function from the tree to another program and what its counters stand for. The copy does what the
 * program does; conditions are asked in the same order, and no more of them.
 */
import type { Block, Expression, If, Probe, Script, Statement } from '../bpftrace/ast.ts';
import { walk } from '../bpftrace/visit.ts';
import { applyEdits, type Span, type TextEdit } from '../core/diagnostic.ts';
import { type Held, heldIn } from './held.ts';

/** Where a counter stands. */
export interface Counter {
  /** Its number in the map of counters. */
  readonly number: number;
  /** For people and tests: `p1` for the first probe, `p1.f2` for the second part of its filter, `p1.if1`, `p1.if1.else`, `p1.after1`. */
  readonly label: string;
  readonly kind: 'hit' | 'part' | 'then' | 'else' | 'body' | 'after';
  /** The probe, by its number in the program. */
  readonly probe: number;
  /** The condition that let it come here; of a hit the attach points. */
  readonly span: Span;
  /** Whatever has to be passed to come here. */
  readonly before?: Counter;
}

/** A value that a condition is held against, gathered where the condition is asked. */
export interface Watched extends Held {
  readonly number: number;
  /** The counter of what passes the condition. */
  readonly passes: string;
}

/** A statement that shows something or puts it into a map, and the counter that tells how often it was reached. */
export interface Reached {
  readonly span: Span;
  readonly probe: number;
  readonly counter: Counter;
  /** The map it puts something into; absent where it prints. */
  readonly map?: string;
  /** A function that prints. */
  readonly prints?: string;
}

/** `full`: everything is counted; `hits`: only how often probes fire, beside the program as it is. */
export type CountingLevel = 'full' | 'hits';

export interface Counted {
  readonly level: CountingLevel;
  readonly source: string;
  readonly counters: readonly Counter[];
  readonly watched: readonly Watched[];
  readonly reached: readonly Reached[];
  /** Begins the names of our maps. */
  readonly prefix: string;
}

/** Functions that print where they stand. */
const PRINTS: ReadonlySet<string> = new Set(['printf', 'print', 'join', 'cat', 'time', 'system']);
/** Values gathered of one program: each costs a map and room on the stack. */
const MOST_WATCHED = 6;
const NO_EVENTS = /^(?:BEGIN|END|begin|end|self|test|bench)$/;

/** The copy that counts. At the level `full` inside of the program, at `hits` beside it, for programs whose copy the kernel refuses. */
export function countIn(script: Script, source: string, level: CountingLevel): Counted {
  const counting = new Counting(script, source);
  return level === 'full' ? counting.full() : counting.hits();
}

class Counting {
  readonly #script: Script;
  readonly #source: string;
  readonly #prefix: string;
  readonly #edits: TextEdit[] = [];
  readonly #counters: Counter[] = [];
  readonly #watched: Watched[] = [];
  readonly #reached: Reached[] = [];

  constructor(script: Script, source: string) {
    this.#script = script;
    this.#source = source;
    let prefix = '@gpttrace_debug';
    while (source.includes(prefix)) prefix += '_';
    this.#prefix = prefix;
  }

  full(): Counted {
    for (const [number, probe] of this.#script.probes.entries()) this.#probe(probe, number);
    return this.#result('full', applyEdits(this.#source, this.#edits));
  }

  hits(): Counted {
    const probes = this.#script.probes.flatMap((probe, number) => {
      const counter = this.#counter('hit', `p${number + 1}`, number, attachSpan(probe));
      for (const reached of reachedIn(probe.body.statements)) this.#reached.push({ ...reached, probe: number, counter });
      if (probe.attachPoints.some(({ provider }) => NO_EVENTS.test(provider))) return [];
      const points = probe.attachPoints.map(({ text, label }) => (label === undefined ? text : text.slice(text.indexOf('=') + 1)));
      return [`\n${points.join(',\n')} { ${this.#count(counter)} }\n`];
    });
    return this.#result('hits', `${this.#source}${probes.join('')}`);
  }

  #result(level: CountingLevel, source: string): Counted {
    return { level, source, counters: this.#counters, watched: this.#watched, reached: this.#reached, prefix: this.#prefix };
  }

  #counter(kind: Counter['kind'], label: string, probe: number, span: Span, before?: Counter): Counter {
    const counter: Counter = { number: this.#counters.length, label, kind, probe, span, ...(before === undefined ? {} : { before }) };
    this.#counters.push(counter);
    return counter;
  }

  #count({ number }: Counter): string {
    return `${this.#prefix}[${number}] = count();`;
  }

  #probe(probe: Probe, number: number): void {
    const label = `p${number + 1}`;
    let here = this.#counter('hit', label, number, attachSpan(probe));
    const { predicate, body } = probe;
    let opening = ` ${this.#count(here)}`;
    let closing = '';
    if (predicate !== undefined) {
      this.#edits.push({ span: predicate.span, text: '' });
      for (const [at, part] of partsOf(predicate.condition).entries()) {
        const passed = this.#counter('part', `${label}.f${at + 1}`, number, part.span, here);
        opening += `${this.#watch(part, passed)} if (${this.#text(part)}\n) { ${this.#count(passed)}`;
        closing += '}';
        here = passed;
      }
    }
    this.#edits.push(insertion(body.span.start + 1, opening));
    this.#block(body, here, label, number, { ifs: 0, afters: 0 });
    // A comment may stand before the brace.
    if (closing !== '') this.#edits.push(insertion(body.span.end - 1, `\n${closing}`));
  }

  #block(block: Block, from: Counter, label: string, probe: number, names: { ifs: number; afters: number }): void {
    let here = from;
    for (const statement of block.statements) {
      for (const reached of reachedIn([statement], false)) this.#reached.push({ ...reached, probe, counter: here });
      this.#inside(statement, here, label, probe, names);
      if (statement.kind !== 'jump' && jumps(statement)) {
        here = this.#counter('after', `${label}.after${++names.afters}`, probe, statement.span, here);
        this.#edits.push(insertion(statement.span.end, ` ${this.#count(here)}`));
      }
    }
  }

  #inside(statement: Statement, here: Counter, label: string, probe: number, names: { ifs: number; afters: number }): void {
    if (statement.kind === 'if') this.#branch(statement, here, label, probe, names, true);
    else if (statement.kind === 'block') this.#block(statement, here, label, probe, names);
    else if (statement.kind === 'while' || statement.kind === 'for' || statement.kind === 'unroll') {
      const head: Span = { start: statement.span.start, end: statement.body.span.start };
      const inside = this.#counter('body', `${label}.loop${++names.afters}`, probe, head, here);
      this.#edits.push(insertion(statement.body.span.start + 1, ` ${this.#count(inside)}`));
      this.#block(statement.body, inside, label, probe, names);
    }
  }

  #branch(node: If, here: Counter, label: string, probe: number, names: { ifs: number; afters: number }, first: boolean): void {
    const name = `${label}.if${++names.ifs}`;
    const { condition, then, otherwise } = node;
    const taken = this.#counter('then', name, probe, condition.span, here);
    // Between `else` and `if` nothing can stand.
    if (first) this.#edits.push(insertion(node.span.start, this.#watch(condition, taken).trimStart()));
    this.#edits.push(insertion(then.span.start + 1, ` ${this.#count(taken)}`));
    this.#block(then, taken, label, probe, names);
    if (otherwise === undefined) return;
    const not = this.#counter('else', `${name}.else`, probe, condition.span, here);
    if (otherwise.kind === 'if') this.#branch(otherwise, not, label, probe, names, false);
    else {
      this.#edits.push(insertion(otherwise.span.start + 1, ` ${this.#count(not)}`));
      this.#block(otherwise, not, label, probe, names);
    }
  }

  /** What gathers the values that a condition compares. */
  #watch(condition: Expression, passed: Counter): string {
    return heldIn(condition)
      .map((held) => {
        if (this.#watched.length >= MOST_WATCHED) return '';
        const number = this.#watched.length;
        this.#watched.push({ ...held, number, passes: passed.label });
        const value = this.#text(held.node);
        const name = this.#prefix;
        if (held.kind === 'number') return ` ${name}_low${number} = min(${value}); ${name}_high${number} = max(${value});`;
        return ` ${name}_seen${number}[${value}] = count();`;
      })
      .join('');
  }

  #text({ span }: { readonly span: Span }): string {
    return this.#source.slice(span.start, span.end);
  }
}

/** The parts of a condition that must all hold, in the order in which they are asked. */
function partsOf(condition: Expression): Expression[] {
  const parts: Expression[] = [];
  const todo: Expression[] = [condition];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (next.kind === 'binary' && next.operator === '&&') todo.push(next.right, next.left);
    else parts.push(next);
  }
  return parts;
}

/** The statements that show or store, of these and, where `deep`, of all below them. */
function reachedIn(statements: readonly Statement[], deep = true): Omit<Reached, 'probe' | 'counter'>[] {
  const found: Omit<Reached, 'probe' | 'counter'>[] = [];
  for (const statement of statements) {
    if (!deep && /^(?:if|while|for|unroll|block)$/.test(statement.kind)) continue;
    for (const node of walk(statement)) {
      if (node.kind === 'call' && PRINTS.has(node.name)) found.push({ span: node.span, prints: node.name });
      if (node.kind === 'assignment' && node.target.kind === 'map') found.push({ span: node.span, map: node.target.name });
      if (node.kind === 'unary' && /^(?:\+\+|--)$/.test(node.operator) && node.operand.kind === 'map') found.push({ span: node.span, map: node.operand.name });
    }
  }
  return found;
}

function jumps(statement: Statement): boolean {
  return [...walk(statement)].some((node) => node.kind === 'jump' && node.word === 'return');
}

function attachSpan({ attachPoints, span }: Probe): Span {
  return { start: attachPoints[0]?.span.start ?? span.start, end: attachPoints.at(-1)?.span.end ?? span.end };
}

function insertion(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}
